// SPDX-License-Identifier: Apache-2.0
#include "store/webhook_store.h"

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

constexpr std::string_view kEndpointColumns =
    "SELECT id, business_id, url, events, secret, enabled, created_at FROM webhook_endpoints";
constexpr std::string_view kDeliveryColumns =
    "SELECT d.id, d.endpoint_id, d.business_id, d.call_sid, d.event, e.url, d.body, d.state, d.attempts, "
    "d.last_status, "
    "d.last_error, d.created_at, d.delivered_at FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = "
    "d.endpoint_id";

void read_endpoint(Query& query, domain::WebhookEndpoint& endpoint) {
  query.into(endpoint.id, endpoint.business_id, endpoint.url, endpoint.events, endpoint.secret,
             endpoint.enabled, endpoint.created_at);
}

std::vector<Delivery> all(Query& query) {
  std::vector<Delivery> deliveries;
  Delivery row;
  query.into(row.id, row.endpoint_id, row.business_id, row.call_sid, row.event, row.url, row.body, row.state,
             row.attempts, row.last_status, row.last_error, row.created_at, row.delivered_at);
  while (query.next()) deliveries.push_back(row);
  return deliveries;
}

}  // namespace

void WebhookStore::insert_endpoint(const domain::WebhookEndpoint& endpoint) {
  Query(session_,
        "INSERT INTO webhook_endpoints (id, business_id, url, events, secret, enabled, created_at) VALUES "
        "(:id, :business, "
        ":url, :events, :secret, :enabled, :created)")
      .with("id", endpoint.id)
      .with("business", endpoint.business_id)
      .with("url", endpoint.url)
      .with("events", endpoint.events)
      .with("secret", endpoint.secret)
      .with("enabled", endpoint.enabled)
      .with("created", endpoint.created_at)
      .run();
}

std::vector<domain::WebhookEndpoint> WebhookStore::endpoints(std::string_view business_id) {
  std::vector<domain::WebhookEndpoint> endpoints;
  domain::WebhookEndpoint endpoint;
  Query query(session_,
              std::string(kEndpointColumns) + " WHERE business_id = :business ORDER BY created_at, id");
  query.with("business", business_id);
  read_endpoint(query, endpoint);
  while (query.next()) endpoints.push_back(endpoint);
  return endpoints;
}

std::optional<domain::WebhookEndpoint> WebhookStore::find_endpoint(std::string_view id) {
  domain::WebhookEndpoint endpoint;
  Query query(session_, std::string(kEndpointColumns) + " WHERE id = :id");
  query.with("id", id);
  read_endpoint(query, endpoint);
  if (!query.next()) return std::nullopt;
  return endpoint;
}

bool WebhookStore::remove_endpoint(std::string_view business_id, std::string_view id) {
  return Query(session_, "DELETE FROM webhook_endpoints WHERE business_id = :business AND id = :id")
             .with("business", business_id)
             .with("id", id)
             .run() > 0;
}

void WebhookStore::disable_endpoint(std::string_view id) {
  Query(session_, "UPDATE webhook_endpoints SET enabled = 0 WHERE id = :id").with("id", id).run();
}

void WebhookStore::insert_delivery(const Delivery& delivery) {
  Query(session_,
        "INSERT INTO webhook_deliveries (id, endpoint_id, business_id, call_sid, event, body, state, "
        "created_at) VALUES (:id, "
        ":endpoint, :business, :call, :event, :body, 'pending', :created)")
      .with("id", delivery.id)
      .with("endpoint", delivery.endpoint_id)
      .with("business", delivery.business_id)
      .with("call", delivery.call_sid)
      .with("event", delivery.event)
      .with("body", delivery.body)
      .with("created", delivery.created_at)
      .run();
}

std::optional<Delivery> WebhookStore::find_delivery(std::string_view id) {
  Query query(session_, std::string(kDeliveryColumns) + " WHERE d.id = :id");
  auto found = all(query.with("id", id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Delivery> WebhookStore::deliveries_of_call(std::string_view business_id,
                                                       std::string_view call_sid) {
  Query query(session_,
              std::string(kDeliveryColumns) +
                  " WHERE d.business_id = :business AND d.call_sid = :call ORDER BY d.created_at, d.id");
  return all(query.with("business", business_id).with("call", call_sid));
}

std::vector<Delivery> WebhookStore::deliveries(std::string_view business_id, int limit) {
  Query query(session_, std::string(kDeliveryColumns) +
                            " WHERE d.business_id = :business ORDER BY d.created_at DESC, d.id LIMIT :count");
  return all(query.with("business", business_id).with("count", limit));
}

long long WebhookStore::count_deliveries(std::string_view business_id) {
  long long count = 0;
  Query(session_, "SELECT COUNT(*) FROM webhook_deliveries WHERE business_id = :business")
      .with("business", business_id)
      .into(count)
      .next();
  return count;
}

void WebhookStore::record_attempt(std::string_view id, std::string_view state, std::optional<int> status,
                                  std::string_view error, std::optional<Timestamp> delivered_at) {
  Query(session_,
        "UPDATE webhook_deliveries SET state = :state, attempts = attempts + 1, last_status = :status, "
        "last_error = :error, "
        "delivered_at = :delivered WHERE id = :id")
      .with("state", state)
      .with("status", status)
      .with("error", error)
      .with("delivered", delivered_at)
      .with("id", id)
      .run();
}

void WebhookStore::fail_delivery(std::string_view id, std::string_view error) {
  Query(session_, "UPDATE webhook_deliveries SET state = 'failed', last_error = :error WHERE id = :id")
      .with("error", error)
      .with("id", id)
      .run();
}

long long WebhookStore::outstanding(std::string_view call_sid) {
  long long count = 0;
  Query(session_, "SELECT COUNT(*) FROM webhook_deliveries WHERE call_sid = :call AND state <> 'delivered'")
      .with("call", call_sid)
      .into(count)
      .next();
  return count;
}

}  // namespace kolog::store
