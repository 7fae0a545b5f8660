// SPDX-License-Identifier: Apache-2.0
// A loaded model put to work on one window of speech at a time. Every window starts from a fresh state:
// random numbers and caches of one would carry over into the next, and the text would depend on the number of
// processors. Any thread; borrows the model.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/result.h"
#include "domain/transcript.h"
#include "speech/whisper_model.h"

struct whisper_full_params;

namespace kolog::speech {

class WhisperDecoder {
 public:
  struct Options {
    int threads = 1;
    int beam_size = 5;
    bool word_times = true;
    std::stop_token stop;
  };

  WhisperDecoder(whisper_context& model, Options options) : model_(&model), options_(std::move(options)) {}

  /// How likely each of our languages is, of the two.
  struct LanguageOdds {
    double hebrew = 0;
    double english = 0;
  };
  /// Samples are at 16 kHz, here and below, and of at most 30 s.
  Result<LanguageOdds> language_of(std::span<const float> samples) const;

  /// What is said, phantoms left out; times from the window's beginning, channel and speaker not set.
  Result<std::vector<domain::Segment>> segments_of(std::span<const float> samples,
                                                   domain::Language language) const;

  /// An English-only model knows one.
  bool understands(domain::Language language) const;

 private:
  whisper_full_params parameters(domain::Language language) const;
  std::optional<domain::Segment> segment_at(whisper_state& state, int index,
                                            std::chrono::milliseconds window) const;

  whisper_context* model_;
  Options options_;
};

}  // namespace kolog::speech
