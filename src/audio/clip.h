// SPDX-License-Identifier: Apache-2.0
// Decoded audio: one vector of samples per channel, -1 to 1, all of the same length.
#pragma once

#include <chrono>
#include <vector>

namespace kolog::audio {

struct Clip {
  int sample_rate = 0;  // Hz
  std::vector<std::vector<float>> channels;

  std::chrono::milliseconds duration() const {
    if (channels.empty() || sample_rate == 0) return std::chrono::milliseconds{0};
    return std::chrono::milliseconds{static_cast<long long>(channels.front().size()) * 1000 / sample_rate};
  }
};

}  // namespace kolog::audio
