// SPDX-License-Identifier: Apache-2.0
#include "http/range.h"

#include <gtest/gtest.h>

namespace kolog::http {
namespace {

constexpr Timestamp kChanged{std::chrono::milliseconds{1'772'271'000'125}};  // 2026-02-28 09:30:00.125

RangeDecision bytes(std::uint64_t offset, std::uint64_t length) {
  return ByteRange{offset, length};
}

TEST(Range, FirstAndLastAreInclusive) {
  EXPECT_EQ(parse_range("bytes=0-0", 100), bytes(0, 1));
  EXPECT_EQ(parse_range("bytes=10-19", 100), bytes(10, 10));
  EXPECT_EQ(parse_range("Bytes= 10-19 ", 100), bytes(10, 10));
}

TEST(Range, OpenAndTooLongRangesEndWithTheFile) {
  EXPECT_EQ(parse_range("bytes=90-", 100), bytes(90, 10));
  EXPECT_EQ(parse_range("bytes=90-1000", 100), bytes(90, 10));
  EXPECT_EQ(parse_range("bytes=90-99999999999999999999999", 100), bytes(90, 10));
}

TEST(Range, SuffixCountsFromTheEnd) {
  EXPECT_EQ(parse_range("bytes=-30", 100), bytes(70, 30));
}

TEST(Range, SuffixLongerThanFileGivesWholeFile) {
  EXPECT_EQ(parse_range("bytes=-1000", 100), bytes(0, 100));
  EXPECT_EQ(parse_range("bytes=-99999999999999999999999", 100), bytes(0, 100));
}

TEST(Range, BeyondTheEndIsUnsatisfiable) {
  for (const auto* text : {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"}) {
    EXPECT_EQ(parse_range(text, 100), RangeDecision{Unsatisfiable{}}) << text;
  }
  EXPECT_EQ(content_range(Unsatisfiable{}, 100), "bytes */100");
}

TEST(Range, EmptyFileHasNoRanges) {
  EXPECT_EQ(parse_range("bytes=0-", 0), RangeDecision{Unsatisfiable{}});
  EXPECT_EQ(parse_range("bytes=-1", 0), RangeDecision{WholeFile{}});
}

TEST(Range, SeveralRangesGiveTheWholeFile) {
  EXPECT_EQ(parse_range("bytes=0-1,5-6", 100), RangeDecision{WholeFile{}});
  EXPECT_EQ(parse_range("bytes=0-1,", 100), RangeDecision{WholeFile{}});
}

TEST(Range, MalformedIsIgnored) {
  for (const auto* text :
       {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5", "bytes=5-4", "bytes=0x0-1", "bytes=+1-2",
        "bytes=1--2", "bytes=--1", "bytes=1-2-3", "bytes=1 -2", "items=0-1", "bytes 0-1"}) {
    EXPECT_EQ(parse_range(text, 100), RangeDecision{WholeFile{}}) << text;
  }
}

TEST(Range, ContentRangeNamesLastByteNotLength) {
  EXPECT_EQ(content_range(ByteRange{10, 10}, 100), "bytes 10-19/100");
}

TEST(IfRange, OnlyTheSameStrongTagOrDateLetsTheRangeCount) {
  const Validators current{"\"abc\"", kChanged};
  const auto applies = [&](std::string value) {
    return range_applies({{"If-Range", std::move(value)}}, current);
  };
  EXPECT_TRUE(range_applies({}, current));
  EXPECT_TRUE(applies("\"abc\""));
  EXPECT_FALSE(applies("\"abd\""));
  EXPECT_FALSE(applies("W/\"abc\""));
  EXPECT_TRUE(applies("Sat, 28 Feb 2026 09:30:00 GMT"));
  EXPECT_FALSE(applies("Sat, 28 Feb 2026 09:30:01 GMT"));
  EXPECT_FALSE(applies("Sat, 28 Feb 2026 09:29:59 GMT"));
  EXPECT_FALSE(applies(""));
  EXPECT_FALSE(applies("abc"));
}

TEST(IfNoneMatch, ComparesWeaklyWithEachTagOfTheList) {
  const Validators current{"\"abc\"", kChanged};
  const auto same = [&](std::string value) {
    return is_not_modified({{"If-None-Match", std::move(value)}}, current);
  };
  EXPECT_TRUE(same("\"abc\""));
  EXPECT_TRUE(same("W/\"abc\""));
  EXPECT_TRUE(same("\"x\", W/\"y,z\" ,\"abc\""));
  EXPECT_TRUE(same(" * "));
  EXPECT_FALSE(same("\"x\", \"abcd\""));
  EXPECT_FALSE(same("abc"));
  EXPECT_FALSE(same("\"abc"));
  EXPECT_FALSE(same("W/"));
  EXPECT_FALSE(same(""));
}

TEST(IfModifiedSince, CountsOnlyWithoutIfNoneMatch) {
  const Validators current{"\"abc\"", kChanged};
  const std::string date = "Sat, 28 Feb 2026 09:30:00 GMT";
  EXPECT_TRUE(is_not_modified({{"If-Modified-Since", date}}, current));
  EXPECT_FALSE(is_not_modified({{"If-Modified-Since", "Sat, 28 Feb 2026 09:29:59 GMT"}}, current));
  EXPECT_FALSE(is_not_modified({{"If-Modified-Since", "yesterday"}}, current));
  EXPECT_FALSE(is_not_modified({{"If-Modified-Since", date}, {"If-None-Match", "\"x\""}}, current));
  EXPECT_FALSE(is_not_modified({}, current));
}

}  // namespace
}  // namespace kolog::http
