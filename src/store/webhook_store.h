// SPDX-License-Identifier: Apache-2.0
// The tables `webhook_endpoints`, `webhook_deliveries` and `webhook_attempts`: whom a business wants told,
// what it was told, and each request that was sent for it. Readings for a person name the business.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "domain/business.h"

namespace kolog::store {

inline constexpr std::string_view kPending = "pending";
inline constexpr std::string_view kDelivered = "delivered";
inline constexpr std::string_view kFailed = "failed";

struct Delivery {
  std::string id;  // the webhook-id
  std::string endpoint_id;
  std::string business_id;
  std::string call_sid;  // empty: of a test
  std::string event;
  std::string url;  // the endpoint's, read with the row
  std::string body;
  std::string state;  // `pending`, `delivered` or `failed`
  int attempts = 0;
  std::optional<int> last_status;
  std::string last_error;
  Timestamp created_at{};
  std::optional<Timestamp> delivered_at;     // the last time that it was taken
  std::optional<Timestamp> next_attempt_at;  // of a pending one; none: it waits for its endpoint to go on
};

/// One request and what came back.
struct DeliveryAttempt {
  int number = 0;  // from 1, counted on when a delivery is sent anew
  Timestamp at{};
  std::chrono::milliseconds duration{};
  std::string url;
  std::string address;           // that it was sent to; empty: it was not
  std::string request_headers;   // `Name: value`, a line each
  std::optional<int> status;     // none: no answer
  std::string response_headers;  // as above
  std::string response_body;     // its beginning
  std::string error;             // a sentence; empty when taken
};

struct DeliveryFilter {
  std::string endpoint_id = {};
  std::string state = {};
  std::string event = {};
  std::string call_sid = {};
  int limit = 50;
  std::string cursor = {};  // from DeliveryPage::next_cursor; empty: from the newest
};

struct DeliveryPage {
  std::vector<Delivery> deliveries;  // newest first
  long long total = 0;               // over all pages
  std::string next_cursor;           // empty: this was the last page
};

class WebhookStore {
 public:
  explicit WebhookStore(database::Session& session) : session_(session) {}

  void insert_endpoint(const domain::WebhookEndpoint& endpoint);
  std::vector<domain::WebhookEndpoint> endpoints(std::string_view business_id);
  std::optional<domain::WebhookEndpoint> endpoint_of(std::string_view business_id, std::string_view id);
  /// For workers, which act for whatever business it belongs to.
  std::optional<domain::WebhookEndpoint> find_endpoint(std::string_view id);
  /// Saves everything but its id, its business and when it was made.
  void save_endpoint(const domain::WebhookEndpoint& endpoint);
  bool remove_endpoint(std::string_view business_id, std::string_view id);
  /// It wants no more: what waits for it has failed, with `error`.
  void disable_endpoint(std::string_view id, std::string_view reason, std::string_view error);

  /// As `pending`.
  void insert_delivery(const Delivery& delivery);
  std::optional<Delivery> delivery_of(std::string_view business_id, std::string_view id);
  std::optional<Delivery> find_delivery(std::string_view id);
  std::vector<Delivery> deliveries_of_call(std::string_view business_id, std::string_view call_sid);
  DeliveryPage deliveries(std::string_view business_id, const DeliveryFilter& filter);
  /// Oldest first.
  std::vector<DeliveryAttempt> attempts_of(std::string_view delivery_id);
  /// The ids of what waits for an endpoint.
  std::vector<std::string> pending_of(std::string_view endpoint_id);

  /// One attempt more, which gets the next number, and the delivery's state after it. Nothing where the
  /// delivery has been deleted.
  void record_attempt(std::string_view id, std::string_view state, const DeliveryAttempt& attempt);
  /// When a pending delivery is tried next; none: not before its endpoint goes on.
  void set_next_attempt(std::string_view id, std::optional<Timestamp> at);
  /// To be sent anew, delivered ones too.
  void make_pending(std::string_view id, std::optional<Timestamp> next_attempt_at);
  /// No more attempts: a dead letter.
  void fail_delivery(std::string_view id, std::string_view error);
  /// How many deliveries of the call are not yet delivered.
  long long outstanding(std::string_view call_sid);

  /// Deletes up to `limit` deliveries that are over and of which nothing happened since `before`, with their
  /// attempts; how many.
  long long prune_log(Timestamp before, int limit);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
