// SPDX-License-Identifier: Apache-2.0
#include "webhooks/sender.h"

#include <algorithm>
#include <utility>

#include "http/retry_after.h"
#include "webhooks/standard_webhook.h"

namespace kolog::webhooks {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kConnectTimeout{5'000};  // to one of an endpoint's addresses
constexpr int kGone = 410;

DeliveryOutcome not_sent(const Error& error) {
  DeliveryOutcome outcome;
  outcome.state = is_retryable(error.code) ? DeliveryState::retry : DeliveryState::refused;
  outcome.error = error.public_message;
  outcome.retry_after = error.retry_after;
  return outcome;
}

DeliveryOutcome outcome_of(http::ClientResponse response) {
  DeliveryOutcome outcome;
  outcome.status = response.status;
  outcome.response = std::move(response.headers);
  outcome.body = std::move(response.body);
  if (outcome.status >= 200 && outcome.status < 300) {
    outcome.state = DeliveryState::delivered;
    return outcome;
  }
  outcome.error = "The endpoint answered " + std::to_string(outcome.status);
  if (outcome.status == kGone) {
    outcome.state = DeliveryState::disabled;
    outcome.error = "The endpoint is gone (410)";
  } else if (outcome.status >= 300 && outcome.status < 400) {
    outcome.error += ": redirects are not followed";
  } else {
    outcome.retry_after = http::retry_after(outcome.response);
  }
  return outcome;
}

Result<http::ClientRequest> request_for(const Message& message) {
  auto headers = signature_headers(message.secrets, message.id, message.timestamp, message.body);
  if (!headers) return headers.error();
  http::ClientRequest request;
  request.method = "POST";
  request.url = message.url;
  request.headers = *std::move(headers);
  request.headers.set("Content-Type", "application/json");
  request.headers.set("User-Agent", "Kolog");
  request.body = message.body;
  return request;
}

}  // namespace

Sender::Sender(Settings settings, http::Client& client, AddressPolicy policy)
    : settings_(settings), client_(client), policy_(std::move(policy)) {}

DeliveryOutcome Sender::send(const Message& message) {
  const auto started = steady_clock::now();
  auto outcome = attempt(message);
  outcome.duration = duration_cast<milliseconds>(steady_clock::now() - started);
  return outcome;
}

DeliveryOutcome Sender::attempt(const Message& message) {
  const auto deadline = steady_clock::now() + settings_.timeout;
  const auto addresses = policy_.addresses_for(message.url);
  if (!addresses) return not_sent(addresses.error());
  auto request = request_for(message);
  if (!request) return not_sent(request.error());
  http::ExchangeRecord record;
  request->record = &record;
  request->body_sample = settings_.kept_body;
  DeliveryOutcome outcome;
  outcome.error = "The endpoint's host was not found in time";
  for (const auto& address : *addresses) {
    const auto left = duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) break;
    record = {};
    request->connect_to = address;
    request->timeout = left;
    request->connect_timeout = std::min(left, kConnectTimeout);
    auto response = client_.send(*request);
    if (response) {
      outcome = outcome_of(*std::move(response));
    } else {
      outcome = {};
      outcome.error = record.connected ? "The endpoint did not answer" : "The endpoint cannot be reached";
      if (!record.failure.empty()) outcome.error += ": " + record.failure;
      outcome.retry_after = response.error().retry_after;
    }
    outcome.address = address;
    outcome.request = record.sent;
    // Once the request may have arrived, another address would get it a second time.
    if (response || record.connected) break;
  }
  return outcome;
}

}  // namespace kolog::webhooks
