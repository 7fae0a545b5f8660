// SPDX-License-Identifier: Apache-2.0
// The words around a service or a place that say what it is to the call: asked for, lived in, refused, a
// street's name. Built once; then any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "insight/phrase_index.h"

namespace kolog::insight {

enum class Cue : std::uint32_t {
  request = 1U << 0,          // "I need"
  residence = 1U << 1,        // "I live in"
  job_place = 1U << 2,        // "the address is", "the flat is in"
  former = 1U << 3,           // "I used to live in"
  negation = 1U << 4,         // "not", "don't need"
  correction = 1U << 5,       // "I mean"
  person = 1U << 6,           // "my name is"
  street = 1U << 7,           // "street"
  institution = 1U << 8,      // "University of"
  relative = 1U << 9,         // "my mother"
  past_visit = 1U << 10,      // "he was here"
  confirmation = 1U << 11,    // "right?", "I am writing down"
  agreement = 1U << 12,       // "yes"
  refusal = 1U << 13,         // "no"
  place_question = 1U << 14,  // "in which city?"
  wrong_number = 1U << 15,
  settlement = 1U << 16,   // "kibbutz"
  preposition = 1U << 17,  // "in", "at"
  origin = 1U << 18,       // "from"
  destination = 1U << 19,  // "to"
  nearness = 1U << 20,     // "near"
  malfunction = 1U << 21,  // "works", after "not"
  identity = 1U << 22,     // "I am"
  contrast = 1U << 23,     // "but"
  article = 1U << 24,      // what may stand between "not" and what is refused
  relocation = 1U << 25,   // "we moved"
  soliciting = 1U << 26,   // the caller sells, or looks for work
};

/// A set of cues, one word a token: a cue of several words is set on each of them.
using CueSet = std::uint32_t;

constexpr bool has(CueSet set, Cue cue) {
  return (set & static_cast<CueSet>(cue)) != 0;
}

class CueLexicon {
 public:
  CueLexicon();

  /// One set a token.
  std::vector<CueSet> marked(const std::vector<Token>& tokens) const;

 private:
  PhraseIndex index_;
};

}  // namespace kolog::insight
