// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"

namespace kolog::log {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

class LogTest : public testing::Test {
 protected:
  ~LogTest() override { set_level("info"); }

  template <class Work>
  static std::string captured(Work work) {
    testing::internal::CaptureStderr();
    work();
    return testing::internal::GetCapturedStderr();
  }
  static std::string line_with(std::string_view value) {
    return captured([&] { info("WEBHOOK", "incoming call", {{"from", value}, {"ms", 3}}); });
  }
};

TEST_F(LogTest, LineHasTimeLevelTagMessageAndFields) {
  const auto line = captured([] {
    warning("RECORDING_SERVICE", "fetched",
            {{"call_sid", "CA12"}, {"ms", std::chrono::milliseconds{840}}, {"bytes", std::uint64_t{5}}});
  });
  EXPECT_THAT(line,
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z WARNING \\[RECORDING_SERVICE\\] fetched "
                           "call_sid=CA12 ms=840 bytes=5\n"));
  EXPECT_TRUE(parse_time(line.substr(0, line.find(' '))));
}

TEST_F(LogTest, AValueCannotStartALineOfItsOwn) {
  std::string attack = "+1\r\n2026-01-01T00:00:00.000Z ERROR [JOBS] all is lost\v\f\x1b[2J";
  attack += '\0';
  const auto line = line_with(attack);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_EQ(line.find_first_of(std::string("\r\v\f\x1b\0", 5)), line.npos);
}

TEST_F(LogTest, AValueCannotForgeAField) {
  EXPECT_THAT(line_with("x call_sid=CA00"), HasSubstr(" from=\"x call_sid=CA00\" ms=3"));
  EXPECT_THAT(line_with("x\" call_sid=\"CA00"), HasSubstr(" from=\"x\\\" call_sid=\\\"CA00\" ms=3"));
  EXPECT_THAT(line_with("x\\"), HasSubstr(" from=\"x\\\\\" ms=3"));
  EXPECT_THAT(line_with("x\ty"), HasSubstr(" from=\"x?y\" ms=3"));
  EXPECT_THAT(line_with(""), HasSubstr(" from=\"\" ms=3"));
  EXPECT_THAT(line_with("{} {0} %n"), HasSubstr(" from=\"{} {0} %n\" ms=3"));
}

TEST_F(LogTest, OtherLanguagesStayReadable) {
  EXPECT_THAT(line_with("פתח תקווה"), HasSubstr("from=\"פתח תקווה\""));
}

TEST_F(LogTest, WhatIsBelowTheLevelIsNotWritten) {
  EXPECT_THAT(captured([] { debug("JOBS", "claimed"); }), IsEmpty());
  ASSERT_TRUE(set_level("debug"));
  EXPECT_THAT(captured([] { debug("JOBS", "claimed"); }), HasSubstr(" DEBUG [JOBS] claimed\n"));
  ASSERT_TRUE(set_level("error"));
  EXPECT_THAT(captured([] { warning("JOBS", "claimed"); }), IsEmpty());
  EXPECT_THAT(captured([] { error("JOBS", "claimed"); }), EndsWith(" ERROR [JOBS] claimed\n"));
}

TEST_F(LogTest, AnUnknownLevelLeavesTheLevelAsItIs) {
  ASSERT_TRUE(set_level("warning"));
  for (const auto* name : {"", "loud", "warn", "err", "off", "INFO", "trace"})
    EXPECT_FALSE(set_level(name)) << name;
  EXPECT_THAT(captured([] { info("JOBS", "claimed"); }), IsEmpty());
  EXPECT_THAT(captured([] { warning("JOBS", "claimed"); }), Not(IsEmpty()));
}

TEST(Description, HasCodeMessageAndDetail) {
  EXPECT_EQ(describe({ErrorCode::unavailable, "No answer", "status 502"}),
            "unavailable: No answer (status 502)");
  EXPECT_EQ(describe({ErrorCode::not_found, "No such thing", ""}), "not_found: No such thing");
}

TEST(MaskedNumber, ShowsItsLastThreeDigitsAtMost) {
  EXPECT_EQ(masked_number("+972501234567"), "***567");
  EXPECT_EQ(masked_number("1234"), "***234");
  EXPECT_EQ(masked_number("123"), "***");
  EXPECT_EQ(masked_number(""), "***");
}

}  // namespace
}  // namespace kolog::log
