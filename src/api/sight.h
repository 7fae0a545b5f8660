// SPDX-License-Identifier: Apache-2.0
// How much of a call a request may see: `?unredacted=1` asks for what a business has blacked out, and owners
// alone get it, in person. Any thread.
#pragma once

#include <string_view>

#include "api/authentication.h"
#include "base/result.h"
#include "http/message.h"

namespace kolog::api {

enum class Sight { redacted, unredacted };

/// `owner_required` where what is blacked out is asked for by a member or an API key, which may be anybody's.
/// Whose call it is, the caller checks.
Result<Sight> sight_of(const Principal& principal, const http::Request& request);

/// Writes into the log who looks at which call's blacked-out `part`: `call`, `transcript` or `recording`.
void note_unredacted(Sight sight, const Principal& principal, std::string_view call_sid,
                     std::string_view part);

}  // namespace kolog::api
