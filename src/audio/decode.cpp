// SPDX-License-Identifier: Apache-2.0
#include "audio/decode.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <soxr.h>

#include "audio/sound_file.h"

namespace kolog::audio {
namespace {

/// Two copies of one signal through a lossy coder differ by less than this; two people do not.
constexpr float kSameWithin = 0.004F;
constexpr float kEmptyPeak = 0.002F;  // -54 dB: a codec's idle noise

Result<Clip> decode_all(Result<SoundFile> opened, const Limits& limits) {
  if (!opened) return opened.error();
  auto& file = *opened;
  const auto channels = static_cast<std::size_t>(file.channels());
  Clip clip;
  clip.sample_rate = file.sample_rate();
  clip.channels.resize(channels);
  while (true) {
    const auto block = file.next_block();
    if (!block) return block.error();
    if (block->empty()) return clip;
    if (file.frames_read() * channels > limits.samples) {
      return failure(ErrorCode::payload_too_large, "The recording is too long.");
    }
    for (std::size_t i = 0; i < block->size(); ++i) clip.channels[i % channels].push_back((*block)[i]);
  }
}

float peak(const std::vector<float>& samples) {
  float highest = 0;
  for (const float sample : samples) highest = std::max(highest, std::abs(sample));
  return highest;
}

}  // namespace

Result<Clip> decode(const std::filesystem::path& path, const Limits& limits) {
  return decode_all(SoundFile::open(path, limits), limits);
}

Result<Clip> decode(std::span<const std::byte> bytes, const Limits& limits) {
  return decode_all(SoundFile::open(bytes, limits), limits);
}

Result<domain::RecordingProbe> probe(const std::filesystem::path& path, const Limits& limits) {
  auto file = SoundFile::open(path, limits);
  if (!file) return file.error();
  while (true) {
    const auto block = file->next_block();
    if (!block) return block.error();
    if (block->empty()) break;
  }
  domain::RecordingProbe found;
  found.content_type = content_type(file->container());
  found.channels = file->channels();
  found.sample_rate = file->sample_rate();
  found.duration = std::chrono::milliseconds{
      static_cast<long long>(file->frames_read() * 1000 / static_cast<std::uint64_t>(file->sample_rate()))};
  return found;
}

Result<std::vector<float>> resample(std::span<const float> samples, int from_rate, int to_rate) {
  if (from_rate <= 0 || to_rate <= 0) return failure(ErrorCode::invalid_request, "No sample rate is given.");
  if (from_rate == to_rate || samples.empty()) return std::vector<float>(samples.begin(), samples.end());
  const double ratio = static_cast<double>(to_rate) / from_rate;
  std::vector<float> resampled(static_cast<std::size_t>(static_cast<double>(samples.size()) * ratio + 0.5));
  std::size_t produced = 0;
  const auto error = soxr_oneshot(from_rate, to_rate, 1, samples.data(), samples.size(), nullptr,
                                  resampled.data(), resampled.size(), &produced, nullptr, nullptr, nullptr);
  if (error) return failure(ErrorCode::internal, "The recording cannot be resampled.", soxr_strerror(error));
  resampled.resize(produced);
  return resampled;
}

Result<Clip> resample(const Clip& clip, int sample_rate) {
  Clip resampled;
  resampled.sample_rate = sample_rate;
  for (const auto& channel : clip.channels) {
    auto samples = resample(channel, clip.sample_rate, sample_rate);
    if (!samples) return samples.error();
    resampled.channels.push_back(std::move(*samples));
  }
  return resampled;
}

bool channels_are_identical(const Clip& clip) {
  if (clip.channels.size() != 2) return false;
  const auto& first = clip.channels[0];
  const auto& second = clip.channels[1];
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](float a, float b) { return std::abs(a - b) <= kSameWithin; }) &&
         peak(first) > kEmptyPeak;
}

bool is_true_mono(const Clip& clip) {
  if (clip.channels.size() != 2) return clip.channels.size() == 1;
  return channels_are_identical(clip) || peak(clip.channels[0]) <= kEmptyPeak ||
         peak(clip.channels[1]) <= kEmptyPeak;
}

}  // namespace kolog::audio
