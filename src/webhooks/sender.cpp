// SPDX-License-Identifier: Apache-2.0
#include "webhooks/sender.h"

#include <utility>

#include "http/retry_after.h"
#include "webhooks/standard_webhook.h"

namespace kolog::webhooks {
namespace {

constexpr std::chrono::seconds kTimeout{15};
constexpr int kGone = 410;

DeliveryOutcome not_sent(const Error& error) {
  const auto state = is_retryable(error.code) ? DeliveryState::retry : DeliveryState::refused;
  return {state, 0, error.public_message, error.retry_after};
}

DeliveryOutcome outcome_of(const http::ClientResponse& response) {
  const auto status = response.status;
  if (status >= 200 && status < 300) return {DeliveryState::delivered, status, {}};
  if (status == kGone) return {DeliveryState::disabled, status, "The endpoint is gone (410)"};
  const auto answered = "The endpoint answered " + std::to_string(status);
  if (status >= 300 && status < 400) {
    return {DeliveryState::retry, status, answered + ": redirects are not followed"};
  }
  return {DeliveryState::retry, status, answered, http::retry_after(response.headers)};
}

}  // namespace

Sender::Sender(http::Client& client, AddressPolicy policy) : client_(client), policy_(std::move(policy)) {}

DeliveryOutcome Sender::send(const Message& message) {
  const auto address = policy_.address_for(message.url);
  if (!address) return not_sent(address.error());
  auto headers = signature_headers(message.secrets, message.id, message.timestamp, message.body);
  if (!headers) return not_sent(headers.error());
  http::ClientRequest request;
  request.method = "POST";
  request.url = message.url;
  request.headers = *std::move(headers);
  request.headers.set("Content-Type", "application/json");
  request.headers.set("User-Agent", "Kolog");
  request.body = message.body;
  request.timeout = kTimeout;
  request.connect_to = *address;
  // The status alone counts.
  request.on_body = [](std::string_view) { return true; };
  const auto response = client_.send(request);
  if (!response)
    return {DeliveryState::retry, 0, "The endpoint did not answer", response.error().retry_after};
  return outcome_of(*response);
}

}  // namespace kolog::webhooks
