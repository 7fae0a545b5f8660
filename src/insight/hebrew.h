// SPDX-License-Identifier: Apache-2.0
// Words made comparable, and Hebrew's one-letter words that are written on to the next one. Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/language.h"

namespace kolog::insight {

/// A word as it is compared: NFKC, small letters, without points, bidirectional marks, geresh and
/// apostrophes, every kind of gershayim as `"`, final letters as their plain forms, doubled yod and vav
/// single.
std::u16string folded(std::string_view utf8_word);

/// Letters that sound alike made one: tet and tav, qof and kaf, het and kaf, ayin and alef.
std::u16string by_sound(std::u16string_view folded_word);

/// Which one-letter words stand before a stem.
struct Prefix {
  std::size_t letters = 0;
  bool in = false;        // bet
  bool to = false;        // lamed
  bool from = false;      // mem
  bool definite = false;  // he
};

/// Every reading of a folded word as prefixes and a stem of two letters or more; the word as it is comes
/// first.
std::vector<Prefix> prefix_readings(std::u16string_view folded_word);

/// The script that more letters are in; none where there are neither Hebrew nor Latin letters.
std::optional<domain::Language> language_of(std::string_view utf8_text);

}  // namespace kolog::insight
