// SPDX-License-Identifier: Apache-2.0
// What can go wrong, as data: a small closed set of codes, each mapped once to "retry later" or "give up"
// here and once to an HTTP status in api/. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kolog {

enum class ErrorCode {
  invalid_request,           // the caller's input is wrong: saying it again changes nothing
  unauthenticated,           // no login, or one that ran out
  forbidden,                 // logged in, but not for this
  owner_required,            // logged in, but not as an owner in person
  business_required,         // the login belongs to no business
  not_found,                 // no such thing
  call_not_found,            // no such call, or another business's
  recording_expired,         // deleted after the days of retention
  recording_not_available,   // there is no recording to be had
  recording_pending,         // Twilio does not have it ready
  recording_being_redacted,  // what may be played of it is not known yet
  conflict,                  // it exists already, or changed meanwhile
  settings_changed,          // somebody else has changed them since they were read
  payload_too_large,
  unsupported_media,  // bytes that are not what they should be
  rate_limited,
  storage_full,
  held_off,     // not tried, since what it depends on is known to be ailing: does not count as an attempt
  unavailable,  // a service that this depends on does not answer: try later
  refused,      // a service that this depends on refuses for good, wrong credentials say
  cancelled,
  internal,  // a fault of this program, or of the machine
};

/// The code as it stands in answers and in the database: `call_not_found`.
std::string_view to_string(ErrorCode code);

/// Whether the same request can succeed later without anybody changing anything.
bool is_retryable(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string public_message;  // one plain sentence that a client may read
  std::string detail;          // for the log alone
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
};

}  // namespace kolog
