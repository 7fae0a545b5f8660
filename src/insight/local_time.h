// SPDX-License-Identifier: Apache-2.0
// A business's wall clock, through ICU's time zones. Any thread.
#pragma once

#include <chrono>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace kolog::insight {

struct LocalTime {
  std::chrono::year_month_day date{};
  std::chrono::minutes of_day{};

  std::chrono::weekday weekday() const { return std::chrono::weekday(std::chrono::sys_days(date)); }

  bool operator==(const LocalTime&) const = default;
};

/// `invalid_request` where ICU knows no such zone (IANA's names, `Asia/Jerusalem`).
Result<LocalTime> local_time(Timestamp time, std::string_view time_zone);

/// The other way round. Of an hour that the end of summer time repeats, the first.
Result<Timestamp> timestamp_of(const LocalTime& time, std::string_view time_zone);

/// `2026-11-25T10:00`
Result<LocalTime> parse_local_time(std::string_view text);

/// `2026-11-25`
std::string format_date(std::chrono::year_month_day date);

/// `2026-11-25T10:00`
std::string format_local_time(const LocalTime& time);

}  // namespace kolog::insight
