// SPDX-License-Identifier: Apache-2.0
#include "domain/condition_json.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <variant>

#include <boost/json.hpp>

namespace kolog::domain {
namespace {

namespace json = boost::json;
using std::chrono::minutes;

constexpr std::array<std::string_view, 7> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                                   "thursday", "friday", "saturday"};
constexpr minutes kDayLength{1440};

json::value seconds_or_null(const std::optional<std::chrono::seconds>& seconds) {
  if (!seconds) return nullptr;
  return seconds->count();
}

json::array list_of(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

std::string clock_text(minutes of_day) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(of_day.count() / 60),
                static_cast<int>(of_day.count() % 60));
  return text.data();
}

std::optional<minutes> parse_clock(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  const minutes time{hour * 60 + minute};
  if (minute > 59 || time > kDayLength) return std::nullopt;
  return time;
}

json::object object_of(const WordsCondition& words) {
  return {{"type", "words"},
          {"phrases", list_of(words.phrases)},
          {"speaker", words.speaker == Speaker::unknown ? "any" : to_string(words.speaker)},
          {"within_first", seconds_or_null(words.within_first)},
          {"within_last", seconds_or_null(words.within_last)}};
}

json::object object_of(const FieldCondition& field) {
  return {
      {"type", "field"}, {"field", field.field}, {"operator", to_string(field.op)}, {"value", field.value}};
}

json::object object_of(const SilenceCondition& silence) {
  return {{"type", "silence"}, {"longer_than", silence.longer_than.count()}};
}

json::object object_of(const DurationCondition& duration) {
  return {{"type", "duration"},
          {"longer_than", seconds_or_null(duration.longer_than)},
          {"shorter_than", seconds_or_null(duration.shorter_than)}};
}

json::object object_of(const TimeCondition& time) {
  json::array days;
  for (const int day : time.days) {
    if (day >= 0 && day < 7) days.push_back(json::value(kDays[static_cast<std::size_t>(day)]));
  }
  return {{"type", "time"},
          {"days", std::move(days)},
          {"from", clock_text(time.from)},
          {"to", clock_text(time.to)}};
}

WordsCondition read_words(const SettingsMembers& members, UnknownKeys unknown) {
  members.allow({"type", "phrases", "speaker", "within_first", "within_last", "not"}, unknown);
  WordsCondition words;
  words.phrases = members.texts("phrases");
  const auto speaker = members.text("speaker");
  words.speaker = parse_speaker(speaker);
  if (words.speaker == Speaker::unknown && !speaker.empty() && speaker != "any") {
    members.mistake("\"speaker\" must be any, caller or agent");
  }
  words.within_first = members.seconds("within_first");
  words.within_last = members.seconds("within_last");
  return words;
}

FieldCondition read_field(const SettingsMembers& members, UnknownKeys unknown) {
  members.allow({"type", "field", "operator", "value", "not"}, unknown);
  FieldCondition field;
  field.field = members.text("field");
  const auto op = parse_field_operator(members.text("operator"));
  if (!op) {
    members.mistake("\"operator\" must be is, is_not, contains, is_set, is_empty, at_least or at_most");
  }
  field.op = op.value_or(FieldOperator::is);
  field.value = members.text("value");
  return field;
}

SilenceCondition read_silence(const SettingsMembers& members, UnknownKeys unknown) {
  members.allow({"type", "longer_than", "not"}, unknown);
  const auto longer_than = members.seconds("longer_than");
  if (!longer_than) members.mistake("\"longer_than\" is missing");
  return {longer_than.value_or(SilenceCondition{}.longer_than)};
}

DurationCondition read_duration(const SettingsMembers& members, UnknownKeys unknown) {
  members.allow({"type", "longer_than", "shorter_than", "not"}, unknown);
  return {members.seconds("longer_than"), members.seconds("shorter_than")};
}

minutes read_clock(const SettingsMembers& members, std::string_view key, minutes missing) {
  const auto text = members.text(key);
  if (text.empty()) return missing;
  const auto time = parse_clock(text);
  if (!time) members.mistake("\"" + std::string(key) + "\" must be a time such as 18:00");
  return time.value_or(missing);
}

TimeCondition read_time(const SettingsMembers& members, UnknownKeys unknown) {
  members.allow({"type", "days", "from", "to", "not"}, unknown);
  TimeCondition time;
  for (const auto& name : members.texts("days")) {
    const auto day = std::ranges::find(kDays, name);
    if (day == kDays.end()) {
      members.mistake("\"days\" must be English names in small letters, such as sunday");
      break;
    }
    time.days.push_back(static_cast<int>(day - kDays.begin()));
  }
  time.from = read_clock(members, "from", minutes{0});
  time.to = read_clock(members, "to", kDayLength);
  return time;
}

}  // namespace

json::object to_json(const Condition& condition) {
  auto object = std::visit([](const auto& what) { return object_of(what); }, condition.what);
  object["not"] = condition.negated;
  return object;
}

std::optional<Condition> read_condition(const SettingsMembers& members, UnknownKeys unknown) {
  const auto type = members.text("type");
  Condition condition;
  condition.negated = members.flag("not", false);
  if (type == "words") {
    condition.what = read_words(members, unknown);
  } else if (type == "field") {
    condition.what = read_field(members, unknown);
  } else if (type == "silence") {
    condition.what = read_silence(members, unknown);
  } else if (type == "duration") {
    condition.what = read_duration(members, unknown);
  } else if (type == "time") {
    condition.what = read_time(members, unknown);
  } else {
    members.mistake("\"type\" must be words, field, silence, duration or time");
    return std::nullopt;
  }
  return condition;
}

}  // namespace kolog::domain
