// SPDX-License-Identifier: Apache-2.0
// Signing as in Standard Webhooks 1.0.0, so that any of its libraries verifies what Kolog sends. Any thread.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "http/headers.h"

namespace kolog::webhooks {

/// `whsec_` and base64 of 32 random bytes.
std::string new_secret();

/// The value of `webhook-signature`: a `v1,…` for each of `secrets`, which are separated by spaces while one
/// is rotated. `invalid_request`: not `whsec_` and base64 of 24 to 64 bytes, or an id with a full stop in it.
Result<std::string> sign(const Secret& secrets, std::string_view id, Timestamp timestamp,
                         std::string_view body);

/// `webhook-id`, `webhook-timestamp` and `webhook-signature`.
Result<http::Headers> signature_headers(const Secret& secrets, std::string_view id, Timestamp timestamp,
                                        std::string_view body);

}  // namespace kolog::webhooks
