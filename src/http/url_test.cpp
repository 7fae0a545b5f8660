// SPDX-License-Identifier: Apache-2.0
#include "http/url.h"

#include <gtest/gtest.h>

namespace kolog::http {
namespace {

TEST(PercentEncoding, LeavesOnlyUnreservedCharactersAlone) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("a b/+%\n"), "a%20b%2F%2B%25%0A");
  EXPECT_EQ(percent_encode("קול"), "%D7%A7%D7%95%D7%9C");
}

TEST(PercentEncoding, DecodesBothCasesAndKeepsPlus) {
  EXPECT_EQ(percent_decode("%d7%A7+").value(), "ק+");
}

TEST(PercentEncoding, RefusesHalfAndForeignDigits) {
  for (const auto* text : {"%", "%4", "%zz", "%4g", "a%", "%%41", "%-1", "% 1"}) {
    EXPECT_FALSE(percent_decode(text)) << text;
  }
}

TEST(ParseParameters, KeepsOrderAndRepeatedNames) {
  const Parameters expected{{"b", "2"}, {"a", "1"}, {"b", "3"}};
  EXPECT_EQ(parse_parameters("b=2&a=1&b=3").value(), expected);
}

TEST(ParseParameters, DecodesPlusAndPercent) {
  const Parameters expected{{"From", "+972501234567"}, {"Name", "a b"}, {"x=y", "=&"}};
  EXPECT_EQ(parse_parameters("From=%2B972501234567&Name=a+b&x%3Dy==%26").value(), expected);
}

TEST(ParseParameters, TakesMissingValuesAndPassesOverEmptyPairs) {
  const Parameters expected{{"a", ""}, {"b", ""}, {"", "c"}};
  EXPECT_EQ(parse_parameters("&a&&b=&=c&").value(), expected);
  EXPECT_TRUE(parse_parameters("").value().empty());
}

TEST(ParseParameters, RefusesBadEncodingInNameOrValue) {
  EXPECT_FALSE(parse_parameters("a=%4"));
  EXPECT_FALSE(parse_parameters("%zz=1"));
  EXPECT_FALSE(parse_parameters("a=1&b=%00"));
}

TEST(ParseParameters, RefusesMorePairsThanAnybodyNeeds) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a=1&";
  EXPECT_EQ(parse_parameters(text).value().size(), 1000u);
  EXPECT_FALSE(parse_parameters(text + "a=1"));
}

TEST(ParseParameters, ReadsBackWhatWasEncoded) {
  const Parameters parameters{{"a b", "1&2=3+4%"}, {"ש", "ל"}, {"a b", ""}};
  EXPECT_EQ(parse_parameters(encode_parameters(parameters)).value(), parameters);
}

TEST(DecodeSegment, KeepsAnEncodedSlashInside) {
  EXPECT_EQ(decode_segment("a%2Fb").value(), "a/b");
}

TEST(DecodeSegment, RefusesWhatCouldClimbOutOfAFolder) {
  for (const auto* text :
       {".", "..", "%2e%2E", ".%2e", "..%2fetc", "a%2f..%2fb", "a%5C..%5Cb", "..%5c", "a%2f."}) {
    EXPECT_FALSE(decode_segment(text)) << text;
  }
  EXPECT_EQ(decode_segment("...").value(), "...");
  EXPECT_EQ(decode_segment("a..b").value(), "a..b");
}

TEST(DecodeSegment, RefusesControlCharactersAndWhatIsNotUtf8) {
  for (const auto* text :
       {"a%00b", "%0a", "%0D", "%7f", "%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "%d7"}) {
    EXPECT_FALSE(decode_segment(text)) << text;
  }
}

TEST(DecodePath, DecodesSegmentBySegment) {
  EXPECT_EQ(decode_path("/").value(), "/");
  EXPECT_EQ(decode_path("/a%20b/%D7%A7/").value(), "/a b/ק/");
  EXPECT_FALSE(decode_path(""));
  EXPECT_FALSE(decode_path("*"));
  EXPECT_FALSE(decode_path("/a/../b"));
}

TEST(Utf8, IsToldFromOverlongAndTruncatedForms) {
  EXPECT_TRUE(is_utf8("aé€😀"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xE0\x80\x80"));
  EXPECT_FALSE(is_utf8("\xF0\x9F\x98"));
  EXPECT_FALSE(is_utf8("\x80"));
}

TEST(ParseUrl, FillsInTheSchemesPortAndThePath) {
  EXPECT_EQ(parse_url("HTTPS://Example.COM").value(), (Url{"https", "example.com", 443, "/"}));
  EXPECT_EQ(parse_url("http://127.0.0.1:8081/a/b?c=%20d#e").value(),
            (Url{"http", "127.0.0.1", 8081, "/a/b?c=%20d"}));
  EXPECT_EQ(parse_url("ws://h?x").value(), (Url{"ws", "h", 80, "/?x"}));
  EXPECT_EQ(parse_url("wss://[2001:DB8::1]:444/s").value(), (Url{"wss", "2001:db8::1", 444, "/s"}));
}

TEST(ParseUrl, RefusesWhatCouldMeanAnotherHost) {
  for (const auto* text : {"",
                           "/path",
                           "example.com",
                           "//example.com/",
                           "ftp://example.com/",
                           "file:///etc/passwd",
                           "http:",
                           "http://",
                           "http:///path",
                           "http://user@example.com/",
                           "http://user:word@example.com/",
                           "http://a b/",
                           "http://example.com:0/",
                           "http://example.com:65536/",
                           "http://example.com:x/",
                           "http://exa%6Dple.com/",
                           "http://example.com\r\nX: y/",
                           "http://example.com\\@evil.example/",
                           " http://example.com/",
                           "http://[fe80::1%25eth0]/",
                           "javascript:alert(1)"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

TEST(OriginOf, NamesThePortOnlyWhereItIsUnusual) {
  EXPECT_EQ(origin_of(parse_url("https://Example.com:443/a").value()), "https://example.com");
  EXPECT_EQ(origin_of(parse_url("http://example.com:443/a").value()), "http://example.com:443");
  EXPECT_EQ(origin_of(parse_url("http://[::1]:80/").value()), "http://[::1]");
}

}  // namespace
}  // namespace kolog::http
