// SPDX-License-Identifier: Apache-2.0
#include "domain/field_value.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace kolog::domain {

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool is_date(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  const bool formed = std::ranges::equal(
      text, kForm, [](char c, char form) { return form == 'd' ? (c >= '0' && c <= '9') : c == form; });
  if (!formed) return false;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + digits, value);
    return value;
  };
  return std::chrono::year_month_day(std::chrono::year(number(0, 4)),
                                     std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                     std::chrono::day(static_cast<unsigned>(number(8, 2))))
      .ok();
}

std::string value_mistake(const CustomField& field, std::string_view value) {
  switch (field.type) {
    case FieldType::choice:
      return std::ranges::find(field.choices, value) == field.choices.end() ? "must be one of its choices"
                                                                            : "";
    case FieldType::number:
      return parse_number(value) ? "" : "must be a number";
    case FieldType::date:
      return is_date(value) ? "" : "must be a date such as 2026-11-25";
    case FieldType::yes_no:
      return value == "yes" || value == "no" ? "" : "must be yes or no";
    case FieldType::text:
    case FieldType::phone:
      return "";
  }
  return "";
}

}  // namespace kolog::domain
