// SPDX-License-Identifier: Apache-2.0
#include "audio/peaks.h"

#include <algorithm>
#include <cmath>

#include "audio/sound_file.h"

namespace kolog::audio {
namespace {

/// The length is known only at the end: fine peaks of 10 ms are collected first and reduced then.
constexpr int kFineBucketsPerSecond = 100;

std::vector<float> reduced(const std::vector<float>& fine, std::size_t buckets) {
  if (fine.size() <= buckets) return fine;
  std::vector<float> coarse(buckets, 0.0F);
  for (std::size_t i = 0; i < fine.size(); ++i) {
    auto& highest = coarse[i * buckets / fine.size()];
    highest = std::max(highest, fine[i]);
  }
  return coarse;
}

}  // namespace

Result<Peaks> read_peaks(const std::filesystem::path& path, std::size_t buckets, const Limits& limits) {
  auto file = SoundFile::open(path, limits);
  if (!file) return file.error();
  const auto channels = static_cast<std::size_t>(file->channels());
  const auto fine_frames = static_cast<std::uint64_t>(file->sample_rate() / kFineBucketsPerSecond);
  std::vector<std::vector<float>> fine(channels);
  std::uint64_t frame = 0;
  while (true) {
    const auto block = file->next_block();
    if (!block) return block.error();
    if (block->empty()) break;
    for (std::size_t i = 0; i < block->size(); i += channels, ++frame) {
      const auto bucket = static_cast<std::size_t>(frame / fine_frames);
      for (std::size_t channel = 0; channel < channels; ++channel) {
        auto& peaks = fine[channel];
        if (peaks.size() <= bucket) peaks.push_back(0.0F);
        peaks[bucket] = std::max(peaks[bucket], std::abs((*block)[i + channel]));
      }
    }
  }
  Peaks peaks;
  peaks.duration = std::chrono::milliseconds{
      static_cast<long long>(frame * 1000 / static_cast<std::uint64_t>(file->sample_rate()))};
  for (const auto& channel : fine)
    peaks.channels.push_back(reduced(channel, std::max<std::size_t>(buckets, 1)));
  return peaks;
}

}  // namespace kolog::audio
