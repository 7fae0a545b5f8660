// SPDX-License-Identifier: Apache-2.0
#include "domain/insight_settings.h"

#include <algorithm>
#include <array>

namespace kolog::domain {
namespace {

constexpr std::array<std::string_view, 6> kFieldTypes = {"text", "choice", "number",
                                                         "date", "phone",  "yes_no"};
constexpr std::array<std::string_view, 7> kOperators = {"is",       "is_not",   "contains", "is_set",
                                                        "is_empty", "at_least", "at_most"};

}  // namespace

std::string_view to_string(Certainty certainty) {
  constexpr std::array<std::string_view, 3> kCertainties = {"sure", "ask", "empty"};
  return kCertainties[static_cast<std::size_t>(certainty)];
}

std::string_view to_string(FieldType type) {
  return kFieldTypes[static_cast<std::size_t>(type)];
}

std::optional<FieldType> parse_field_type(std::string_view text) {
  const auto found = std::ranges::find(kFieldTypes, text);
  if (found == kFieldTypes.end()) return std::nullopt;
  return static_cast<FieldType>(found - kFieldTypes.begin());
}

std::string_view to_string(FieldOperator op) {
  return kOperators[static_cast<std::size_t>(op)];
}

std::optional<FieldOperator> parse_field_operator(std::string_view text) {
  const auto found = std::ranges::find(kOperators, text);
  if (found == kOperators.end()) return std::nullopt;
  return static_cast<FieldOperator>(found - kOperators.begin());
}

}  // namespace kolog::domain
