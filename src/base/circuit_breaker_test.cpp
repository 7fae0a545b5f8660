// SPDX-License-Identifier: Apache-2.0
#include "base/circuit_breaker.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace kolog {
namespace {

using namespace std::chrono_literals;

class CircuitBreakerTest : public ::testing::Test {
 protected:
  void fail(int times) {
    for (int i = 0; i < times; ++i) breaker.failed("server");
  }
  bool may_ask() { return !breaker.holds_off("server"); }

  testing::FakeClock clock;
  CircuitBreaker breaker{{.failures = 3, .pause = 1s, .longest = 4s}, {"TEST", "The server"}, clock};
};

TEST_F(CircuitBreakerTest, OpensAfterFailuresInARowAndNotBefore) {
  fail(2);
  breaker.succeeded("server");
  fail(2);
  EXPECT_TRUE(may_ask());
  fail(1);
  EXPECT_EQ(breaker.holds_off("server"), 1000ms);
}

TEST_F(CircuitBreakerTest, OneAsksForAllAndItsSuccessClosesIt) {
  fail(3);
  clock.advance(1s);
  EXPECT_TRUE(may_ask());
  EXPECT_FALSE(may_ask()) << "somebody is asking already";
  breaker.succeeded("server");
  EXPECT_TRUE(may_ask());
  EXPECT_TRUE(may_ask());
}

TEST_F(CircuitBreakerTest, WaitsLongerEachTimeUpToTheLongest) {
  fail(3);
  for (const auto pause : {1000ms, 2000ms, 4000ms, 4000ms}) {
    EXPECT_EQ(breaker.holds_off("server"), pause);
    clock.advance(pause);
    ASSERT_TRUE(may_ask());
    fail(1);
  }
}

TEST_F(CircuitBreakerTest, LateAnswersToWhatWasAskedBeforeItOpenedDoNotLengthenIt) {
  fail(8);
  EXPECT_EQ(breaker.holds_off("server"), 1000ms);
}

TEST_F(CircuitBreakerTest, WhoAsksForAllAndNeverReportsKeepsItOpenForOnePauseOnly) {
  fail(3);
  clock.advance(1s);
  ASSERT_TRUE(may_ask());
  clock.advance(999ms);
  EXPECT_FALSE(may_ask());
  clock.advance(1ms);
  EXPECT_TRUE(may_ask());
}

TEST_F(CircuitBreakerTest, ServersAreJudgedEachByItself) {
  fail(3);
  EXPECT_FALSE(may_ask());
  EXPECT_FALSE(breaker.holds_off("another"));
}

}  // namespace
}  // namespace kolog
