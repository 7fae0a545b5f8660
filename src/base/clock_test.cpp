// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace kolog {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kMorning{1'772'271'000'125ms};  // 28 February 2026, half past nine, UTC

TEST(Time, IsWrittenForProgramsDatabasesAndHttp) {
  EXPECT_EQ(format_rfc3339(kMorning), "2026-02-28T09:30:00.125Z");
  EXPECT_EQ(format_database_time(kMorning), "2026-02-28 09:30:00.125");
  EXPECT_EQ(format_http_date(kMorning), "Sat, 28 Feb 2026 09:30:00 GMT");
}

TEST(Time, BeforeTheEpochIsWrittenAndReadBack) {
  const Timestamp before{-1ms};
  EXPECT_EQ(format_rfc3339(before), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(parse_time(format_rfc3339(before)).value(), before);
}

TEST(Time, SortsAsItsDatabaseTextDoes) {
  EXPECT_LT(format_database_time(kMorning), format_database_time(kMorning + 1ms));
  EXPECT_LT(format_database_time(kMorning), format_database_time(kMorning + 24h * 300));
}

TEST(Time, IsReadInEveryFormThatItComesIn) {
  for (const auto* text :
       {"2026-02-28T09:30:00.125Z", "2026-02-28 09:30:00.125", "2026-02-28 09:30:00.125+00",
        "2026-02-28T11:30:00.125+02:00", "2026-02-28T11:30:00.125+0200", "2026-02-28T04:00:00.125-05:30",
        "2026-02-28T09:30:00.125999Z"}) {
    const auto time = parse_time(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(*time, kMorning) << text;
  }
  EXPECT_EQ(parse_time("2026-02-28T09:30:00Z").value(), kMorning - 125ms);
  EXPECT_EQ(parse_time("2026-02-28T09:30:00.1Z").value(), kMorning - 25ms);
}

TEST(Time, LeapDaysAreThoseOfTheCalendar) {
  EXPECT_TRUE(parse_time("2024-02-29T00:00:00Z"));
  EXPECT_TRUE(parse_time("2000-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_time("2026-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_time("2100-02-29T00:00:00Z"));
}

TEST(Time, GarbageIsInvalidAndNeverATime) {
  for (const auto* text : {"",
                           "now",
                           "2026",
                           "2026-02-28",
                           "2026-02-28T",
                           "2026-02-28T09:30",
                           "2026-02-28T09:30:00.",
                           "2026-02-28T09:30:00.Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-02-28T24:00:00Z",
                           "2026-02-28T09:60:00Z",
                           "2026-02-28T09:30:61Z",
                           "2026-02-28T09:30:00Zulu",
                           "2026-02-28T09:30:00Z ",
                           " 2026-02-28T09:30:00Z",
                           "2026-02-28T-0:30:00Z",
                           "2026-02-28T+9:30:00Z",
                           "-026-02-28T09:30:00Z",
                           "2026-02-28T09:30:00+",
                           "2026-02-28T09:30:00+2",
                           "2026-02-28T09:30:00+02:",
                           "2026-02-28T09:30:00+24:00",
                           "2026-02-28T09:30:00+02:60",
                           "2026-02-28T09:30:00+-2:00",
                           "99999-02-28T09:30:00Z",
                           "2026-02-28T09:30:00'; DROP TABLE jobs",
                           "٢٠٢٦-02-28T09:30:00Z"}) {
    const auto time = parse_time(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, ErrorCode::invalid_request) << text;
  }
  EXPECT_FALSE(parse_time(std::string_view("2026-02-28T09:30:00\0Z", 21)));
}

TEST(Rfc2822, ReadsTwiliosTimes) {
  const auto seconds = kMorning - 125ms;
  EXPECT_EQ(parse_rfc2822("Sat, 28 Feb 2026 09:30:00 +0000").value(), seconds);
  EXPECT_EQ(parse_rfc2822("28 Feb 2026 09:30:00 GMT").value(), seconds);
  EXPECT_EQ(parse_rfc2822("Sat, 28 Feb 2026 11:30:00 +0200").value(), seconds);
  EXPECT_EQ(parse_rfc2822("Sun, 1 Mar 2026 00:30:00 +1500").value(), seconds);
  EXPECT_EQ(parse_rfc2822(format_http_date(kMorning)).value(), seconds);
}

TEST(Rfc2822, GarbageIsInvalidAndNeverATime) {
  for (const auto* text :
       {"", ", ", "2", "28", "28 ", "28 Feb", "Sat, 28 Feb 2026", "Sat, 28 Feb 2026 09:30:00",
        "Sat, 28 Feb 2026 09:30:00 ", "Sat, 31 Feb 2026 09:30:00 +0000", "Sat, 28 Fab 2026 09:30:00 +0000",
        "Sat, 28 feb 2026 09:30:00 +0000", "Sat, 28 Feb 26 09:30:00 +0000", "Sat, 28 Feb 2026 25:30:00 +0000",
        "Sat, 28 Feb 2026 -0:30:00 +0000", "Sat, 28 Feb 2026 09:30:00 +0000 x", "2026-02-28T09:30:00Z",
        "Sat, 28 Feb 2026 09:30:00 +9900"}) {
    const auto time = parse_rfc2822(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, ErrorCode::invalid_request) << text;
  }
}

TEST(SystemClock, GoesForward) {
  const SystemClock clock;
  const auto first = clock.now();
  EXPECT_GT(first, kMorning - 24h * 3650);
  EXPECT_GE(clock.now(), first);
}

}  // namespace
}  // namespace kolog
