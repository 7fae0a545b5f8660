// SPDX-License-Identifier: Apache-2.0
#include "api/webhook_deliveries_resource.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "api/call_json.h"
#include "api/json_response.h"
#include "api/query_parameters.h"
#include "store/webhook_store.h"
#include "webhooks/events.h"
#include "webhooks/log_text.h"
#include "workflow/webhook_outbox.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using Answer = RouteTable::Answer;

constexpr std::size_t kLongestWord = 64;

Error wrong(std::string message) {
  return failure(ErrorCode::invalid_request, std::move(message));
}

Error delivery_not_found() {
  return failure(ErrorCode::not_found, "There is no such delivery");
}

/// A cursor that is none would silently give the first page for ever.
Result<std::string> cursor_parameter(const http::Parameters& query) {
  const auto text = http::find(query, "cursor").value_or("");
  if (text.empty()) return std::string{};
  const auto mark = text.find('~');
  const auto time = mark != text.npos ? parse_time(text.substr(0, mark)) : wrong("");
  if (!time || !text.substr(mark + 1).starts_with("msg_")) return wrong("\"cursor\" is not one of ours");
  return format_database_time(*time).append(text.substr(mark));
}

/// A word that is none of these would silently find nothing.
Result<std::string> one_of(const http::Parameters& query, std::string_view name,
                           std::initializer_list<std::string_view> words) {
  auto value = text_parameter(query, name, kLongestWord);
  if (!value || value->empty() || std::ranges::find(words, *value) != words.end()) return value;
  std::string choices;
  for (const auto word : words) choices.append(choices.empty() ? "" : ", ").append(word);
  return wrong("\"" + std::string(name) + "\" must be one of " + choices);
}

Result<store::DeliveryFilter> filter_of(const http::Parameters& query) {
  const auto names = check_names(query, {"endpoint_id", "state", "event", "call_sid", "limit", "cursor"});
  if (!names) return names.error();
  store::DeliveryFilter filter;
  for (const auto& [target, value] :
       {std::pair(&filter.endpoint_id, text_parameter(query, "endpoint_id", kLongestWord)),
        std::pair(&filter.call_sid, text_parameter(query, "call_sid", kLongestWord)),
        std::pair(&filter.state,
                  one_of(query, "state", {store::kPending, store::kDelivered, store::kFailed})),
        std::pair(&filter.event,
                  one_of(query, "event",
                         {webhooks::kCallProcessed, webhooks::kCallFailed, webhooks::kWebhookTest})),
        std::pair(&filter.cursor, cursor_parameter(query))}) {
    if (!value) return value.error();
    *target = *value;
  }
  const auto limit = limit_parameter(query);
  if (!limit) return limit.error();
  filter.limit = *limit;
  return filter;
}

json::object item_json(const store::Delivery& delivery) {
  auto item = delivery_json(delivery);
  item["call_sid"] = text_or_null(delivery.call_sid);
  item["endpoint_id"] = delivery.endpoint_id;
  item["last_error"] = delivery.last_error;
  return item;
}

json::array headers_json(const std::string& lines) {
  json::array array;
  for (const auto& [name, value] : webhooks::headers_of(lines)) {
    array.push_back({{"name", name}, {"value", value}});
  }
  return array;
}

json::object attempt_json(const store::DeliveryAttempt& attempt) {
  json::value status;
  if (attempt.status) status = *attempt.status;
  return {{"number", attempt.number},
          {"at", format_rfc3339(attempt.at)},
          {"duration_ms", attempt.duration.count()},
          {"url", attempt.url},
          {"address", text_or_null(attempt.address)},
          {"request_headers", headers_json(attempt.request_headers)},
          {"status", std::move(status)},
          {"response_headers", headers_json(attempt.response_headers)},
          {"response_body", attempt.response_body},
          {"error", attempt.error}};
}

Answer list_deliveries(Context& context, const Principal& principal, const http::Request& request) {
  const auto filter = filter_of(request.query);
  if (!filter) return filter.error();
  return context.database.read([&](database::Session& session) -> Answer {
    const auto page = store::WebhookStore(session).deliveries(principal.business_id, *filter);
    json::array items;
    for (const auto& delivery : page.deliveries) items.push_back(item_json(delivery));
    return json_response(200, page_json(std::move(items), page.total, page.next_cursor));
  });
}

Answer get_delivery(Context& context, const Principal& principal, const http::Request& request) {
  return context.database.read([&](database::Session& session) -> Answer {
    store::WebhookStore webhooks(session);
    const auto delivery = webhooks.delivery_of(principal.business_id, request.captures.at("id"));
    if (!delivery) return delivery_not_found();
    auto detail = item_json(*delivery);
    json::array attempts;
    for (const auto& attempt : webhooks.attempts_of(delivery->id)) attempts.push_back(attempt_json(attempt));
    detail["body"] = delivery->body;
    detail["attempt_log"] = std::move(attempts);
    return json_response(200, detail);
  });
}

Answer replay(Context& context, const Principal& principal, const http::Request& request) {
  const auto owner = require_owner(principal);
  if (!owner) return owner.error();
  return context.database.transact([&](database::Session& session) -> Answer {
    store::WebhookStore webhooks(session);
    const auto delivery = webhooks.delivery_of(principal.business_id, request.captures.at("id"));
    const auto endpoint = delivery ? webhooks.find_endpoint(delivery->endpoint_id) : std::nullopt;
    if (!endpoint) return delivery_not_found();
    if (!endpoint->enabled) return failure(ErrorCode::conflict, "The endpoint is switched off");
    if (delivery->state == store::kPending) {
      return failure(ErrorCode::conflict, "The delivery still waits to be sent");
    }
    workflow::repeat_delivery(session, context.clock.now(), *endpoint, *delivery);
    const auto repeated = webhooks.delivery_of(principal.business_id, delivery->id);
    return json_response(202, item_json(repeated.value_or(*delivery)));
  });
}

}  // namespace

void add_webhook_deliveries_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/webhook-deliveries", list_deliveries);
  routes.add_for_business("GET", "/api/webhook-deliveries/{id}", get_delivery);
  routes.add_for_business("POST", "/api/webhook-deliveries/{id}/replay", replay);
}

}  // namespace kolog::api
