// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_fields.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

#include "insight/llm_numbers.h"

namespace kolog::insight {
namespace {

constexpr std::size_t kFewestDigitsOfATelephone = 7;
constexpr std::string_view kCountry = "972";

std::optional<std::string> choice_of(const domain::CustomField& field, const std::string& value) {
  const auto wanted = folded_words(value);
  const auto found = std::ranges::find_if(
      field.choices, [&](const std::string& choice) { return folded_words(choice) == wanted; });
  return found == field.choices.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::string> number_of(const std::string& value, std::span<const Token> words) {
  double number = 0;
  const auto* end = value.data() + value.size();
  const auto [rest, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc{} || rest != end) return std::nullopt;
  const auto numbers = named_numbers(words);
  if (numbers.contains(static_cast<long long>(std::clamp(number, -1e15, 1e15))) &&
      value.find('.') == value.npos) {
    return value;
  }
  // "2.5" stands there as it is.
  const auto as_written = folded_words(value);
  const bool said = as_written.size() == 1 && std::ranges::any_of(words, [&](const Token& token) {
                      return token.text == as_written.front();
                    });
  return said ? std::optional(value) : std::nullopt;
}

/// Without the country's code, with the zero.
std::string national(std::string digits) {
  if (digits.starts_with(kCountry)) return "0" + digits.substr(kCountry.size());
  return digits;
}

std::optional<std::string> phone_of(const std::string& value, std::span<const Token> words) {
  auto digits = national(digits_of(value));
  if (digits.size() < kFewestDigitsOfATelephone) return std::nullopt;
  const auto said = dictated_digits(words);
  const bool is_said = said.find(digits) != said.npos || national(said) == digits;
  return is_said ? std::optional(std::move(digits)) : std::nullopt;
}

/// What was said, where the value has words of its own.
std::string text_of(const std::string& value, std::span<const Token> words, const std::string& quoted) {
  std::set<std::u16string> said;
  for (const auto& token : words) {
    for (const auto& prefix : token.readings) said.insert(token.text.substr(prefix.letters));
  }
  const bool all_said =
      std::ranges::all_of(folded_words(value), [&](const auto& word) { return said.contains(word); });
  return all_said ? value : quoted;
}

}  // namespace

std::optional<std::string> borne_out_value(const domain::CustomField& field, const std::string& value,
                                           std::span<const Token> words, const std::string& quoted,
                                           std::optional<LocalTime> call) {
  switch (field.type) {
    case domain::FieldType::text:
      return text_of(value, words, quoted);
    case domain::FieldType::choice:
      return choice_of(field, value);
    case domain::FieldType::number:
      return number_of(value, words);
    case domain::FieldType::date:
      return is_date_said(value, words, call) ? std::optional(value) : std::nullopt;
    case domain::FieldType::phone:
      return phone_of(value, words);
    case domain::FieldType::yes_no:
      return value == "yes" || value == "no" ? std::optional(value) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace kolog::insight
