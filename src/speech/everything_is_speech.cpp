// SPDX-License-Identifier: Apache-2.0
#include "speech/everything_is_speech.h"

#include <algorithm>

namespace kolog::speech {

std::vector<Stretch> EverythingIsSpeech::find(std::span<const float> samples, int sample_rate) const {
  const auto longest = std::max<std::size_t>(
      1, static_cast<std::size_t>(settings_.longest.count()) * static_cast<std::size_t>(sample_rate) / 1000);
  std::vector<Stretch> stretches;
  for (std::size_t begin = 0; begin < samples.size(); begin += longest) {
    stretches.push_back({begin, std::min(begin + longest, samples.size())});
  }
  return stretches;
}

}  // namespace kolog::speech
