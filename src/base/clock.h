// SPDX-License-Identifier: Apache-2.0
// Wall-clock time in UTC with milliseconds, and the seam through which tests set it. Any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kolog {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

/// `2026-02-28T09:30:00.125Z` (RFC 3339).
std::string format_rfc3339(Timestamp time);

/// `2026-02-28 09:30:00.125`, UTC: sorts as time does, compares with SQLite's datetime('now') and is read by
/// PostgreSQL.
std::string format_database_time(Timestamp time);

/// Reads both of the forms above, with or without fraction, `Z` or `+00`; an offset is taken into account.
Result<Timestamp> parse_time(std::string_view text);

/// RFC 7231 section 7.1.1.1: `Sat, 28 Feb 2026 09:30:00 GMT`, for Last-Modified.
std::string format_http_date(Timestamp time);

/// RFC 2822 as in Twilio's `RecordingStartTime`: `Sat, 28 Feb 2026 09:30:00 +0000`.
Result<Timestamp> parse_rfc2822(std::string_view text);

}  // namespace kolog
