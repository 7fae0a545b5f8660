// SPDX-License-Identifier: Apache-2.0
// One attempt at delivering a webhook. Blocks the calling thread; may be called from any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/secret.h"
#include "http/client.h"
#include "webhooks/address_policy.h"

namespace kolog::webhooks {

struct Message {
  std::string url;
  std::string id;  // the same for every attempt
  Timestamp timestamp{};
  std::string body;  // JSON
  Secret secrets;    // separated by spaces while one is rotated
};

enum class DeliveryState {
  delivered,  // the receiver answered 2xx
  retry,      // not now
  disabled,   // the receiver answered 410: it wants no more
  refused,    // never: the URL, its address or the secret is not acceptable
};

struct DeliveryOutcome {
  DeliveryState state = DeliveryState::retry;
  int status = 0;     // the receiver's; 0: it did not answer
  std::string error;  // one short sentence for the business; empty when delivered
  std::optional<std::chrono::seconds> retry_after = std::nullopt;  // not before that, says the receiver

  // For the log.
  std::chrono::milliseconds duration{};
  std::string address;     // the last one tried; empty: not even that
  http::Headers request;   // the header fields as they went out
  http::Headers response;  // the receiver's
  std::string body = {};   // the beginning of what it answered, in whatever bytes
};

class Sender {
 public:
  struct Settings {
    std::chrono::milliseconds timeout{15'000};  // of one attempt
    std::size_t kept_body = 4096;               // bytes of an answer
  };

  /// `client` outlives this object.
  Sender(Settings settings, http::Client& client, AddressPolicy policy);

  DeliveryOutcome send(const Message& message);

 private:
  DeliveryOutcome attempt(const Message& message);

  const Settings settings_;
  http::Client& client_;
  AddressPolicy policy_;
};

}  // namespace kolog::webhooks
