// SPDX-License-Identifier: Apache-2.0
// What a business has set about how its calls are understood. Values alone; the defaults are an
// installation's.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/insight.h"
#include "domain/transcript.h"

namespace kolog::domain {

enum class FieldType { text, choice, number, date, phone, yes_no };

std::string_view to_string(FieldType type);
std::optional<FieldType> parse_field_type(std::string_view text);

/// A field of the business's own.
struct CustomField {
  std::string id;
  std::string hebrew_name;
  std::string english_name;
  FieldType type = FieldType::text;
  std::string description;           // what to look for, for people and language models
  std::vector<std::string> choices;  // of a `choice`

  bool operator==(const CustomField&) const = default;
};

/// From `sure` on an answer stands by itself; from `ask` on a person is asked to look at it; below it is left
/// empty. 0 to 1.
struct Thresholds {
  double sure = 0.8;
  double ask = 0.4;

  bool operator==(const Thresholds&) const = default;
};

enum class Certainty { sure, ask, empty };

std::string_view to_string(Certainty certainty);

constexpr Certainty certainty(double confidence, const Thresholds& thresholds) {
  if (confidence >= thresholds.sure) return Certainty::sure;
  return confidence >= thresholds.ask ? Certainty::ask : Certainty::empty;
}

/// What is blacked out of what people read, hear and are sent.
struct RedactionPolicy {
  bool cards = false;
  bool ids = false;
  bool phones = false;
  bool audio = false;  // a tone over the same words in what is played

  bool any_text() const { return cards || ids || phones; }
  bool operator==(const RedactionPolicy&) const = default;
};

/// Somebody says one of the phrases. `speaker` unknown: anybody.
struct WordsCondition {
  std::vector<std::string> phrases;
  Speaker speaker = Speaker::unknown;
  std::optional<std::chrono::seconds> within_first = std::nullopt;  // of the call
  std::optional<std::chrono::seconds> within_last = std::nullopt;

  bool operator==(const WordsCondition&) const = default;
};

enum class FieldOperator { is, is_not, contains, is_set, is_empty, at_least, at_most };

std::string_view to_string(FieldOperator op);
std::optional<FieldOperator> parse_field_operator(std::string_view text);

/// `field` is `service`, `city`, `intent`, `outcome`, `urgency`, `sentiment`, `confidence`, or one of
/// Insight::fields.
struct FieldCondition {
  std::string field;
  FieldOperator op = FieldOperator::is;
  std::string value;

  bool operator==(const FieldCondition&) const = default;
};

/// Nobody speaks for longer than that, at a stretch, before the call's end.
struct SilenceCondition {
  std::chrono::seconds longer_than{20};

  bool operator==(const SilenceCondition&) const = default;
};

struct DurationCondition {
  std::optional<std::chrono::seconds> longer_than = std::nullopt;
  std::optional<std::chrono::seconds> shorter_than = std::nullopt;

  bool operator==(const DurationCondition&) const = default;
};

/// When the call began, local time. From 18:00 to 08:00 goes over midnight.
struct TimeCondition {
  std::vector<int> days;          // 0 is Sunday; none: every day
  std::chrono::minutes from{0};   // of the day
  std::chrono::minutes to{1440};  // exclusive

  bool operator==(const TimeCondition&) const = default;
};

struct Condition {
  std::variant<WordsCondition, FieldCondition, SilenceCondition, DurationCondition, TimeCondition> what;
  bool negated = false;

  bool operator==(const Condition&) const = default;
};

enum class Matching { all, any };

/// Tags the calls that its conditions hold for.
struct TagRule {
  std::string id;
  std::string name;  // the tag, as people read it
  bool enabled = true;
  Matching matching = Matching::all;
  std::vector<Condition> conditions;

  bool operator==(const TagRule&) const = default;
};

struct ModelUse {
  bool enabled = true;                                   // where the installation has a language model
  std::optional<long long> daily_tokens = std::nullopt;  // none: the installation's limit

  bool operator==(const ModelUse&) const = default;
};

struct InsightSettings {
  Taxonomy services;
  std::vector<CustomField> fields = {};
  Thresholds thresholds = {};
  RedactionPolicy redaction = {};
  std::vector<TagRule> rules = {};
  ModelUse model = {};

  bool operator==(const InsightSettings&) const = default;
};

}  // namespace kolog::domain
