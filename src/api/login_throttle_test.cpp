// SPDX-License-Identifier: Apache-2.0
#include "api/login_throttle.h"

#include <vector>

#include <gtest/gtest.h>

#include "api/email_address.h"

namespace kolog::api {
namespace {

class SetClock final : public Clock {
 public:
  Timestamp now() const override { return now_; }
  void advance(std::chrono::seconds by) { now_ += by; }

 private:
  Timestamp now_{std::chrono::hours{1'000'000}};
};

class Throttle : public ::testing::Test {
 protected:
  bool fails(const std::string& email, const std::string& address) {
    return throttle_.begin(email, address).has_value();
  }

  SetClock clock_;
  LoginThrottle throttle_{{3, 5, std::chrono::minutes{15}, 4, 100}, clock_};
};

TEST_F(Throttle, TurnsAnEmailAwayAfterItsFailuresFromWhereverTheyCome) {
  EXPECT_TRUE(fails("a@example.com", "192.0.2.1"));
  EXPECT_TRUE(fails("a@example.com", "192.0.2.2"));
  EXPECT_TRUE(fails("a@example.com", "192.0.2.3"));
  const auto turned_away = throttle_.begin("a@example.com", "192.0.2.4");
  ASSERT_FALSE(turned_away.has_value());
  EXPECT_EQ(turned_away.error().code, ErrorCode::rate_limited);
  EXPECT_EQ(turned_away.error().retry_after, std::chrono::minutes{15});
  EXPECT_TRUE(fails("b@example.com", "192.0.2.4"));
}

TEST_F(Throttle, TurnsAnAddressAwayAfterItsFailuresWhateverTheEmail) {
  for (const auto* email : {"a", "b", "c", "d", "e"}) EXPECT_TRUE(fails(email, "192.0.2.1"));
  EXPECT_FALSE(fails("f", "192.0.2.1"));
  EXPECT_TRUE(fails("f", "192.0.2.2"));
}

TEST_F(Throttle, CountsANetworkOfIpv6AsOneAddress) {
  for (int i = 1; i <= 5; ++i) EXPECT_TRUE(fails(std::to_string(i), "2001:db8:1:2::" + std::to_string(i)));
  EXPECT_FALSE(fails("f", "2001:db8:1:2:ffff::1"));
  EXPECT_TRUE(fails("f", "2001:db8:1:3::1"));
}

TEST_F(Throttle, ForgivesWhenTheWindowIsOver) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(fails("a", "192.0.2.1"));
  EXPECT_FALSE(fails("a", "192.0.2.1"));
  clock_.advance(std::chrono::minutes{15});
  EXPECT_TRUE(fails("a", "192.0.2.1"));
}

TEST_F(Throttle, SuccessForgetsTheEmailsFailures) {
  EXPECT_TRUE(fails("a", "192.0.2.1"));
  EXPECT_TRUE(fails("a", "192.0.2.1"));
  throttle_.begin("a", "192.0.2.1").value().succeed();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(fails("a", "192.0.2.1"));
}

TEST_F(Throttle, SuccessWithAKnownLoginDoesNotFreeTheAddressForGuesses) {
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(fails(std::to_string(i), "192.0.2.1"));
  throttle_.begin("own", "192.0.2.1").value().succeed();
  EXPECT_TRUE(fails("x", "192.0.2.1"));
  EXPECT_FALSE(fails("y", "192.0.2.1"));
}

TEST_F(Throttle, CountsAttemptsSideBySideFromTheirBeginning) {
  std::vector<LoginThrottle::Attempt> under_way;
  for (int i = 0; i < 3; ++i) under_way.push_back(throttle_.begin("a", "192.0.2.1").value());
  EXPECT_FALSE(fails("a", "192.0.2.1"));
}

TEST_F(Throttle, LimitsHowManyWaitForAHashAtOnce) {
  {
    std::vector<LoginThrottle::Attempt> under_way;
    for (int i = 0; i < 4; ++i) {
      under_way.push_back(throttle_.begin(std::to_string(i), "192.0.2." + std::to_string(i)).value());
    }
    EXPECT_FALSE(fails("e", "192.0.2.9"));
  }
  EXPECT_TRUE(fails("e", "192.0.2.9"));
}

TEST_F(Throttle, FloodOfInventedEmailsDoesNotFreeAGuessedOne) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(fails("a", "192.0.2.1"));
  for (int i = 0; i < 500; ++i) fails("flood" + std::to_string(i), "198.51.100." + std::to_string(i));
  EXPECT_FALSE(fails("a", "192.0.2.1"));
}

TEST(EmailAddress, IsKeptInOneForm) {
  EXPECT_EQ(normalised_email("  Dana@Example.COM "), "dana@example.com");
}

TEST(EmailAddress, WhatIsNoneIsRefused) {
  for (const auto* text : {"", " ", "@", "a@", "@b", "a@b@c", "a b@c", "a\n@b", "plain"}) {
    EXPECT_FALSE(normalised_email(text).has_value()) << text;
  }
  EXPECT_FALSE(normalised_email(std::string(250, 'a') + "@b.example").has_value());
}

}  // namespace
}  // namespace kolog::api
