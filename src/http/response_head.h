// SPDX-License-Identifier: Apache-2.0
// Writes the status line and the header fields of an answer. Any thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace kolog::http {

enum class KeepAlive { no, yes };

std::uint64_t body_length(const Response& response);

/// Everything up to and with the empty line. The connection's own fields (Content-Length, Connection, Date,
/// …) are set here; what a handler put there is left out. Fails for fields that would break the message.
Result<std::string> response_head(const Response& response, KeepAlive keep_alive, unsigned version);

}  // namespace kolog::http
