// SPDX-License-Identifier: Apache-2.0
#include "store/webhook_store.h"

#include <utility>

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

constexpr std::string_view kEndpointColumns =
    "SELECT id, business_id, url, events, secret, previous_secret, previous_secret_until, enabled, paused, "
    "disabled_reason, created_at FROM webhook_endpoints";
constexpr std::string_view kDeliveryColumns =
    "SELECT d.id, d.endpoint_id, d.business_id, d.call_sid, d.event, e.url, d.body, d.state, d.attempts, "
    "d.last_status, d.last_error, d.created_at, d.delivered_at, d.next_attempt_at FROM webhook_deliveries d "
    "JOIN webhook_endpoints e ON e.id = d.endpoint_id";

void read_endpoint(Query& query, domain::WebhookEndpoint& endpoint) {
  query.into(endpoint.id, endpoint.business_id, endpoint.url, endpoint.events, endpoint.secret,
             endpoint.previous_secret, endpoint.previous_secret_until, endpoint.enabled, endpoint.paused,
             endpoint.disabled_reason, endpoint.created_at);
}

std::optional<domain::WebhookEndpoint> first_endpoint(Query& query) {
  domain::WebhookEndpoint endpoint;
  read_endpoint(query, endpoint);
  if (!query.next()) return std::nullopt;
  return endpoint;
}

void bind_changeable(Query& query, const domain::WebhookEndpoint& endpoint) {
  query.with("id", endpoint.id)
      .with("url", endpoint.url)
      .with("events", endpoint.events)
      .with("secret", endpoint.secret)
      .with("previous", endpoint.previous_secret)
      .with("previous_until", endpoint.previous_secret_until)
      .with("enabled", endpoint.enabled)
      .with("paused", endpoint.paused)
      .with("reason", endpoint.disabled_reason);
}

std::vector<Delivery> all(Query& query) {
  std::vector<Delivery> deliveries;
  Delivery row;
  query.into(row.id, row.endpoint_id, row.business_id, row.call_sid, row.event, row.url, row.body, row.state,
             row.attempts, row.last_status, row.last_error, row.created_at, row.delivered_at,
             row.next_attempt_at);
  while (query.next()) deliveries.push_back(row);
  return deliveries;
}

std::optional<Delivery> first(Query& query) {
  auto found = all(query);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

/// A test is about no call.
std::optional<std::string> or_null(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string(text);
}

/// The conditions of a filter and their values, for the page and for its total alike.
struct Conditions {
  std::string sql = " WHERE d.business_id = :business";
  std::vector<std::pair<const char*, std::string>> values;

  void add_if_asked(std::string_view column, const char* name, const std::string& value) {
    if (value.empty()) return;
    sql.append(" AND ").append(column).append(" = :").append(name);
    values.emplace_back(name, value);
  }
  void bind(Query& query) const {
    for (const auto& [name, value] : values) query.with(name, value);
  }
};

Conditions conditions_of(std::string_view business_id, const DeliveryFilter& filter) {
  Conditions conditions;
  conditions.values.emplace_back("business", std::string(business_id));
  conditions.add_if_asked("d.endpoint_id", "endpoint", filter.endpoint_id);
  conditions.add_if_asked("d.state", "state", filter.state);
  conditions.add_if_asked("d.event", "event", filter.event);
  conditions.add_if_asked("d.call_sid", "call", filter.call_sid);
  return conditions;
}

constexpr char kCursorMark = '~';

}  // namespace

