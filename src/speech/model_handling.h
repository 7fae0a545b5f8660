// SPDX-License-Identifier: Apache-2.0
// How a model is best fed and read. Models differ, so each in the catalogue has its own, found by measuring;
// docs/speech.md tells how. Plain data; any thread.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/result.h"

namespace kolog::speech {

/// The heads that OpenAI published for each architecture.
inline constexpr int kPublishedHeads = -1;
/// Words share their sentence's time by their length: no second pass of the decoder.
inline constexpr int kNoAlignment = -2;

struct ModelHandling {
  int utterances = 0;                                // at most in one window; 0: as many as fit
  std::chrono::milliseconds longest_window{28'000};  // Whisper's own is 30 s
  std::chrono::milliseconds kept_pause{1'000};       // a longer one between two utterances is cut out
  /// Silence that the encoder is shown behind the speech, and no more; a negative one: always 30 s in all.
  std::chrono::milliseconds margin{-1};
  /// Mean log-probability of a text's tokens from which the quick search for it is believed; below it the
  /// thorough one looks as well.
  double sure = -0.35;
  /// The decoder layer whose cross-attention follows the sound, so that words get their times from it by
  /// dynamic time warping. Or one of the two below.
  int alignment_layer = kPublishedHeads;
};

/// What a file beside the model (`model.bin.json`) says of it, for models of one's own: any of `utterances`,
/// `longest_window_ms`, `kept_pause_ms`, `margin_ms`, `sure` and `alignment_layer`. The rest, and everything
/// where there is no such file, is as in `otherwise`. `invalid_request` names what is wrong in it.
Result<ModelHandling> handling_beside(const std::filesystem::path& model, const ModelHandling& otherwise);

}  // namespace kolog::speech
