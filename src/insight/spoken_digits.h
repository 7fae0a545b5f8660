// SPDX-License-Identifier: Apache-2.0
// Numbers as people say them, in figures and in Hebrew and English words, cut into words that can be read
// as digits. Any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kolog::insight {

struct NumberWord {
  enum class Kind {
    figures,    // `digits` as they were written
    unit,       // `value` 0 to 9
    ten,        // 10; in Hebrew also what makes a teen of the unit before it
    teen,       // 11 to 19 in one word
    tens,       // 20 to 90
    hundreds,   // 100 or 200 by itself: מאה, מאתיים
    hundred,    // what multiplies the unit before it: hundred, מאות
    thousands,  // 1000 or 2000 by itself; 1000 multiplies what stands before it
    repeat,     // `value` 2 or 3: the digit after it, or before it, is said so often: double, פעמיים
    plus,
    filler,  // אה, uh, מקף, dash: says nothing
    other    // everything else ends a number
  };

  Kind kind = Kind::other;
  int value = 0;
  std::string digits = {};
  std::u16string text = {};  // folded; of words
  std::size_t segment = 0;
  std::size_t begin = 0;  // bytes within the segment's text
  std::size_t end = 0;
  bool apart = false;  // punctuation, or the end of a segment, stands before it

  bool is_number() const { return kind != Kind::filler && kind != Kind::other; }
};

/// The words of one segment's text.
std::vector<NumberWord> number_words(std::string_view text, std::size_t segment);

/// One way of reading the words from some place on: as these digits, up to `end`.
struct Reading {
  std::size_t end = 0;  // one past the last word
  std::string digits;
};

/// Every way of reading the first words from `at` as one number, the longest first: "fifty four" is 54 and
/// then 50. None where no number begins. A plus reads as no digits.
std::vector<Reading> readings_at(std::span<const NumberWord> words, std::size_t at);

}  // namespace kolog::insight
