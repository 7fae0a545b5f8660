// SPDX-License-Identifier: Apache-2.0
#include "app/time_left.h"

#include <gtest/gtest.h>

namespace kolog::app {
namespace {

using namespace std::chrono_literals;

/// Set by hand.
class Work : public testing::Test {
 protected:
  void step(TimeLeft::Duration passed, double share) {
    now_ += passed;
    left_.update(share, now_);
  }
  long long seconds_left() const {
    return std::chrono::round<std::chrono::seconds>(left_.left(now_).value()).count();
  }

  TimeLeft::Time now_{1'000s};
  TimeLeft left_;
};

TEST_F(Work, NothingIsSaidBeforeThereIsSomethingToReckonFrom) {
  EXPECT_FALSE(left_.left(now_));
  step(0s, 0);
  step(1s, 0.1);
  EXPECT_FALSE(left_.left(now_));
  TimeLeft stuck;
  stuck.update(0, now_);
  EXPECT_FALSE(stuck.left(now_ + 1h));
}

TEST_F(Work, SteadyWorkIsForeseen) {
  step(0s, 0);
  for (int i = 1; i <= 25; ++i) step(2s, i / 100.0);
  EXPECT_EQ(seconds_left(), 150);
}

TEST_F(Work, DownloadThatGoesOnIsReckonedFromWhereItBegan) {
  step(0s, 0.9);
  step(10s, 0.95);
  EXPECT_EQ(seconds_left(), 10);
}

TEST_F(Work, LatelyCountsMoreThanLongAgo) {
  step(0s, 0);
  for (int i = 1; i <= 20; ++i) step(10s, i / 100.0);            // 0.1 % a second
  for (int i = 1; i <= 30; ++i) step(10s, 0.2 + i / 100.0 * 2);  // twice as fast
  EXPECT_EQ(seconds_left(), 100);
}

TEST_F(Work, OneSlowStepDoesNotTurnItOver) {
  step(0s, 0);
  for (int i = 1; i <= 50; ++i) step(1s, i / 100.0);
  step(5s, 0.51);
  EXPECT_GT(seconds_left(), 49);
  EXPECT_LT(seconds_left(), 60);
}

TEST_F(Work, TimeGoesByBetweenTwoSteps) {
  step(0s, 0);
  step(10s, 0.5);
  EXPECT_EQ(seconds_left(), 10);
  now_ += 4s;
  EXPECT_EQ(seconds_left(), 6);
  now_ += 1h;
  EXPECT_EQ(seconds_left(), 0);
}

TEST(TimeLeftText, IsRoundedToWhatOneWouldSay) {
  EXPECT_EQ(readable(0s), "about 1 s left");
  EXPECT_EQ(readable(8200ms), "about 9 s left");
  EXPECT_EQ(readable(38s), "about 40 s left");
  EXPECT_EQ(readable(58s), "about 1 min left");
  EXPECT_EQ(readable(3min + 20s), "about 3 min left");
  EXPECT_EQ(readable(59min), "about 59 min left");
  EXPECT_EQ(readable(60min), "about 1 h left");
  EXPECT_EQ(readable(79min), "about 1 h 20 min left");
}

}  // namespace
}  // namespace kolog::app
