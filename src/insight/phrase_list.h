// SPDX-License-Identifier: Apache-2.0
// Phrases written one after the other with `|` between them, as the tables of words keep them. Any thread.
#pragma once

#include <string_view>

namespace kolog::insight {

template <class Visitor>
void for_each_phrase(std::string_view list, Visitor visit) {
  while (!list.empty()) {
    const auto bar = list.find('|');
    if (const auto phrase = list.substr(0, bar); !phrase.empty()) visit(phrase);
    list.remove_prefix(bar == list.npos ? list.size() : bar + 1);
  }
}

}  // namespace kolog::insight
