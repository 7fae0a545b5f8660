// SPDX-License-Identifier: Apache-2.0
// The tables `webhook_endpoints` and `webhook_deliveries`: whom a business wants told, and what it was told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "domain/business.h"

namespace kolog::store {

struct Delivery {
  std::string id;  // the webhook-id
  std::string endpoint_id;
  std::string business_id;
  std::string call_sid;
  std::string event;
  std::string url;  // the endpoint's, read with the row
  std::string body;
  std::string state;  // `pending`, `delivered` or `failed`
  int attempts = 0;
  std::optional<int> last_status;
  std::string last_error;
  Timestamp created_at{};
  std::optional<Timestamp> delivered_at;
};

class WebhookStore {
 public:
  explicit WebhookStore(database::Session& session) : session_(session) {}

  void insert_endpoint(const domain::WebhookEndpoint& endpoint);
  std::vector<domain::WebhookEndpoint> endpoints(std::string_view business_id);
  std::optional<domain::WebhookEndpoint> find_endpoint(std::string_view id);
  bool remove_endpoint(std::string_view business_id, std::string_view id);
  void disable_endpoint(std::string_view id);

  void insert_delivery(const Delivery& delivery);
  std::optional<Delivery> find_delivery(std::string_view id);
  std::vector<Delivery> deliveries_of_call(std::string_view business_id, std::string_view call_sid);
  std::vector<Delivery> deliveries(std::string_view business_id, int limit);
  long long count_deliveries(std::string_view business_id);
  /// One attempt more, and what came of it.
  void record_attempt(std::string_view id, std::string_view state, std::optional<int> status,
                      std::string_view error, std::optional<Timestamp> delivered_at);
  /// No more attempts: a dead letter.
  void fail_delivery(std::string_view id, std::string_view error);
  /// How many deliveries of the call are not yet delivered.
  long long outstanding(std::string_view call_sid);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
