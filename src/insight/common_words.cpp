// SPDX-License-Identifier: Apache-2.0
#include "insight/common_words.h"

#include <string>
#include <unordered_set>

#include "insight/hebrew.h"
#include "insight/phrase_list.h"

namespace kolog::insight {
namespace {

constexpr std::string_view kCommonWords = "פעולה|נתינה|over|never";

}  // namespace

bool is_common_word(std::u16string_view folded_word) {
  static const auto words = [] {
    std::unordered_set<std::u16string> set;
    for_each_phrase(kCommonWords, [&](std::string_view word) { set.insert(folded(word)); });
    return set;
  }();
  return words.contains(std::u16string(folded_word));
}

}  // namespace kolog::insight
