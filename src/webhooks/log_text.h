// SPDX-License-Identifier: Apache-2.0
// What goes over the wire, as text for the log of deliveries: strangers' bytes made valid UTF-8. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/headers.h"

namespace kolog::webhooks {

/// `Name: value`, a line each; what is beyond `longest` bytes is left out, whole lines at a time.
std::string header_lines(const http::Headers& headers, std::size_t longest);

/// The other way round.
http::Headers headers_of(std::string_view lines);

}  // namespace kolog::webhooks
