// SPDX-License-Identifier: Apache-2.0
#include "api/error_response.h"

#include "base/log.h"

namespace kolog::api {
namespace {

using std::chrono::seconds;

/// Nothing is wrong: it takes its time.
bool is_a_matter_of_waiting(ErrorCode code) {
  return code == ErrorCode::recording_pending || code == ErrorCode::recording_being_redacted;
}

seconds default_wait(ErrorCode code) {
  return is_a_matter_of_waiting(code) ? seconds{10} : seconds{5};
}

}  // namespace

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_request:
    case ErrorCode::business_required:
      return 400;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::forbidden:
    case ErrorCode::owner_required:
      return 403;
    case ErrorCode::not_found:
    case ErrorCode::call_not_found:
    case ErrorCode::recording_not_available:
      return 404;
    case ErrorCode::conflict:
    case ErrorCode::settings_changed:
      return 409;
    case ErrorCode::recording_expired:
      return 410;
    case ErrorCode::payload_too_large:
      return 413;
    case ErrorCode::unsupported_media:
      return 415;
    case ErrorCode::rate_limited:
      return 429;
    case ErrorCode::internal:
      return 500;
    case ErrorCode::refused:
      return 502;
    case ErrorCode::recording_pending:
    case ErrorCode::recording_being_redacted:
    case ErrorCode::held_off:
    case ErrorCode::unavailable:
    case ErrorCode::cancelled:
      return 503;
    case ErrorCode::storage_full:
      return 507;
  }
  return 500;
}

http::Response error_response(const Error& error) {
  const int status = status_of(error.code);
  if (status >= 500 && !is_a_matter_of_waiting(error.code)) {
    log::error("API", "request failed", {{"error", log::describe(error)}});
  }
  auto response = http::error_response(status, to_string(error.code), error.public_message);
  response.headers.set("Cache-Control", "no-store");
  if (status == 401) response.headers.set("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) {
    const auto wait = error.retry_after.value_or(default_wait(error.code));
    response.headers.set("Retry-After", std::to_string(wait.count()));
  }
  return response;
}

}  // namespace kolog::api
