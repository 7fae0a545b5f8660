// SPDX-License-Identifier: Apache-2.0
// Takes every sample for speech, to hear what a model makes of recordings in which nobody speaks. Any thread.
#pragma once

#include <chrono>

#include "speech/voice_activity.h"

namespace kolog::speech {

class EverythingIsSpeech final : public VoiceActivity {
 public:
  struct Settings {
    std::chrono::milliseconds longest{28'000};  // of a stretch; Whisper's window is of 30 s
  };

  EverythingIsSpeech() = default;
  explicit EverythingIsSpeech(Settings settings) : settings_(settings) {}

  std::vector<Stretch> find(std::span<const float> samples, int sample_rate) const override;

 private:
  Settings settings_;
};

}  // namespace kolog::speech
