// SPDX-License-Identifier: Apache-2.0
// Sentences that a model made up, where nobody spoke, by how often it did. One thread at a time.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/transcript.h"

namespace kolog::speech {

struct Phantom {
  std::string text;  // as it was first written
  std::size_t count = 0;
  std::size_t dropped = 0;          // of them, those that would not have come into a transcript
  double mean_log_probability = 0;  // of the text's tokens
  std::map<domain::DropReason, std::size_t> reasons;
};

class PhantomTally {
 public:
  /// Of a recording in which nobody speaks: what stands in the transcript counts, and what was dropped too.
  void add(const domain::Transcript& transcript);
  /// The most frequent first. Sentences that differ in case and punctuation alone are one.
  std::vector<Phantom> by_frequency() const;

 private:
  void add(const domain::Segment& segment, std::optional<domain::DropReason> reason);

  std::map<std::string, Phantom> by_words_;
};

}  // namespace kolog::speech
