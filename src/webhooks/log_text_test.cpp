// SPDX-License-Identifier: Apache-2.0
#include "webhooks/log_text.h"

#include <gtest/gtest.h>

namespace kolog::webhooks {
namespace {

TEST(LogText, HeadersKeepOrderRepetitionsAndEmptyValues) {
  const http::Headers headers = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b: 2"}, {"X-Empty", ""}};
  const auto lines = header_lines(headers, 1000);
  EXPECT_EQ(lines, "Set-Cookie: a=1\nSet-Cookie: b: 2\nX-Empty: \n");
  EXPECT_EQ(header_lines(headers_of(lines), 1000), lines);
}

TEST(LogText, AStrangersBytesBecomeText) {
  EXPECT_EQ(header_lines({{"X", "caf\xE9 \x1B[31m"}}, 1000), "X: caf\uFFFD [31m\n");
}

TEST(LogText, TooManyHeadersAreCutAfterAWholeLine) {
  EXPECT_EQ(header_lines({{"A", "1"}, {"B", std::string(100, 'b')}, {"C", "3"}}, 50), "A: 1\n");
}

TEST(LogText, LinesThatAreNoneAreSkipped) {
  EXPECT_EQ(header_lines(headers_of("nonsense\nA: 1\n\nB: 2"), 1000), "A: 1\nB: 2\n");
}

}  // namespace
}  // namespace kolog::webhooks
