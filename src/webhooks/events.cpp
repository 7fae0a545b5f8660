// SPDX-License-Identifier: Apache-2.0
#include "webhooks/events.h"

#include <cmath>
#include <utility>

#include <boost/json.hpp>

namespace kolog::webhooks {
namespace {

namespace json = boost::json;

double rounded(double confidence) {
  return std::round(confidence * 100) / 100;
}

json::value service_of(const domain::Insight& insight) {
  if (!insight.service) return nullptr;
  return json::object{{"id", insight.service->id},
                      {"name", insight.service->name},
                      {"confidence", rounded(insight.service->confidence)}};
}

json::value city_of(const domain::Insight& insight) {
  if (!insight.city) return nullptr;
  return json::object{{"name", insight.city->name}, {"confidence", rounded(insight.city->confidence)}};
}

std::string language_of(const CallEvent& event) {
  const auto language = event.call.language ? event.call.language : event.insight.language;
  return language ? std::string(to_string(*language)) : std::string{};
}

/// Empty where there is no recording.
std::string recording_url_of(const CallEvent& event) {
  if (event.call.recording_url.empty()) return {};
  std::string url = event.public_url;
  while (url.ends_with('/')) url.pop_back();
  return url.append("/api/calls/").append(event.call.call_sid).append("/download");
}

json::object data_of(const CallEvent& event) {
  const auto& call = event.call;
  json::value duration;
  if (call.duration) duration = call.duration->count();
  return {{"call_sid", call.call_sid},
          {"direction", to_string(call.direction)},
          {"from_number", call.from_number},
          {"to_number", call.to_number},
          {"started_at", format_rfc3339(call.created_at)},
          {"duration", std::move(duration)},
          {"transcript", event.transcript},
          {"transcript_source", call.transcript_source},
          {"language", language_of(event)},
          {"summary", call.summary.empty() ? event.insight.summary : call.summary},
          {"service", service_of(event.insight)},
          {"city", city_of(event.insight)},
          {"recording_url", recording_url_of(event)}};
}

std::string body_of(std::string_view type, Timestamp occurred_at, json::object data) {
  return json::serialize(
      json::object{{"type", type}, {"timestamp", format_rfc3339(occurred_at)}, {"data", std::move(data)}});
}

}  // namespace

std::string call_processed_body(const CallEvent& event) {
  return body_of(kCallProcessed, event.occurred_at, data_of(event));
}

std::string call_failed_body(const CallEvent& event) {
  auto data = data_of(event);
  data["failure"] = json::object{{"stage", event.call.failure_stage}, {"reason", event.call.failure_reason}};
  return body_of(kCallFailed, event.occurred_at, std::move(data));
}

std::string call_tagged_body(const CallEvent& event) {
  auto data = data_of(event);
  json::array tags;
  for (const auto& tag : event.tags) tags.push_back(json::object{{"id", tag.rule_id}, {"name", tag.name}});
  data["tags"] = std::move(tags);
  return body_of(kCallTagged, event.occurred_at, std::move(data));
}

std::string webhook_test_body(std::string_view endpoint_id, Timestamp occurred_at) {
  return body_of(kWebhookTest, occurred_at,
                 {{"endpoint_id", endpoint_id}, {"message", "This is a test: no call is behind it."}});
}

}  // namespace kolog::webhooks
