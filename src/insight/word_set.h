// SPDX-License-Identifier: Apache-2.0
// A fixed set of folded words or of short phrases, made once from a list. Any thread.
#pragma once

#include <span>
#include <string_view>

#include "insight/phrase_index.h"
#include "insight/phrase_list.h"

namespace kolog::insight {

class WordSet {
 public:
  explicit WordSet(std::string_view list) {
    for_each_phrase(list, [this](std::string_view phrase) { index_.add(phrase, 0, Spelling::exact); });
  }

  /// How many tokens the longest phrase of the set takes from here, exactly as written; 0: none.
  std::size_t length_at(std::span<const Token> tokens, std::size_t first) const {
    return index_.longest_at(tokens, first);
  }

  bool has(const Token& token) const { return length_at({&token, 1}, 0) == 1; }

 private:
  PhraseIndex index_;
};

}  // namespace kolog::insight
