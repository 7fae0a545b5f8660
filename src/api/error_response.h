// SPDX-License-Identifier: Apache-2.0
// How an Error is answered over HTTP. Any thread.
#pragma once

#include "base/error.h"
#include "http/message.h"

namespace kolog::api {

int status_of(ErrorCode code);

/// With Retry-After where coming back makes sense. What is this server's fault goes to the log.
http::Response error_response(const Error& error);

}  // namespace kolog::api
