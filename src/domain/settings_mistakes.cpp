// SPDX-License-Identifier: Apache-2.0
#include "domain/settings_mistakes.h"

#include <algorithm>

namespace kolog::domain {

std::string item_name(std::string_view kind, std::size_t index, std::string_view id) {
  constexpr std::size_t kLongestShown = 40;
  const bool plain = std::ranges::all_of(
      id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  const bool shown = !id.empty() && id.size() <= kLongestShown && plain;
  return std::string(kind) + " " + (shown ? "\"" + std::string(id) + "\"" : std::to_string(index + 1));
}

}  // namespace kolog::domain
