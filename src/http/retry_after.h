// SPDX-License-Identifier: Apache-2.0
// How long a server asks to be left alone. Any thread.
#pragma once

#include <chrono>
#include <optional>

namespace kolog::http {

class Headers;

/// Retry-After as seconds, at most a day. A date counts from the answer's own Date, so that a wrong clock on
/// either side does no harm (RFC 9110 section 10.2.3).
std::optional<std::chrono::seconds> retry_after(const Headers& headers);

}  // namespace kolog::http
