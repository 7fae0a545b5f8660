// SPDX-License-Identifier: Apache-2.0
// How well a recording was transcribed: words and characters by speaker, and how far words' times are off.
// For `kolog evaluate` and for benchmarks. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "base/result.h"
#include "domain/transcript.h"
#include "speech/speech_reference.h"
#include "speech/word_errors.h"

namespace kolog::speech {

/// How far starts and ends of correctly recognised words lie from where they should, whichever way.
struct TimeErrors {
  std::vector<std::chrono::milliseconds> starts;
  std::vector<std::chrono::milliseconds> ends;

  TimeErrors& operator+=(const TimeErrors& other);
};

/// The smallest that is not exceeded by this share of them (nearest rank); none of none.
std::optional<std::chrono::milliseconds> percentile(std::vector<std::chrono::milliseconds> values,
                                                    double share);

struct SpeechScore {
  ErrorCounts words;
  ErrorCounts characters;
  TimeErrors word_times;  // every word, where the reference has words' times
  TimeErrors turn_times;  // where it has turns' alone: their first words' starts and their last words' ends

  SpeechScore& operator+=(const SpeechScore& other);
};

struct CallScore {
  /// None where a side's speaker is not known: the only channel of a mixed recording, a reference without
  /// labels.
  std::optional<SpeechScore> caller;
  std::optional<SpeechScore> agent;
  SpeechScore all;

  CallScore& operator+=(const CallScore& other);
};

/// `invalid_request` when both speakers' words must be compared as one text, and the reference does not say
/// in which order they spoke.
Result<CallScore> score(const SpeechReference& reference, const domain::Transcript& heard);

}  // namespace kolog::speech
