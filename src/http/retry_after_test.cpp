// SPDX-License-Identifier: Apache-2.0
#include "http/retry_after.h"

#include <gtest/gtest.h>

#include "http/headers.h"

namespace kolog::http {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(RetryAfter, IsSecondsOrADateCountedFromTheAnswersOwnDate) {
  EXPECT_EQ(retry_after({{"Retry-After", "120"}}), seconds{120});
  EXPECT_EQ(retry_after({{"Retry-After", "Sat, 28 Feb 2026 09:31:30 GMT"},
                         {"Date", "Sat, 28 Feb 2026 09:30:00 GMT"}}),
            seconds{90});
}

TEST(RetryAfter, IsNeverNegativeNorLongerThanADay) {
  EXPECT_EQ(retry_after({{"Retry-After", "99999999999999999999999"}}), hours{24});
  EXPECT_EQ(retry_after({{"Retry-After", "9999999"}}), hours{24});
  EXPECT_EQ(retry_after({{"Retry-After", "Sat, 28 Feb 2026 09:00:00 GMT"},
                         {"Date", "Sat, 28 Feb 2026 09:30:00 GMT"}}),
            seconds{0});
}

TEST(RetryAfter, WhatCannotBeReadIsNotThere) {
  EXPECT_FALSE(retry_after({}));
  EXPECT_FALSE(retry_after({{"Retry-After", "-5"}}));
  EXPECT_FALSE(retry_after({{"Retry-After", "soon"}}));
  EXPECT_FALSE(retry_after({{"Retry-After", "Sat, 28 Feb 2026 09:31:30 GMT"}}));
}

}  // namespace
}  // namespace kolog::http
