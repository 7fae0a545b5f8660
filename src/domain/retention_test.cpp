// SPDX-License-Identifier: Apache-2.0
#include "domain/retention.h"

#include <gtest/gtest.h>

namespace kolog::domain {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

const Timestamp kBegan = parse_time("2026-02-28T09:30:00.125Z").value();

Call call_of_then() {
  Call call;
  call.created_at = kBegan;
  return call;
}

TEST(Retention, TheLastMillisecondOfTheLastDayCounts) {
  const auto call = call_of_then();
  EXPECT_EQ(audio_expires_at(call, days{7}), kBegan + days{7});
  EXPECT_FALSE(is_audio_over(call, days{7}, kBegan));
  EXPECT_FALSE(is_audio_over(call, days{7}, kBegan + days{7}));
  EXPECT_TRUE(is_audio_over(call, days{7}, kBegan + days{7} + milliseconds{1}));
}

TEST(Retention, ALegalHoldKeepsTheRecordingForAsLongAsItIsOn) {
  auto call = call_of_then();
  call.legal_hold_at = kBegan + days{1};
  EXPECT_FALSE(is_audio_over(call, days{7}, kBegan + days{400}));
  call.legal_hold_at.reset();
  EXPECT_TRUE(is_audio_over(call, days{7}, kBegan + days{400}));
}

TEST(Retention, WhatIsGoneStaysGoneUnderAHoldThatCameTooLate) {
  auto call = call_of_then();
  call.audio_expired_at = kBegan + days{8};
  call.legal_hold_at = kBegan + days{9};
  EXPECT_TRUE(is_audio_over(call, days{7}, kBegan + days{9}));
  EXPECT_TRUE(is_audio_over(call, days{30}, kBegan + days{9})) << "longer retention brings nothing back";
}

}  // namespace
}  // namespace kolog::domain
