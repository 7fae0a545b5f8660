// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

namespace kolog {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_request:
      return "invalid_request";
    case ErrorCode::unauthenticated:
      return "unauthenticated";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::owner_required:
      return "owner_required";
    case ErrorCode::business_required:
      return "business_required";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::call_not_found:
      return "call_not_found";
    case ErrorCode::recording_expired:
      return "recording_expired";
    case ErrorCode::recording_not_available:
      return "recording_not_available";
    case ErrorCode::recording_pending:
      return "recording_pending";
    case ErrorCode::recording_being_redacted:
      return "recording_being_redacted";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::settings_changed:
      return "settings_changed";
    case ErrorCode::payload_too_large:
      return "payload_too_large";
    case ErrorCode::unsupported_media:
      return "unsupported_media";
    case ErrorCode::rate_limited:
      return "rate_limited";
    case ErrorCode::storage_full:
      return "storage_full";
    case ErrorCode::held_off:
      return "held_off";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::refused:
      return "refused";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

bool is_retryable(ErrorCode code) {
  switch (code) {
    case ErrorCode::recording_pending:
    case ErrorCode::recording_being_redacted:
    case ErrorCode::rate_limited:
    case ErrorCode::storage_full:
    case ErrorCode::held_off:
    case ErrorCode::unavailable:
    case ErrorCode::cancelled:
    // An internal fault may be of the moment: memory, a full process table. Attempts are bounded, so a
    // lasting one ends.
    case ErrorCode::internal:
      return true;
    case ErrorCode::invalid_request:
    case ErrorCode::unauthenticated:
    case ErrorCode::forbidden:
    case ErrorCode::owner_required:
    case ErrorCode::business_required:
    case ErrorCode::not_found:
    case ErrorCode::call_not_found:
    case ErrorCode::recording_expired:
    case ErrorCode::recording_not_available:
    case ErrorCode::conflict:
    case ErrorCode::settings_changed:
    case ErrorCode::payload_too_large:
    case ErrorCode::unsupported_media:
    case ErrorCode::refused:
      return false;
  }
  return false;
}

}  // namespace kolog
