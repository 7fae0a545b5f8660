// SPDX-License-Identifier: Apache-2.0
#include "domain/insight_json.h"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

namespace kolog::domain {
namespace {

namespace json = boost::json;

double rounded(double confidence) {
  return std::round(confidence * 100) / 100;
}

json::value seconds_or_null(const std::optional<std::chrono::milliseconds>& time) {
  if (!time) return nullptr;
  return static_cast<double>(time->count()) / 1000;
}

json::object to_json(const FieldFinding& field) {
  return {{"value", field.value},
          {"confidence", rounded(field.confidence)},
          {"evidence", to_json(field.evidence)}};
}

json::value follow_up_json(const std::optional<FollowUp>& follow_up) {
  if (!follow_up) return nullptr;
  json::value due;
  if (!follow_up->due.empty()) due = follow_up->due;
  return {{"task", follow_up->task}, {"due", std::move(due)}, {"evidence", to_json(follow_up->evidence)}};
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string{};
}

double confidence_of(const json::object& object) {
  const auto* value = object.if_contains("confidence");
  return value != nullptr && value->is_number() ? std::clamp(value->to_number<double>(), 0.0, 1.0) : 0;
}

const json::object* object_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr ? value->if_object() : nullptr;
}

std::optional<std::chrono::milliseconds> time_of(const json::object& object, std::string_view name) {
  constexpr double kMostSeconds = 1e9;
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const auto seconds = value->to_number<double>();
  if (!(seconds >= 0 && seconds < kMostSeconds)) return std::nullopt;
  return std::chrono::milliseconds(std::llround(seconds * 1000));
}

Evidence read_evidence(const json::object& object) {
  Evidence evidence;
  evidence.text = text_of(object, "text");
  evidence.speaker = parse_speaker(text_of(object, "speaker"));
  evidence.start = time_of(object, "start");
  evidence.end = time_of(object, "end");
  const auto* segment = object.if_contains("segment");
  if (segment != nullptr && segment->is_int64() && segment->get_int64() >= 0) {
    evidence.segment = static_cast<std::size_t>(segment->get_int64());
  }
  return evidence;
}

Evidence evidence_of(const json::object& finding) {
  const auto* object = object_of(finding, "evidence");
  return object != nullptr ? read_evidence(*object) : Evidence{};
}

std::optional<FieldFinding> field_of(const json::value& value) {
  // A plain string is what was kept before fields had evidence.
  if (value.is_string()) return FieldFinding{std::string(value.get_string()), 0, {}};
  const auto* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  auto text = text_of(*object, "value");
  if (text.empty()) return std::nullopt;
  return FieldFinding{std::move(text), confidence_of(*object), evidence_of(*object)};
}

}  // namespace

json::object to_json(const Evidence& evidence) {
  json::value segment;
  if (evidence.segment) segment = *evidence.segment;
  return {{"text", evidence.text},
          {"segment", std::move(segment)},
          {"speaker", to_string(evidence.speaker)},
          {"start", seconds_or_null(evidence.start)},
          {"end", seconds_or_null(evidence.end)}};
}

json::array to_json(const std::vector<Evidence>& evidence) {
  json::array array;
  for (const auto& each : evidence) array.push_back(to_json(each));
  return array;
}

std::vector<Evidence> evidence_list_from_json(const json::value& value) {
  std::vector<Evidence> evidence;
  const auto* array = value.if_array();
  if (array == nullptr) return evidence;
  for (const auto& each : *array) {
    if (const auto* object = each.if_object()) evidence.push_back(read_evidence(*object));
  }
  return evidence;
}

json::object to_json(const Insight& insight) {
  json::value language;
  json::value service;
  json::value city;
  if (insight.language) language = to_string(*insight.language);
  if (insight.service) {
    service = json::object{{"id", insight.service->id},
                           {"name", insight.service->name},
                           {"confidence", rounded(insight.service->confidence)},
                           {"evidence", to_json(insight.service->evidence)}};
  }
  if (insight.city) {
    city = json::object{{"name", insight.city->name},
                        {"confidence", rounded(insight.city->confidence)},
                        {"evidence", to_json(insight.city->evidence)}};
  }
  json::object fields;
  for (const auto& [name, field] : insight.fields) fields[name] = to_json(field);
  json::value intent;
  json::value sentiment;
  if (insight.intent) intent = to_string(*insight.intent);
  if (insight.sentiment) sentiment = to_string(*insight.sentiment);
  return {{"language", std::move(language)},
          {"service", std::move(service)},
          {"city", std::move(city)},
          {"summary", insight.summary},
          {"fields", std::move(fields)},
          {"intent", std::move(intent)},
          {"outcome", to_string(insight.outcome)},
          {"urgency", to_string(insight.urgency)},
          {"follow_up", follow_up_json(insight.follow_up)},
          {"sentiment", std::move(sentiment)},
          {"engine", insight.engine}};
}

Result<Insight> insight_from_json(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return failure(ErrorCode::invalid_request, "Not an insight: no JSON object");
  Insight insight;
  insight.language = parse_language(text_of(*object, "language"));
  insight.summary = text_of(*object, "summary");
  if (const auto* service = object_of(*object, "service")) {
    insight.service = {text_of(*service, "id"), text_of(*service, "name"), confidence_of(*service),
                       evidence_of(*service)};
  }
  if (const auto* city = object_of(*object, "city")) {
    insight.city = {text_of(*city, "name"), confidence_of(*city), evidence_of(*city)};
  }
  if (const auto* fields = object_of(*object, "fields")) {
    for (const auto& [name, field] : *fields) {
      if (auto finding = field_of(field)) insight.fields[name] = *std::move(finding);
    }
  }
  insight.intent = parse_intent(text_of(*object, "intent"));
  insight.outcome = parse_outcome(text_of(*object, "outcome")).value_or(Outcome::none);
  insight.urgency = parse_urgency(text_of(*object, "urgency")).value_or(Urgency::normal);
  insight.sentiment = parse_sentiment(text_of(*object, "sentiment"));
  insight.engine = text_of(*object, "engine");
  if (const auto* follow_up = object_of(*object, "follow_up")) {
    insight.follow_up = {text_of(*follow_up, "task"), text_of(*follow_up, "due"), evidence_of(*follow_up)};
  }
  return insight;
}

}  // namespace kolog::domain
