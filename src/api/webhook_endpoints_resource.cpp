// SPDX-License-Identifier: Apache-2.0
#include "api/webhook_endpoints_resource.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/json.hpp>

#include "api/json_response.h"
#include "api/query_parameters.h"
#include "api/request_body.h"
#include "base/ids.h"
#include "store/webhook_store.h"
#include "webhooks/address_policy.h"
#include "webhooks/endpoint_secrets.h"
#include "webhooks/events.h"
#include "workflow/webhook_outbox.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using Answer = RouteTable::Answer;

constexpr std::size_t kLongestUrl = 2048;  // bytes

json::value time_or_null(const std::optional<Timestamp>& time) {
  if (!time) return nullptr;
  return json::value(format_rfc3339(*time));
}

json::object endpoint_json(const domain::WebhookEndpoint& endpoint, Timestamp now) {
  std::vector<std::string> events;
  boost::split(events, endpoint.events, boost::is_any_of(","));
  json::array list;
  for (const auto& event : events) list.push_back(json::value(event));
  auto previous_until = endpoint.previous_secret_until;
  if (previous_until && *previous_until <= now) previous_until.reset();
  return {{"id", endpoint.id},
          {"url", endpoint.url},
          {"events", std::move(list)},
          {"enabled", endpoint.enabled},
          {"paused", endpoint.paused},
          {"disabled_reason", text_or_null(endpoint.disabled_reason)},
          {"previous_secret_until", time_or_null(previous_until)},
          {"created_at", format_rfc3339(endpoint.created_at)}};
}

Error endpoint_not_found() {
  return failure(ErrorCode::not_found, "There is no such endpoint");
}

Answer list_endpoints(Context& context, const Principal& principal, const http::Request&) {
  return context.database.read([&](database::Session& session) -> Answer {
    json::array items;
    for (const auto& endpoint : store::WebhookStore(session).endpoints(principal.business_id)) {
      items.push_back(endpoint_json(endpoint, context.clock.now()));
    }
    const auto total = static_cast<long long>(items.size());
    return json_response(200, page_json(std::move(items), total, ""));
  });
}

Answer get_endpoint(Context& context, const Principal& principal, const http::Request& request) {
  return context.database.read([&](database::Session& session) -> Answer {
    const auto endpoint =
        store::WebhookStore(session).endpoint_of(principal.business_id, request.captures.at("id"));
    if (!endpoint) return endpoint_not_found();
    return json_response(200, endpoint_json(*endpoint, context.clock.now()));
  });
}

/// As the column keeps them: separated by commas, each once.
Result<std::string> events_of(const RequestBody& body) {
  const auto events = body.texts("events", 64);
  if (!events) return events.error();
  std::string list;
  constexpr std::array kEvents = {webhooks::kCallProcessed, webhooks::kCallFailed, webhooks::kCallTagged};
  for (const auto event : kEvents) {
    if (std::ranges::find(*events, event) != events->end())
      list.append(list.empty() ? "" : ",").append(event);
  }
  const auto is_unknown = [&](const std::string& event) {
    return std::ranges::find(kEvents, event) == kEvents.end();
  };
  if (list.empty() || std::ranges::any_of(*events, is_unknown)) {
    return failure(ErrorCode::invalid_request,
                   "\"events\" must list any of call.processed, call.failed and call.tagged");
  }
  return list;
}

Result<std::string> url_of(const Context& context, const RequestBody& body) {
  auto url = body.text("url", kLongestUrl);
  if (!url) return url;
  const auto acceptable = webhooks::AddressPolicy(context.settings.private_webhooks).check_url(*url);
  if (!acceptable) return acceptable.error();
  return url;
}

Answer create_endpoint(Context& context, const Principal& principal, const http::Request& request) {
  const auto owner = require_owner(principal);
  if (!owner) return owner.error();
  const auto body = RequestBody::parse(request, {"url", "events"});
  if (!body) return body.error();
  const auto url = url_of(context, *body);
  if (!url) return url.error();
  const auto events = events_of(*body);
  if (!events) return events.error();

  domain::WebhookEndpoint endpoint;
  endpoint.id = new_id("we_");
  endpoint.business_id = principal.business_id;
  endpoint.url = *url;
  endpoint.events = *events;
  endpoint.created_at = context.clock.now();
  const auto secret = webhooks::rotate_secret(context.secrets, endpoint, endpoint.created_at, {});
  return context.database.transact([&](database::Session& session) -> Answer {
    store::WebhookStore webhooks(session);
    if (webhooks.endpoints(principal.business_id).size() >= context.settings.webhook_endpoints_per_business) {
      return failure(ErrorCode::conflict, "There are too many endpoints: delete one first");
    }
    webhooks.insert_endpoint(endpoint);
    auto created = endpoint_json(endpoint, endpoint.created_at);
    created["secret"] = secret.reveal();
    return json_response(201, created);
  });
}

