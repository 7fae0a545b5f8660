// SPDX-License-Identifier: Apache-2.0
// The words that numbers are said with, in Hebrew and English, and those that are said between. Any thread.
#pragma once

#include <string>

#include "insight/spoken_digits.h"

namespace kolog::insight {

struct NumberWordMeaning {
  NumberWord::Kind kind = NumberWord::Kind::other;
  int value = 0;
};

/// Of a folded word, also with "and" written on to it.
NumberWordMeaning number_word_meaning(const std::u16string& word);

}  // namespace kolog::insight
