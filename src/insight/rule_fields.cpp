// SPDX-License-Identifier: Apache-2.0
#include "insight/rule_fields.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "domain/field_value.h"
#include "insight/tokens.h"

namespace kolog::insight {
namespace {

using domain::FieldOperator;

bool same(std::string_view a, std::string_view b) {
  const auto left = domain::parse_number(a);
  const auto right = domain::parse_number(b);
  if (left && right) return *left == *right;
  const auto words = folded_words(a);
  return words.empty() ? a == b : words == folded_words(b);
}

bool has_words(std::string_view text, std::string_view sought) {
  const auto words = folded_words(text);
  const auto part = folded_words(sought);
  return !part.empty() && std::ranges::search(words, part).begin() != words.end();
}

/// Numbers by size; dates, which both are written `2026-11-25`, by what is first in the alphabet.
std::optional<int> order(std::string_view a, std::string_view b) {
  const auto left = domain::parse_number(a);
  const auto right = domain::parse_number(b);
  if (left && right) return *left < *right ? -1 : static_cast<int>(*left > *right);
  const auto is_date = [](std::string_view text) {
    return text.size() >= 10 && text[4] == '-' && text[7] == '-';
  };
  if (!is_date(a) || !is_date(b)) return std::nullopt;
  return a.substr(0, 10).compare(b.substr(0, 10));
}

template <class Enum>
FieldValue word_of(const std::optional<Enum>& value) {
  return {value ? std::string(to_string(*value)) : std::string{}, std::nullopt};
}

}  // namespace

FieldValue field_value(const domain::Insight& insight, std::string_view field) {
  if (field == "service") {
    return insight.service ? FieldValue{insight.service->id, insight.service->evidence} : FieldValue{};
  }
  if (field == "city") {
    return insight.city ? FieldValue{insight.city->name, insight.city->evidence} : FieldValue{};
  }
  if (field == "intent") return word_of(insight.intent);
  if (field == "outcome") return word_of(std::optional(insight.outcome));
  if (field == "urgency") return word_of(std::optional(insight.urgency));
  if (field == "sentiment") return word_of(insight.sentiment);
  if (field == "confidence") {
    const auto confidence = overall_confidence(insight);
    return {confidence ? fmt::format("{:.2f}", *confidence) : std::string{}, std::nullopt};
  }
  const auto found = insight.fields.find(std::string(field));
  if (found == insight.fields.end()) return {};
  return {found->second.value, found->second.evidence};
}

bool compare(const FieldValue& value, const domain::FieldCondition& condition) {
  const bool empty = value.text.empty();
  switch (condition.op) {
    case FieldOperator::is:
      return !empty && same(value.text, condition.value);
    case FieldOperator::is_not:
      return empty || !same(value.text, condition.value);
    case FieldOperator::contains:
      return !empty && has_words(value.text, condition.value);
    case FieldOperator::is_set:
      return !empty;
    case FieldOperator::is_empty:
      return empty;
    case FieldOperator::at_least:
      return order(value.text, condition.value).value_or(-1) >= 0;
    case FieldOperator::at_most:
      return order(value.text, condition.value).value_or(1) <= 0;
  }
  return false;
}

}  // namespace kolog::insight
