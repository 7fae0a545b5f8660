// SPDX-License-Identifier: Apache-2.0
// Who a request really comes from. Any thread.
#pragma once

#include <string>
#include <vector>

#include "http/message.h"

namespace kolog::api {

/// The peer's address; where that is a trusted proxy, the last address in X-Forwarded-For that is none. What
/// stands before it, the client may have written itself.
std::string client_address(const http::Request& request, const std::vector<std::string>& trusted_proxies);

}  // namespace kolog::api
