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

json::object to_json(const Evidence& evidence) {
  json::value segment;
  if (evidence.segment) segment = *evidence.segment;
  return {{"text", evidence.text}, {"segment", std::move(segment)}};
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

Evidence evidence_of(const json::object& finding) {
  const auto* object = object_of(finding, "evidence");
  if (object == nullptr) return {};
  Evidence evidence{text_of(*object, "text"), std::nullopt};
  const auto* segment = object->if_contains("segment");
  if (segment != nullptr && segment->is_int64() && segment->get_int64() >= 0) {
    evidence.segment = static_cast<std::size_t>(segment->get_int64());
  }
  return evidence;
}

}  // namespace

std::optional<double> overall_confidence(const Insight& insight) {
  if (insight.service && insight.city) return std::min(insight.service->confidence, insight.city->confidence);
  if (insight.service) return insight.service->confidence;
  if (insight.city) return insight.city->confidence;
  return std::nullopt;
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
  for (const auto& [name, value] : insight.fields) fields[name] = value;
  return {{"language", std::move(language)},
          {"service", std::move(service)},
          {"city", std::move(city)},
          {"summary", insight.summary},
          {"fields", std::move(fields)}};
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
      if (field.is_string()) insight.fields[name] = std::string(field.get_string());
    }
  }
  return insight;
}

}  // namespace kolog::domain
