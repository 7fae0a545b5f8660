// SPDX-License-Identifier: Apache-2.0
#include "api/webhook_endpoints_resource.h"

#include <algorithm>
#include <utility>

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/json.hpp>

#include "api/json_response.h"
#include "api/query_parameters.h"
#include "api/request_body.h"
#include "base/ids.h"
#include "store/webhook_store.h"
#include "webhooks/address_policy.h"
#include "webhooks/events.h"
#include "webhooks/standard_webhook.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using Answer = RouteTable::Answer;

constexpr std::size_t kLongestUrl = 2048;   // bytes
constexpr std::size_t kMostEndpoints = 20;  // of one business: each is one more request a call

json::object endpoint_json(const domain::WebhookEndpoint& endpoint) {
  std::vector<std::string> events;
  boost::split(events, endpoint.events, boost::is_any_of(","));
  json::array list;
  for (const auto& event : events) list.push_back(json::value(event));
  return {{"id", endpoint.id},
          {"url", endpoint.url},
          {"events", std::move(list)},
          {"enabled", endpoint.enabled},
          {"created_at", format_rfc3339(endpoint.created_at)}};
}

Answer list_endpoints(Context& context, const Principal& principal, const http::Request&) {
  return context.database.read([&](database::Session& session) -> Answer {
    json::array items;
    for (const auto& endpoint : store::WebhookStore(session).endpoints(principal.business_id)) {
      items.push_back(endpoint_json(endpoint));
    }
    const auto total = static_cast<long long>(items.size());
    return json_response(200, page_json(std::move(items), total, ""));
  });
}

/// As the column keeps them: separated by commas, each once.
Result<std::string> events_of(const RequestBody& body) {
  const auto events = body.texts("events", 64);
  if (!events) return events.error();
  std::string list;
  for (const auto event : {webhooks::kCallProcessed, webhooks::kCallFailed}) {
    if (std::ranges::find(*events, event) != events->end())
      list.append(list.empty() ? "" : ",").append(event);
  }
  const auto is_unknown = [](const std::string& event) {
    return event != webhooks::kCallProcessed && event != webhooks::kCallFailed;
  };
  if (list.empty() || std::ranges::any_of(*events, is_unknown)) {
    return failure(ErrorCode::invalid_request, "\"events\" must list call.processed, call.failed or both");
  }
  return list;
}

Answer create_endpoint(Context& context, const Principal& principal, const http::Request& request) {
  const auto owner = require_owner(principal);
  if (!owner) return owner.error();
  const auto body = RequestBody::parse(request, {"url", "events"});
  if (!body) return body.error();
  const auto url = body->text("url", kLongestUrl);
  if (!url) return url.error();
  const auto acceptable = webhooks::AddressPolicy(context.settings.private_webhooks).check_url(*url);
  if (!acceptable) return acceptable.error();
  const auto events = events_of(*body);
  if (!events) return events.error();

  domain::WebhookEndpoint endpoint;
  endpoint.id = new_id("we_");
  endpoint.business_id = principal.business_id;
  endpoint.url = *url;
  endpoint.events = *events;
  endpoint.secret = webhooks::new_secret();
  endpoint.created_at = context.clock.now();
  return context.database.transact([&](database::Session& session) -> Answer {
    store::WebhookStore webhooks(session);
    if (webhooks.endpoints(principal.business_id).size() >= kMostEndpoints) {
      return failure(ErrorCode::conflict, "There are too many endpoints: delete one first");
    }
    webhooks.insert_endpoint(endpoint);
    auto created = endpoint_json(endpoint);
    created["secret"] = endpoint.secret;
    return json_response(201, created);
  });
}

Answer delete_endpoint(Context& context, const Principal& principal, const http::Request& request) {
  const auto owner = require_owner(principal);
  if (!owner) return owner.error();
  return context.database.transact([&](database::Session& session) -> Answer {
    if (!store::WebhookStore(session).remove_endpoint(principal.business_id, request.captures.at("id"))) {
      return failure(ErrorCode::not_found, "There is no such endpoint");
    }
    return empty_response();
  });
}

}  // namespace

void add_webhook_endpoints_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/webhook-endpoints", list_endpoints);
  routes.add_for_business("POST", "/api/webhook-endpoints", create_endpoint);
  routes.add_for_business("DELETE", "/api/webhook-endpoints/{id}", delete_endpoint);
}

}  // namespace kolog::api
