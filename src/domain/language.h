// SPDX-License-Identifier: Apache-2.0
// The languages that Kolog understands, as ISO 639-1 codes.
#pragma once

#include <optional>
#include <string_view>

namespace kolog::domain {

enum class Language { hebrew, english };

constexpr std::string_view to_string(Language language) {
  return language == Language::hebrew ? "he" : "en";
}

constexpr std::optional<Language> parse_language(std::string_view code) {
  if (code == "he" || code == "iw") return Language::hebrew;
  if (code == "en") return Language::english;
  return std::nullopt;
}

}  // namespace kolog::domain
