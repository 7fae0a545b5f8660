// SPDX-License-Identifier: Apache-2.0
#include "insight/local_time.h"

#include <gtest/gtest.h>

namespace kolog::insight {
namespace {

Timestamp at(std::string_view text) {
  return parse_time(text).value();
}

std::string local(std::string_view utc, std::string_view zone) {
  return format_local_time(local_time(at(utc), zone).value());
}

TEST(LocalTime, FollowsSummerTimeOfItsZone) {
  EXPECT_EQ(local("2026-11-24T22:30:00Z", "Asia/Jerusalem"), "2026-11-25T00:30");
  EXPECT_EQ(local("2026-07-01T07:00:00Z", "Asia/Jerusalem"), "2026-07-01T10:00");
  EXPECT_EQ(local("2026-01-01T03:00:00Z", "America/New_York"), "2025-12-31T22:00");
  EXPECT_EQ(local("2026-01-01T00:00:00Z", "UTC"), "2026-01-01T00:00");
}

TEST(LocalTime, IsTurnedBackIntoTheSameTime) {
  for (const auto* utc : {"2026-11-24T22:30:00Z", "2026-07-01T07:00:00Z", "2026-03-27T06:00:00Z"}) {
    const auto time = local_time(at(utc), "Asia/Jerusalem").value();
    EXPECT_EQ(timestamp_of(time, "Asia/Jerusalem").value(), at(utc)) << utc;
  }
}

TEST(LocalTime, AnUnknownZoneIsRefused) {
  EXPECT_FALSE(local_time(at("2026-01-01T00:00:00Z"), "Asia/Atlantis"));
  EXPECT_FALSE(local_time(at("2026-01-01T00:00:00Z"), ""));
}

TEST(LocalTime, IsReadAsItIsWritten) {
  EXPECT_EQ(format_local_time(parse_local_time("2026-02-28T09:05").value()), "2026-02-28T09:05");
  for (const auto* text :
       {"2026-02-30T09:05", "2026-02-28T24:00", "2026-02-28", "2026-02-28 09:05", "", "2026-+2-28T09:05"}) {
    EXPECT_FALSE(parse_local_time(text)) << text;
  }
}

TEST(LocalTime, KnowsTheDayOfTheWeek) {
  EXPECT_EQ(parse_local_time("2026-11-24T10:00").value().weekday(), std::chrono::Tuesday);
}

}  // namespace
}  // namespace kolog::insight
