// SPDX-License-Identifier: Apache-2.0
#include "audio/losses.h"

#include <algorithm>

namespace kolog::audio {
namespace {

constexpr std::uint64_t kBlockFrames = 16'384;

std::chrono::milliseconds time_of(std::uint64_t frames, int sample_rate) {
  return std::chrono::milliseconds{
      static_cast<long long>(frames * 1000 / static_cast<std::uint64_t>(sample_rate))};
}

}  // namespace

void Losses::lose(std::uint64_t frame, std::uint64_t frames) {
  if (!first_) first_ = frame;
  lost_ += frames;
  silence_ += frames;
}

void Losses::break_off(std::uint64_t frame) {
  if (!first_) first_ = frame;
  breaks_off_ = true;
}

std::span<const float> Losses::next_silence(int channels) {
  const auto width = static_cast<std::size_t>(channels);
  const auto frames = std::min(silence_, kBlockFrames);
  silence_ -= frames;
  zeros_.resize(static_cast<std::size_t>(kBlockFrames) * width, 0.0F);
  return std::span<const float>(zeros_).first(static_cast<std::size_t>(frames) * width);
}

std::optional<Damage> Losses::damage(int sample_rate) const {
  if (!first_) return std::nullopt;
  Damage damage;
  damage.intact_until = time_of(*first_, sample_rate);
  damage.silenced = time_of(lost_, sample_rate);
  damage.breaks_off = breaks_off_;
  return damage;
}

}  // namespace kolog::audio
