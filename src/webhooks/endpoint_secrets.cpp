// SPDX-License-Identifier: Apache-2.0
#include "webhooks/endpoint_secrets.h"

#include <utility>

#include "webhooks/standard_webhook.h"

namespace kolog::webhooks {
namespace {

std::string context_of(const domain::WebhookEndpoint& endpoint) {
  return "webhook:" + endpoint.id;
}

/// Written before secrets were sealed.
bool is_plain(const std::string& stored) {
  return stored.starts_with("whsec_");
}

Result<Secret> opened(const SecretBox& box, const domain::WebhookEndpoint& endpoint,
                      const std::string& stored) {
  if (is_plain(stored)) return Secret(stored);
  auto secret = box.unseal(stored, context_of(endpoint));
  if (secret) return secret;
  auto error = secret.error();
  error.public_message = "The endpoint's secret cannot be opened on our side";
  return error;
}

}  // namespace

Secret rotate_secret(const SecretBox& box, domain::WebhookEndpoint& endpoint, Timestamp now,
                     std::chrono::milliseconds overlap) {
  Secret secret(new_secret());
  endpoint.previous_secret_until.reset();
  if (!endpoint.secret.empty()) endpoint.previous_secret_until = now + overlap;
  endpoint.previous_secret = std::move(endpoint.secret);
  if (is_plain(endpoint.previous_secret)) {
    endpoint.previous_secret = box.seal(Secret(endpoint.previous_secret), context_of(endpoint));
  }
  endpoint.secret = box.seal(secret, context_of(endpoint));
  return secret;
}

Result<Secret> signing_secrets(const SecretBox& box, const domain::WebhookEndpoint& endpoint, Timestamp now) {
  auto current = opened(box, endpoint, endpoint.secret);
  if (!current || endpoint.previous_secret.empty() || !endpoint.previous_secret_until ||
      *endpoint.previous_secret_until <= now) {
    return current;
  }
  const auto previous = opened(box, endpoint, endpoint.previous_secret);
  if (!previous) return previous;
  return Secret(current->reveal() + " " + previous->reveal());
}

}  // namespace kolog::webhooks
