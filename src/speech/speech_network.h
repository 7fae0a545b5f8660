// SPDX-License-Identifier: Apache-2.0
// A network that hears whether somebody speaks. The network may be used from several threads, a listener from
// one at a time; a listener may not outlive its network.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"

namespace kolog::speech {

class SpeechListener {
 public:
  virtual ~SpeechListener() = default;
  /// How likely each window is speech, 0 to 1, given what was heard before. Samples at 16 kHz, whole windows;
  /// what is missing of the last one counts as silence.
  virtual Result<std::vector<float>> hear(std::span<const float> samples) = 0;
};

class SpeechNetwork {
 public:
  static constexpr int kSampleRate = 16'000;
  static constexpr std::size_t kWindow = 512;  // samples, 32 ms

  virtual ~SpeechNetwork() = default;
  /// A listener that has heard nothing yet.
  virtual Result<std::unique_ptr<SpeechListener>> listen() const = 0;
};

}  // namespace kolog::speech
