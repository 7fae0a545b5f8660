// SPDX-License-Identifier: Apache-2.0
#include "audio/join.h"

#include <algorithm>
#include <memory>
#include <vector>

#include <sndfile.h>

namespace kolog::audio {
namespace {

struct Shape {
  int channels = 0;
  int sample_rate = 0;  // Hz
};

Result<Shape> shape_of(std::span<const std::filesystem::path> parts, const Limits& limits) {
  Shape shape;
  for (const auto& part : parts) {
    const auto probed = probe(part, limits);
    if (!probed) return probed.error();
    shape.channels = std::max(shape.channels, probed->channels);
    shape.sample_rate = std::max(shape.sample_rate, probed->sample_rate);
  }
  return shape;
}

std::vector<float> interleaved(const Clip& clip, int channels) {
  const auto width = static_cast<std::size_t>(channels);
  const auto frames = clip.channels.front().size();
  std::vector<float> samples(frames * width, 0.0F);
  for (std::size_t channel = 0; channel < clip.channels.size(); ++channel) {
    for (std::size_t frame = 0; frame < frames; ++frame) {
      // Lossy audio may overshoot, and whole numbers have no room for it.
      samples[frame * width + channel] = std::clamp(clip.channels[channel][frame], -1.0F, 1.0F);
    }
  }
  return samples;
}

}  // namespace

Result<void> join(std::span<const std::filesystem::path> parts, const std::filesystem::path& into,
                  const Limits& limits) {
  const auto shape = shape_of(parts, limits);
  if (!shape) return shape.error();
  SF_INFO info{};
  info.samplerate = shape->sample_rate;
  info.channels = shape->channels;
  info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
  const std::unique_ptr<SNDFILE, decltype(&sf_close)> file(sf_open(into.c_str(), SFM_WRITE, &info), sf_close);
  if (!file)
    return failure(ErrorCode::internal, "The recordings of a call cannot be joined", sf_strerror(nullptr));
  for (const auto& part : parts) {
    auto clip = decode(part, limits);
    if (!clip) return clip.error();
    if (clip->sample_rate != shape->sample_rate) clip = resample(*clip, shape->sample_rate);
    if (!clip) return clip.error();
    const auto samples = interleaved(*clip, shape->channels);
    const auto count = static_cast<sf_count_t>(samples.size());
    if (sf_write_float(file.get(), samples.data(), count) != count) {
      return failure(ErrorCode::storage_full, "The recordings of a call cannot be joined: is the disk full?",
                     sf_strerror(file.get()));
    }
  }
  return {};
}

}  // namespace kolog::audio
