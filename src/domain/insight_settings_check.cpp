// SPDX-License-Identifier: Apache-2.0
#include "domain/insight_settings_check.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "domain/condition_check.h"
#include "domain/settings_mistakes.h"

namespace kolog::domain {
namespace {

constexpr std::array<std::string_view, 7> kStandardFields = {"name",  "phone",       "address",       "time",
                                                             "price", "destination", "also_requested"};
constexpr std::array<std::string_view, 7> kPartsOfACall = {"service", "city",      "intent",    "outcome",
                                                           "urgency", "sentiment", "confidence"};
/// What a correction calls by the same name.
constexpr std::array<std::string_view, 5> kOtherNames = {"transcript", "summary", "notes", "language",
                                                         "follow_up"};

bool is_id(std::string_view id) {
  constexpr std::size_t kLongest = 40;
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  return !id.empty() && id.size() <= kLongest && is_small(id[0]) &&
         std::ranges::all_of(id, [&](char c) { return is_small(c) || (c >= '0' && c <= '9') || c == '_'; });
}

class SettingsCheck {
 public:
  SettingsCheck(const InsightSettings& settings, const InsightLimits& limits)
      : settings_(settings), limits_(limits) {}

  Result<void> run() {
    each(settings_.services, limits_.services, "Service",
         [this](const Service& service, const std::string& item) { check_service(service, item); });
    each(settings_.fields, limits_.fields, "Field",
         [this](const CustomField& field, const std::string& item) { check_field(field, item); });
    check_thresholds();
    each(settings_.rules, limits_.rules, "Rule",
         [this](const TagRule& rule, const std::string& item) { check_rule(rule, item); });
    if (settings_.model.daily_tokens.value_or(0) < 0) {
      mistakes_.add("Model", "\"daily_tokens\" must not be negative");
    }
    return mistakes_.result();
  }

 private:
  template <class Item, class Check>
  void each(const std::vector<Item>& items, std::size_t most, std::string_view kind, Check check_item) {
    if (items.size() > most) {
      return mistakes_.add(std::string(kind) + "s", "there are more than " + std::to_string(most));
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto item = item_name(kind, i, items[i].id);
      if (!is_id(items[i].id)) {
        mistakes_.add(item, "\"id\" must be a small letter and up to 39 small letters, digits and _");
      } else if (!seen.insert(items[i].id).second) {
        mistakes_.add(item, "its id is there twice");
      }
      check_item(items[i], item);
    }
  }

  void check_text(std::string_view text, std::string_view key, std::size_t longest, const std::string& item) {
    if (characters(text) <= longest) return;
    mistakes_.add(item,
                  "\"" + std::string(key) + "\" is longer than " + std::to_string(longest) + " characters");
  }

  void check_name(std::string_view name, std::string_view key, const std::string& item) {
    if (is_blank(name)) mistakes_.add(item, "it has no name");
    check_text(name, key, limits_.name_length, item);
  }

  void check_texts(const std::vector<std::string>& texts, std::string_view key, std::size_t most,
                   std::size_t longest, const std::string& item) {
    if (texts.size() > most) {
      return mistakes_.add(item, "more than " + std::to_string(most) + " " + std::string(key));
    }
    for (const auto& text : texts) {
      if (is_blank(text)) return mistakes_.add(item, "one of the " + std::string(key) + " is empty");
      check_text(text, key, longest, item);
    }
  }

  void check_service(const Service& service, const std::string& item) {
    check_name(service.hebrew_name, "name_he", item);
    if (service.english_name != service.hebrew_name) check_name(service.english_name, "name_en", item);
    check_texts(service.keywords, "keywords", limits_.keywords, limits_.phrase_length, item);
    check_texts(service.examples, "examples", limits_.examples, limits_.sentence_length, item);
  }

  void check_field(const CustomField& field, const std::string& item) {
    if (is_standard_field(field.id) || is_part_of_every_call(field.id) ||
        std::ranges::find(kOtherNames, field.id) != kOtherNames.end()) {
      mistakes_.add(item, "every call has this already: take another id");
    }
    check_name(field.hebrew_name, "name_he", item);
    if (field.english_name != field.hebrew_name) check_name(field.english_name, "name_en", item);
    check_text(field.description, "description", limits_.sentence_length, item);
    check_texts(field.choices, "choices", limits_.choices, limits_.phrase_length, item);
    const std::set<std::string_view> different(field.choices.begin(), field.choices.end());
    if (different.size() < field.choices.size()) mistakes_.add(item, "a choice is there twice");
    if (field.type == FieldType::choice && field.choices.empty()) mistakes_.add(item, "it needs choices");
    if (field.type != FieldType::choice && !field.choices.empty()) {
      mistakes_.add(item, "only a choice has choices");
    }
  }

  void check_thresholds() {
    const auto& [sure, ask] = settings_.thresholds;
    const auto is_share = [](double value) { return value >= 0 && value <= 1; };
    if (!is_share(sure)) mistakes_.add("Thresholds", "\"sure\" must be from 0 to 1");
    if (!is_share(ask)) mistakes_.add("Thresholds", "\"ask\" must be from 0 to 1");
    if (ask > sure) mistakes_.add("Thresholds", "\"ask\" must not be above \"sure\"");
  }

  void check_rule(const TagRule& rule, const std::string& item) {
    check_name(rule.name, "name", item);
    if (rule.conditions.empty()) mistakes_.add(item, "it needs a condition");
    if (rule.conditions.size() > limits_.conditions) {
      return mistakes_.add(item, "more than " + std::to_string(limits_.conditions) + " conditions");
    }
    const ConditionCheck conditions{settings_, limits_, mistakes_};
    for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
      conditions.check(rule.conditions[i], item + ", condition " + std::to_string(i + 1));
    }
  }

  const InsightSettings& settings_;
  const InsightLimits& limits_;
  SettingsMistakes mistakes_;
};

}  // namespace

Result<void> check(const InsightSettings& settings, const InsightLimits& limits) {
  return SettingsCheck(settings, limits).run();
}

bool is_standard_field(std::string_view id) {
  return std::ranges::find(kStandardFields, id) != kStandardFields.end();
}

bool is_part_of_every_call(std::string_view name) {
  return std::ranges::find(kPartsOfACall, name) != kPartsOfACall.end();
}

}  // namespace kolog::domain