/// What an owner does to an endpoint of the business's own, in one transaction.
Answer for_own_endpoint(
    Context& context, const Principal& principal, const http::Request& request,
    const std::function<Answer(database::Session&, domain::WebhookEndpoint&, Timestamp now)>& work) {
  const auto owner = require_owner(principal);
  if (!owner) return owner.error();
  return context.database.transact([&](database::Session& session) -> Answer {
    auto endpoint =
        store::WebhookStore(session).endpoint_of(principal.business_id, request.captures.at("id"));
    if (!endpoint) return endpoint_not_found();
    return work(session, *endpoint, context.clock.now());
  });
}

struct EndpointChange {
  std::optional<std::string> url;
  std::optional<std::string> events;
  std::optional<bool> paused;
  bool enable = false;
};

Result<EndpointChange> change_of(const Context& context, const http::Request& request) {
  const auto body = RequestBody::parse(request, {"url", "events", "paused", "enabled"});
  if (!body) return body.error();
  EndpointChange change;
  if (body->contains("url")) {
    auto url = url_of(context, *body);
    if (!url) return url.error();
    change.url = *std::move(url);
  }
  if (body->contains("events")) {
    auto events = events_of(*body);
    if (!events) return events.error();
    change.events = *std::move(events);
  }
  const auto paused = body->optional_flag("paused");
  if (!paused) return paused.error();
  change.paused = *paused;
  const auto enabled = body->optional_flag("enabled");
  if (!enabled) return enabled.error();
  if (*enabled && !**enabled) {
    return failure(ErrorCode::invalid_request,
                   "\"enabled\" can be set to true only: pause or delete the endpoint");
  }
  change.enable = enabled->has_value();
  if (!change.url && !change.events && !change.paused && !change.enable) {
    return failure(ErrorCode::invalid_request,
                   "Say what to change: \"url\", \"events\", \"paused\" or \"enabled\"");
  }
  return change;
}

Answer change_endpoint(Context& context, const Principal& principal, const http::Request& request) {
  const auto owner = require_owner(principal);
  if (!owner) return owner.error();
  const auto change = change_of(context, request);
  if (!change) return change.error();
  return for_own_endpoint(
      context, principal, request,
      [&](database::Session& session, domain::WebhookEndpoint& endpoint, Timestamp now) -> Answer {
        if (change->url) endpoint.url = *change->url;
        if (change->events) endpoint.events = *change->events;
        if (change->paused) endpoint.paused = *change->paused;
        if (change->enable) {
          endpoint.enabled = true;
          endpoint.disabled_reason.clear();
        }
        store::WebhookStore(session).save_endpoint(endpoint);
        if (endpoint.enabled && !endpoint.paused) workflow::release_deliveries(session, now, endpoint.id);
        return json_response(200, endpoint_json(endpoint, now));
      });
}

Answer delete_endpoint(Context& context, const Principal& principal, const http::Request& request) {
  const auto owner = require_owner(principal);
  if (!owner) return owner.error();
  return context.database.transact([&](database::Session& session) -> Answer {
    if (!store::WebhookStore(session).remove_endpoint(principal.business_id, request.captures.at("id"))) {
      return endpoint_not_found();
    }
    return empty_response();
  });
}

Answer rotate_secret(Context& context, const Principal& principal, const http::Request& request) {
  return for_own_endpoint(
      context, principal, request,
      [&](database::Session& session, domain::WebhookEndpoint& endpoint, Timestamp now) -> Answer {
        const auto secret =
            webhooks::rotate_secret(context.secrets, endpoint, now, context.settings.webhook_secret_overlap);
        store::WebhookStore(session).save_endpoint(endpoint);
        auto rotated = endpoint_json(endpoint, now);
        rotated["secret"] = secret.reveal();
        return json_response(200, rotated);
      });
}

Answer send_test(Context& context, const Principal& principal, const http::Request& request) {
  return for_own_endpoint(
      context, principal, request,
      [](database::Session& session, domain::WebhookEndpoint& endpoint, Timestamp now) -> Answer {
        if (!endpoint.enabled) {
          return failure(ErrorCode::conflict, "The endpoint is switched off: set \"enabled\" first");
        }
        const auto id = workflow::queue_delivery(
            session, now, endpoint,
            {std::string(webhooks::kWebhookTest), "", webhooks::webhook_test_body(endpoint.id, now)});
        return json_response(202, json::object{{"id", id}});
      });
}

}  // namespace

void add_webhook_endpoints_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/webhook-endpoints", list_endpoints);
  routes.add_for_business("POST", "/api/webhook-endpoints", create_endpoint);
  routes.add_for_business("GET", "/api/webhook-endpoints/{id}", get_endpoint);
  routes.add_for_business("PATCH", "/api/webhook-endpoints/{id}", change_endpoint);
  routes.add_for_business("DELETE", "/api/webhook-endpoints/{id}", delete_endpoint);
  routes.add_for_business("POST", "/api/webhook-endpoints/{id}/rotate-secret", rotate_secret);
  routes.add_for_business("POST", "/api/webhook-endpoints/{id}/test", send_test);
}

}  // namespace kolog::api
