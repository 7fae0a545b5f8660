// SPDX-License-Identifier: Apache-2.0
#include "domain/condition_check.h"

#include <algorithm>
#include <string>

#include "domain/field_value.h"

namespace kolog::domain {
namespace {

bool takes_no_value(FieldOperator op) {
  return op == FieldOperator::is_set || op == FieldOperator::is_empty;
}

bool compares_sizes(FieldOperator op) {
  return op == FieldOperator::at_least || op == FieldOperator::at_most;
}

class OneCondition {
 public:
  OneCondition(const ConditionCheck& of, std::string_view item) : of_(of), item_(item) {}

  void operator()(const WordsCondition& words) const {
    if (words.phrases.empty()) wrong("needs a phrase");
    if (words.phrases.size() > of_.limits.phrases) {
      wrong("has more than " + std::to_string(of_.limits.phrases) + " phrases");
    }
    for (const auto& phrase : words.phrases) {
      if (!has_letters(phrase)) wrong("a phrase has no words");
      if (characters(phrase) > of_.limits.phrase_length) {
        wrong("a phrase is longer than " + std::to_string(of_.limits.phrase_length) + " characters");
      }
    }
  }

  void operator()(const FieldCondition& field) const {
    const auto* own = own_field(field.field);
    if (own == nullptr && !is_standard_field(field.field) && !is_part_of_every_call(field.field)) {
      return wrong("\"field\" names no field that there is");
    }
    if (takes_no_value(field.op)) {
      if (!field.value.empty()) wrong("\"value\" must be empty with is_set and is_empty");
      return;
    }
    if (is_blank(field.value)) return wrong("\"value\" is missing");
    if (characters(field.value) > of_.limits.phrase_length) {
      return wrong("\"value\" is longer than " + std::to_string(of_.limits.phrase_length) + " characters");
    }
    if (compares_sizes(field.op)) return check_size(field, own);
    check_choice(field, own);
  }

  void operator()(const SilenceCondition& silence) const {
    if (silence.longer_than.count() < 1) wrong("\"longer_than\" must be at least a second");
  }

  void operator()(const DurationCondition& duration) const {
    if (!duration.longer_than && !duration.shorter_than) {
      wrong("needs \"longer_than\", \"shorter_than\" or both");
    } else if (duration.longer_than && duration.shorter_than &&
               *duration.longer_than >= *duration.shorter_than) {
      wrong("no call is longer than \"longer_than\" and shorter than \"shorter_than\"");
    }
  }

  void operator()(const TimeCondition& time) const {
    const bool whole_day = time.from.count() == 0 && time.to == std::chrono::minutes{1440};
    if (time.from == time.to) wrong("\"from\" and \"to\" are the same time");
    if (whole_day && time.days.empty()) wrong("needs days, or a time of the day");
    if (time.from == std::chrono::minutes{1440}) wrong("\"from\" must be before 24:00");
  }

 private:
  void wrong(std::string_view what) const { of_.mistakes.add(item_, what); }

  static bool has_letters(std::string_view phrase) {
    return std::ranges::any_of(phrase, [](unsigned char c) {
      return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
  }

  const CustomField* own_field(std::string_view id) const {
    const auto found = std::ranges::find(of_.settings.fields, id, &CustomField::id);
    return found != of_.settings.fields.end() ? &*found : nullptr;
  }

  void check_size(const FieldCondition& field, const CustomField* own) const {
    const auto number = parse_number(field.value);
    if (own != nullptr && own->type == FieldType::date) {
      if (!is_date(field.value)) wrong("\"value\" must be a date such as 2026-11-25");
    } else if (!number) {
      wrong("\"value\" must be a number");
    } else if (field.field == "confidence" && !(*number >= 0 && *number <= 1)) {
      wrong("\"value\" must be from 0 to 1");
    }
  }

  void check_choice(const FieldCondition& field, const CustomField* own) const {
    const auto& value = field.value;
    if (field.field == "confidence") return wrong("confidence is compared with at_least or at_most");
    if (field.op == FieldOperator::contains) return;
    if (field.field == "service" &&
        std::ranges::find(of_.settings.services, value, &Service::id) == of_.settings.services.end()) {
      wrong("\"value\" is none of the services");
    }
    const bool unknown_word = (field.field == "intent" && !parse_intent(value)) ||
                              (field.field == "outcome" && !parse_outcome(value)) ||
                              (field.field == "urgency" && !parse_urgency(value)) ||
                              (field.field == "sentiment" && !parse_sentiment(value));
    if (unknown_word) wrong("\"value\" is none of the words for " + field.field);
    if (own == nullptr) return;
    const bool is_listed = own->type == FieldType::choice || own->type == FieldType::yes_no;
    const auto mistake = is_listed ? value_mistake(*own, value) : std::string{};
    if (!mistake.empty()) wrong("\"value\" " + mistake);
  }

  const ConditionCheck& of_;
  std::string_view item_;
};

}  // namespace

std::size_t characters(std::string_view utf8_text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8_text, [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\n") == text.npos;
}

void ConditionCheck::check(const Condition& condition, std::string_view item) const {
  std::visit(OneCondition(*this, item), condition.what);
}

}  // namespace kolog::domain
