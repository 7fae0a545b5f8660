// SPDX-License-Identifier: Apache-2.0
#include "webhooks/retry_schedule.h"

#include <gtest/gtest.h>

namespace kolog::webhooks {
namespace {

std::chrono::seconds total(double random) {
  std::chrono::seconds sum{0};
  for (int attempt = 1; const auto wait = next_attempt_after(attempt, random); ++attempt) sum += *wait;
  return sum;
}

TEST(RetrySchedule, SpansAboutThreeDays) {
  EXPECT_EQ(total(0.5), std::chrono::hours{75} + std::chrono::minutes{35} + std::chrono::seconds{5});
  EXPECT_GT(total(0), std::chrono::hours{60});
  EXPECT_LT(total(1), std::chrono::hours{96});
}

TEST(RetrySchedule, EveryWaitIsLongerThanTheOneBefore) {
  for (int attempt = 2; next_attempt_after(attempt, 0.5); ++attempt) {
    EXPECT_GT(next_attempt_after(attempt, 0.5), next_attempt_after(attempt - 1, 0.5));
  }
}

TEST(RetrySchedule, RandomSpreadsAFifthToEitherSide) {
  EXPECT_EQ(next_attempt_after(2, 0), std::chrono::seconds{240});
  EXPECT_EQ(next_attempt_after(2, 0.5), std::chrono::seconds{300});
  EXPECT_EQ(next_attempt_after(2, 1), std::chrono::seconds{360});
  EXPECT_EQ(next_attempt_after(2, 99), std::chrono::seconds{360});
}

TEST(RetrySchedule, EndsAfterTenAttempts) {
  EXPECT_TRUE(next_attempt_after(9, 0.5));
  EXPECT_FALSE(next_attempt_after(10, 0.5));
  EXPECT_FALSE(next_attempt_after(0, 0.5));
}

}  // namespace
}  // namespace kolog::webhooks