void WebhookStore::insert_endpoint(const domain::WebhookEndpoint& endpoint) {
  Query query(session_,
              "INSERT INTO webhook_endpoints (id, business_id, url, events, secret, previous_secret, "
              "previous_secret_until, enabled, paused, disabled_reason, created_at) VALUES (:id, :business, "
              ":url, :events, :secret, :previous, :previous_until, :enabled, :paused, :reason, :created)");
  bind_changeable(query, endpoint);
  query.with("business", endpoint.business_id).with("created", endpoint.created_at).run();
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

std::optional<domain::WebhookEndpoint> WebhookStore::endpoint_of(std::string_view business_id,
                                                                 std::string_view id) {
  Query query(session_, std::string(kEndpointColumns) + " WHERE business_id = :business AND id = :id");
  return first_endpoint(query.with("business", business_id).with("id", id));
}

std::optional<domain::WebhookEndpoint> WebhookStore::find_endpoint(std::string_view id) {
  Query query(session_, std::string(kEndpointColumns) + " WHERE id = :id");
  return first_endpoint(query.with("id", id));
}

void WebhookStore::save_endpoint(const domain::WebhookEndpoint& endpoint) {
  Query query(
      session_,
      "UPDATE webhook_endpoints SET url = :url, events = :events, secret = :secret, previous_secret = "
      ":previous, previous_secret_until = :previous_until, enabled = :enabled, paused = :paused, "
      "disabled_reason = :reason WHERE id = :id");
  bind_changeable(query, endpoint);
  query.run();
}

bool WebhookStore::remove_endpoint(std::string_view business_id, std::string_view id) {
  return Query(session_, "DELETE FROM webhook_endpoints WHERE business_id = :business AND id = :id")
             .with("business", business_id)
             .with("id", id)
             .run() > 0;
}

void WebhookStore::disable_endpoint(std::string_view id, std::string_view reason, std::string_view error) {
  Query(session_, "UPDATE webhook_endpoints SET enabled = 0, disabled_reason = :reason WHERE id = :id")
      .with("reason", reason)
      .with("id", id)
      .run();
  Query(session_,
        "UPDATE webhook_deliveries SET state = 'failed', last_error = :error, next_attempt_at = NULL WHERE "
        "endpoint_id = :id AND state = 'pending'")
      .with("error", error)
      .with("id", id)
      .run();
}

void WebhookStore::insert_delivery(const Delivery& delivery) {
  Query(session_,
        "INSERT INTO webhook_deliveries (id, endpoint_id, business_id, call_sid, event, body, state, "
        "created_at, next_attempt_at) VALUES (:id, :endpoint, :business, :call, :event, :body, 'pending', "
        ":created, :next)")
      .with("id", delivery.id)
      .with("endpoint", delivery.endpoint_id)
      .with("business", delivery.business_id)
      .with("call", or_null(delivery.call_sid))
      .with("event", delivery.event)
      .with("body", delivery.body)
      .with("created", delivery.created_at)
      .with("next", delivery.next_attempt_at)
      .run();
}

std::optional<Delivery> WebhookStore::delivery_of(std::string_view business_id, std::string_view id) {
  Query query(session_, std::string(kDeliveryColumns) + " WHERE d.business_id = :business AND d.id = :id");
  return first(query.with("business", business_id).with("id", id));
}

std::optional<Delivery> WebhookStore::find_delivery(std::string_view id) {
  Query query(session_, std::string(kDeliveryColumns) + " WHERE d.id = :id");
  return first(query.with("id", id));
}

std::vector<Delivery> WebhookStore::deliveries_of_call(std::string_view business_id,
                                                       std::string_view call_sid) {
  Query query(session_,
              std::string(kDeliveryColumns) +
                  " WHERE d.business_id = :business AND d.call_sid = :call ORDER BY d.created_at, d.id");
  return all(query.with("business", business_id).with("call", call_sid));
}

DeliveryPage WebhookStore::deliveries(std::string_view business_id, const DeliveryFilter& filter) {
  auto conditions = conditions_of(business_id, filter);
  DeliveryPage page;
  Query count(session_, "SELECT COUNT(*) FROM webhook_deliveries d" + conditions.sql);
  conditions.bind(count);
  count.into(page.total).next();

  const auto mark = filter.cursor.find(kCursorMark);
  if (mark != std::string::npos) {
    conditions.sql +=
        " AND (d.created_at < :cursor_time OR (d.created_at = :cursor_time AND d.id < :cursor_id))";
    conditions.values.emplace_back("cursor_time", filter.cursor.substr(0, mark));
    conditions.values.emplace_back("cursor_id", filter.cursor.substr(mark + 1));
  }
  Query query(session_, std::string(kDeliveryColumns) + conditions.sql +
                            " ORDER BY d.created_at DESC, d.id DESC LIMIT :count");
  conditions.bind(query);
  // One more than asked for says whether there is another page.
  page.deliveries = all(query.with("count", filter.limit + 1));
  if (page.deliveries.size() > static_cast<std::size_t>(filter.limit)) {
    page.deliveries.pop_back();
    const auto& last = page.deliveries.back();
    page.next_cursor = format_database_time(last.created_at) + kCursorMark + last.id;
  }
  return page;
}

std::vector<DeliveryAttempt> WebhookStore::attempts_of(std::string_view delivery_id) {
  std::vector<DeliveryAttempt> attempts;
  DeliveryAttempt row;
  Query query(session_,
              "SELECT attempt, at, duration_ms, url, address, request_headers, status, response_headers, "
              "response_body, error FROM webhook_attempts WHERE delivery_id = :delivery ORDER BY attempt");
  query.with("delivery", delivery_id)
      .into(row.number, row.at, row.duration, row.url, row.address, row.request_headers, row.status,
            row.response_headers, row.response_body, row.error);
  while (query.next()) attempts.push_back(row);
  return attempts;
}

std::vector<std::string> WebhookStore::pending_of(std::string_view endpoint_id) {
  std::vector<std::string> ids;
  std::string id;
  Query query(
      session_,
      "SELECT id FROM webhook_deliveries WHERE endpoint_id = :endpoint AND state = 'pending' ORDER BY "
      "created_at, id");
  query.with("endpoint", endpoint_id).into(id);
  while (query.next()) ids.push_back(id);
  return ids;
}

void WebhookStore::record_attempt(std::string_view id, std::string_view state,
                                  const DeliveryAttempt& attempt) {
  const auto delivered_at = state == kDelivered ? std::optional(attempt.at + attempt.duration) : std::nullopt;
  Query(
      session_,
      "UPDATE webhook_deliveries SET state = :state, attempts = attempts + 1, last_status = :status, "
      "last_error = :error, delivered_at = COALESCE(:delivered, delivered_at), next_attempt_at = NULL WHERE "
      "id = :id")
      .with("state", state)
      .with("status", attempt.status)
      .with("error", attempt.error)
      .with("delivered", delivered_at)
      .with("id", id)
      .run();
  Query(
      session_,
      "INSERT INTO webhook_attempts (delivery_id, attempt, at, duration_ms, url, address, request_headers, "
      "status, response_headers, response_body, error) SELECT id, attempts, :at, :duration, :url, :address, "
      ":request, :status, :response, :body, :error FROM webhook_deliveries WHERE id = :id")
      .with("at", attempt.at)
      .with("duration", attempt.duration)
      .with("url", attempt.url)
      .with("address", attempt.address)
      .with("request", attempt.request_headers)
      .with("status", attempt.status)
      .with("response", attempt.response_headers)
      .with("body", attempt.response_body)
      .with("error", attempt.error)
      .with("id", id)
      .run();
}

void WebhookStore::set_next_attempt(std::string_view id, std::optional<Timestamp> at) {
  Query(session_, "UPDATE webhook_deliveries SET next_attempt_at = :at WHERE id = :id AND state = 'pending'")
      .with("at", at)
      .with("id", id)
      .run();
}

void WebhookStore::make_pending(std::string_view id, std::optional<Timestamp> next_attempt_at) {
  Query(session_, "UPDATE webhook_deliveries SET state = 'pending', next_attempt_at = :at WHERE id = :id")
      .with("at", next_attempt_at)
      .with("id", id)
      .run();
}

void WebhookStore::fail_delivery(std::string_view id, std::string_view error) {
  Query(
      session_,
      "UPDATE webhook_deliveries SET state = 'failed', last_error = :error, next_attempt_at = NULL WHERE id "
      "= :id")
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

long long WebhookStore::prune_log(Timestamp before, int limit) {
  return Query(session_,
               "DELETE FROM webhook_deliveries WHERE id IN (SELECT d.id FROM webhook_deliveries d WHERE "
               "d.created_at < :before AND d.state <> 'pending' AND NOT EXISTS (SELECT 1 FROM "
               "webhook_attempts a WHERE a.delivery_id = d.id AND a.at >= :before) LIMIT :count)")
      .with("before", before)
      .with("count", limit)
      .run();
}

}  // namespace kolog::store
