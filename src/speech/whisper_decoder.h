// SPDX-License-Identifier: Apache-2.0
// A loaded model put to work on one window of speech at a time. Its text depends on the window alone: not on
// what was decoded before, nor on how many others work beside it. One thread at a time; borrows the model,
// owns what a piece of work needs beside it, some hundred megabytes for a large model.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/result.h"
#include "domain/transcript.h"
#include "speech/model_handling.h"
#include "speech/whisper_model.h"

struct whisper_full_params;

namespace kolog::speech {

class WhisperDecoder {
 public:
  struct Settings {
    int threads = 1;
    int beam_size = 5;  // of the thorough search; 1: there is none
    ModelHandling handling;
  };

  WhisperDecoder(whisper_context& model, const Settings& settings) : model_(&model), settings_(settings) {}

  /// How likely each of our languages is, of the two.
  struct LanguageOdds {
    double hebrew = 0;
    double english = 0;
  };
  /// Samples are at 16 kHz, here and below, and of at most 30 s.
  Result<LanguageOdds> language_of(std::span<const float> samples, const std::stop_token& stop);

  struct Text {
    std::vector<domain::Segment> segments;  // times from the window's beginning; no channel, no speaker
    std::vector<domain::DroppedSegment> dropped;
    std::chrono::milliseconds covered{};  // up to where the model wrote
  };
  /// What is said. Searches quickly first and thoroughly, then with some chance, only where the text is not
  /// sure or goes in circles.
  Result<Text> text_of(std::span<const float> samples, domain::Language language,
                       const std::stop_token& stop);

  /// Does a window's work on a short piece of noise, for measuring.
  Result<void> try_out();

 private:
  struct Attempt;

  Result<Attempt> attempt(std::span<const float> samples, domain::Language language, int beam_size,
                          float temperature, const std::stop_token& stop);
  whisper_full_params parameters(std::size_t samples, domain::Language language, int beam_size,
                                 float temperature) const;
  Attempt read(std::chrono::milliseconds window) const;
  Result<whisper_state*> state();

  whisper_context* model_;
  Settings settings_;
  WhisperState state_;
};

/// An English-only model knows one.
bool understands(const whisper_context& model, domain::Language language);

}  // namespace kolog::speech
