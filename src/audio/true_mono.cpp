// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "audio/decode.h"

namespace kolog::audio {
namespace {

/// Two copies of one signal through a lossy coder differ by less than this; two people do not.
constexpr float kSameWithin = 0.004F;
constexpr float kEmptyPeak = 0.002F;  // -54 dB: a codec's idle noise

float peak(const std::vector<float>& samples) {
  float highest = 0;
  for (const float sample : samples) highest = std::max(highest, std::abs(sample));
  return highest;
}

bool are_copies(const std::vector<float>& first, const std::vector<float>& second) {
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](float a, float b) { return std::abs(a - b) <= kSameWithin; });
}

}  // namespace

std::vector<std::size_t> channels_that_carry(const Clip& clip) {
  std::vector<std::size_t> carrying;
  for (std::size_t channel = 0; channel < clip.channels.size(); ++channel) {
    const auto& samples = clip.channels[channel];
    const bool is_copy = std::any_of(carrying.begin(), carrying.end(), [&](std::size_t earlier) {
      return are_copies(clip.channels[earlier], samples);
    });
    if (!is_copy && peak(samples) > kEmptyPeak) carrying.push_back(channel);
  }
  return carrying;
}

bool channels_are_identical(const Clip& clip) {
  return clip.channels.size() == 2 && peak(clip.channels[0]) > kEmptyPeak &&
         are_copies(clip.channels[0], clip.channels[1]);
}

bool is_true_mono(const Clip& clip) {
  if (clip.channels.size() != 2) return clip.channels.size() == 1;
  return channels_are_identical(clip) || peak(clip.channels[0]) <= kEmptyPeak ||
         peak(clip.channels[1]) <= kEmptyPeak;
}

}  // namespace kolog::audio
