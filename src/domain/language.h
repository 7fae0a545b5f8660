// SPDX-License-Identifier: Apache-2.0
// The languages that Kolog understands, as ISO 639-1 codes, and what is set of them.
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

/// What may be set of the language that is spoken on a number, at a business or in the whole installation:
/// one of them, or that it is to be told from the speech. That nothing is set, a `std::optional` says.
enum class SpokenLanguage { detected, hebrew, english };

constexpr std::string_view to_string(SpokenLanguage language) {
  if (language == SpokenLanguage::detected) return "auto";
  return language == SpokenLanguage::hebrew ? "he" : "en";
}

constexpr std::optional<SpokenLanguage> parse_spoken_language(std::string_view code) {
  if (code == "auto") return SpokenLanguage::detected;
  const auto language = parse_language(code);
  if (!language) return std::nullopt;
  return *language == Language::hebrew ? SpokenLanguage::hebrew : SpokenLanguage::english;
}

/// None: to be told from the speech.
constexpr std::optional<Language> language_of(SpokenLanguage language) {
  if (language == SpokenLanguage::detected) return std::nullopt;
  return language == SpokenLanguage::hebrew ? Language::hebrew : Language::english;
}

/// What a call is transcribed in: the number's word counts, else the business's, else the installation's.
/// `detected` is a word like the others. None: to be told from the speech.
constexpr std::optional<Language> language_to_expect(std::optional<SpokenLanguage> number,
                                                     std::optional<SpokenLanguage> business,
                                                     std::optional<Language> installation) {
  if (number) return language_of(*number);
  if (business) return language_of(*business);
  return installation;
}

/// What a machine speaks to a caller, for which there is nothing to detect: the nearest that names a
/// language.
constexpr Language language_to_speak(std::optional<SpokenLanguage> nearest, Language otherwise) {
  if (!nearest) return otherwise;
  return language_of(*nearest).value_or(otherwise);
}

}  // namespace kolog::domain
