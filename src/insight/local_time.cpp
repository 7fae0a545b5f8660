// SPDX-License-Identifier: Apache-2.0
#include "insight/local_time.h"

#include <charconv>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

namespace kolog::insight {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

Result<std::unique_ptr<icu::TimeZone>> open_zone(std::string_view name) {
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(
      icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())})));
  if (*zone == icu::TimeZone::getUnknown()) {
    return failure(ErrorCode::invalid_request, "There is no time zone \"" + std::string(name) +
                                                   "\"; give an IANA name such as Asia/Jerusalem");
  }
  return zone;
}

/// From UTC, of a time that is UTC or local.
Result<milliseconds> offset_of(milliseconds time, bool local, std::string_view zone_name) {
  const auto zone = open_zone(zone_name);
  if (!zone) return zone.error();
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  (*zone)->getOffset(static_cast<UDate>(time.count()), local, raw, summer, status);
  if (U_FAILURE(status)) return failure(ErrorCode::internal, "The time zone cannot be read");
  return milliseconds(raw + summer);
}

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t digits) {
  int number = 0;
  const auto* end = text.data() + at + digits;
  const auto [rest, error] = std::from_chars(text.data() + at, end, number);
  if (error != std::errc{} || rest != end || number < 0) return std::nullopt;
  return number;
}

}  // namespace

Result<LocalTime> local_time(Timestamp time, std::string_view time_zone) {
  const auto offset = offset_of(time.time_since_epoch(), false, time_zone);
  if (!offset) return offset.error();
  const auto local = time + *offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return LocalTime{std::chrono::year_month_day(day), std::chrono::floor<minutes>(local - day)};
}

Result<Timestamp> timestamp_of(const LocalTime& time, std::string_view time_zone) {
  const Timestamp local = std::chrono::sys_days(time.date) + time.of_day;
  const auto offset = offset_of(local.time_since_epoch(), true, time_zone);
  if (!offset) return offset.error();
  return local - *offset;
}

Result<LocalTime> parse_local_time(std::string_view text) {
  const auto wrong = failure(ErrorCode::invalid_request, "Not a local time such as 2026-11-25T10:00");
  if (text.size() != 16 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':')
    return wrong;
  const auto year = number_at(text, 0, 4);
  const auto month = number_at(text, 5, 2);
  const auto day = number_at(text, 8, 2);
  const auto hour = number_at(text, 11, 2);
  const auto minute = number_at(text, 14, 2);
  if (!year || !month || !day || !hour || !minute || *hour > 23 || *minute > 59) return wrong;
  const LocalTime time{std::chrono::year(*year) / *month / *day, minutes(*hour * 60 + *minute)};
  if (!time.date.ok()) return wrong;
  return time;
}

std::string format_date(std::chrono::year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string format_local_time(const LocalTime& time) {
  return fmt::format("{}T{:02}:{:02}", format_date(time.date), time.of_day.count() / 60,
                     time.of_day.count() % 60);
}

}  // namespace kolog::insight
