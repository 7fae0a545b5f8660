// SPDX-License-Identifier: Apache-2.0
// The secrets of an endpoint: sealed in the database, two of them while one is rotated. Any thread.
#pragma once

#include <chrono>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/secret_box.h"
#include "domain/business.h"

namespace kolog::webhooks {

/// Gives the endpoint, whose id is set, a new secret, which is returned once. A former one signs beside it
/// until `overlap` after `now`; one that was rotated before that no longer does.
Secret rotate_secret(const SecretBox& box, domain::WebhookEndpoint& endpoint, Timestamp now,
                     std::chrono::milliseconds overlap);

/// What signs at `now`, for `Message::secrets`: the newest first. `internal` where one cannot be unsealed.
Result<Secret> signing_secrets(const SecretBox& box, const domain::WebhookEndpoint& endpoint, Timestamp now);

}  // namespace kolog::webhooks
