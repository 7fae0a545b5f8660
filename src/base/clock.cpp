// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

#include <fmt/format.h>

namespace kolog {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

struct Fields {
  year_month_day date;
  std::chrono::hh_mm_ss<milliseconds> time;
  unsigned weekday;
};

Fields fields_of(Timestamp time) {
  const auto day = floor<days>(time);
  return {year_month_day{day}, std::chrono::hh_mm_ss<milliseconds>{time - day},
          std::chrono::weekday{day}.c_encoding()};
}

constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string format_iso(Timestamp time, std::string_view between, std::string_view zone) {
  const auto f = fields_of(time);
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}.{:03}{}", static_cast<int>(f.date.year()),
                     static_cast<unsigned>(f.date.month()), static_cast<unsigned>(f.date.day()), between,
                     f.time.hours().count(), f.time.minutes().count(), f.time.seconds().count(),
                     f.time.subseconds().count(), zone);
}

Error bad_time(std::string_view text) {
  return failure(ErrorCode::invalid_request, "Not a time: " + std::string(text));
}

/// Reads a number of exactly `width` digits off the front.
bool take(std::string_view& text, std::size_t width, int& value) {
  if (text.size() < width || text.front() == '-') return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
  if (error != std::errc{} || end != text.data() + width) return false;
  text.remove_prefix(width);
  return true;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

bool take_offset(std::string_view& text, minutes& offset) {
  if (text.empty() || take(text, 'Z') || text == "GMT" || text == "UTC") {
    if (text == "GMT" || text == "UTC") text = {};
    offset = minutes{0};
    return true;
  }
  const bool west = text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return false;
  int h = 0;
  int m = 0;
  if (!take(text, 2, h)) return false;
  const bool minutes_follow = take(text, ':') || !text.empty();
  if ((minutes_follow && !take(text, 2, m)) || h >= 24 || m >= 60) return false;
  offset = hours{h} + minutes{m};
  if (west) offset = -offset;
  return true;
}

bool in_day(int h, int m, int s) {
  return h < 24 && m < 60 && s <= 60;
}

}  // namespace

Timestamp SystemClock::now() const {
  return floor<milliseconds>(std::chrono::system_clock::now());
}

std::string format_rfc3339(Timestamp time) {
  return format_iso(time, "T", "Z");
}

std::string format_database_time(Timestamp time) {
  return format_iso(time, " ", "");
}

std::string format_http_date(Timestamp time) {
  const auto f = fields_of(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kWeekdays[f.weekday],
                     static_cast<unsigned>(f.date.day()), kMonths[static_cast<unsigned>(f.date.month()) - 1],
                     static_cast<int>(f.date.year()), f.time.hours().count(), f.time.minutes().count(),
                     f.time.seconds().count());
}

Result<Timestamp> parse_time(std::string_view text) {
  auto rest = text;
  int year = 0, month = 0, day = 0, h = 0, m = 0, s = 0;
  if (!take(rest, 4, year) || !take(rest, '-') || !take(rest, 2, month) || !take(rest, '-') ||
      !take(rest, 2, day) || (!take(rest, 'T') && !take(rest, ' ')) || !take(rest, 2, h) ||
      !take(rest, ':') || !take(rest, 2, m) || !take(rest, ':') || !take(rest, 2, s)) {
    return bad_time(text);
  }
  milliseconds fraction{0};
  if (take(rest, '.')) {
    int scale = 100;
    if (rest.empty() || rest.front() < '0' || rest.front() > '9') return bad_time(text);
    for (; !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; rest.remove_prefix(1), scale /= 10) {
      fraction += milliseconds{(rest.front() - '0') * scale};
    }
  }
  minutes offset{0};
  const auto date = year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                   std::chrono::day{static_cast<unsigned>(day)}};
  if (!take_offset(rest, offset) || !rest.empty() || !date.ok() || !in_day(h, m, s)) return bad_time(text);
  return Timestamp{sys_days{date}} + hours{h} + minutes{m} + seconds{s} + fraction - offset;
}

Result<Timestamp> parse_rfc2822(std::string_view text) {
  auto rest = text;
  if (const auto comma = rest.find(", "); comma != rest.npos) rest.remove_prefix(comma + 2);
  int day = 0, year = 0, h = 0, m = 0, s = 0;
  const bool two_digits = rest.size() > 1 && rest[1] != ' ';
  if (!take(rest, two_digits ? 2 : 1, day) || !take(rest, ' ') || rest.size() < 4) return bad_time(text);
  unsigned month = 0;
  while (month < kMonths.size() && kMonths[month] != rest.substr(0, 3)) ++month;
  rest.remove_prefix(3);
  minutes offset{0};
  if (month == kMonths.size() || !take(rest, ' ') || !take(rest, 4, year) || !take(rest, ' ') ||
      !take(rest, 2, h) || !take(rest, ':') || !take(rest, 2, m) || !take(rest, ':') || !take(rest, 2, s) ||
      !take(rest, ' ') || rest.empty() || !take_offset(rest, offset) || !rest.empty()) {
    return bad_time(text);
  }
  const auto date = year_month_day{std::chrono::year{year}, std::chrono::month{month + 1},
                                   std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || !in_day(h, m, s)) return bad_time(text);
  return Timestamp{sys_days{date}} + hours{h} + minutes{m} + seconds{s} - offset;
}

}  // namespace kolog
