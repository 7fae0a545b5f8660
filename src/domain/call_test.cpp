// SPDX-License-Identifier: Apache-2.0
#include "domain/call.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "domain/business.h"
#include "domain/recording.h"

namespace kolog::domain {
namespace {

const std::string kDigits = "0123456789abcdef0123456789abcdef";

TEST(Sid, IsItsPrefixAndThirtyTwoHexadecimalDigits) {
  EXPECT_TRUE(is_call_sid("CA" + kDigits));
  EXPECT_TRUE(is_recording_sid("RE" + kDigits));
  EXPECT_TRUE(is_account_sid("AC" + kDigits));
}

TEST(Sid, OfAnotherThingIsRefused) {
  EXPECT_FALSE(is_call_sid("RE" + kDigits));
  EXPECT_FALSE(is_recording_sid("CA" + kDigits));
  EXPECT_FALSE(is_account_sid("CA" + kDigits));
}

TEST(Sid, WhatCouldNameAnotherFileOrRowIsRefused) {
  for (const auto& text : std::vector<std::string>{
           std::string(), std::string("CA"), "CA" + kDigits.substr(1), "CA" + kDigits + "0", "ca" + kDigits,
           "CA" + kDigits.substr(1) + "F", "CA" + kDigits.substr(1) + "g", "CA" + kDigits.substr(3) + "../",
           "CA/../../../../../../../../etc/pass", "CA" + kDigits.substr(1) + std::string(1, '\0'),
           "CA" + kDigits.substr(1) + "\n", "CA' OR 1=1 -- 89abcdef01234567890", " CA" + kDigits.substr(1)}) {
    EXPECT_FALSE(is_call_sid(text)) << text;
  }
}

TEST(PhoneNumber, IsE164) {
  EXPECT_TRUE(is_phone_number("+97231234567"));
  EXPECT_TRUE(is_phone_number("+1234567"));
  EXPECT_TRUE(is_phone_number("+123456789012345"));
  for (const auto* text :
       {"", "+", "+123456", "+1234567890123456", "97231234567", "+0723123456", "+972 3 123 4567",
        "+9723123456a", "+972-31234567", "anonymous", "sip:a@example.com", "+97231234567\n"}) {
    EXPECT_FALSE(is_phone_number(text)) << text;
  }
}

TEST(Direction, EveryOutboundOfTwiliosIsOutbound) {
  EXPECT_EQ(parse_direction("inbound"), Direction::inbound);
  for (const auto* text : {"outbound", "outbound-api", "outbound-dial"})
    EXPECT_EQ(parse_direction(text), Direction::outbound) << text;
  for (const auto* text : {"", "unknown", "Inbound", "trunking-originating"})
    EXPECT_EQ(parse_direction(text), Direction::unknown) << text;
}

TEST(Direction, IsReadBackAsItIsWritten) {
  for (const auto direction : {Direction::unknown, Direction::inbound, Direction::outbound})
    EXPECT_EQ(parse_direction(to_string(direction)), direction);
}

TEST(Stage, IsReadBackAsItIsWrittenAndStandsInOrder) {
  for (auto stage = Stage::ingested; stage <= Stage::delivered;
       stage = static_cast<Stage>(static_cast<int>(stage) + 1)) {
    EXPECT_EQ(parse_stage(to_string(stage)), stage);
  }
  EXPECT_EQ(to_string(Stage::ingested), "ingested");
  EXPECT_EQ(to_string(Stage::transcribed), "transcribed");
  EXPECT_EQ(to_string(Stage::delivered), "delivered");
  EXPECT_FALSE(parse_stage(""));
  EXPECT_FALSE(parse_stage("Fetched"));
  EXPECT_FALSE(parse_stage("fetched "));
}

TEST(RecordingStatus, IsReadBackAsItIsWritten) {
  for (const auto status :
       {RecordingStatus::unknown, RecordingStatus::in_progress, RecordingStatus::processing,
        RecordingStatus::completed, RecordingStatus::absent, RecordingStatus::failed}) {
    EXPECT_EQ(parse_recording_status(to_string(status)), status);
  }
  EXPECT_EQ(parse_recording_status("in_progress"), RecordingStatus::unknown);
}

TEST(CallFlow, IsReadBackAsItIsWritten) {
  for (const auto flow : {CallFlow::forward, CallFlow::voicemail, CallFlow::stream})
    EXPECT_EQ(parse_call_flow(to_string(flow)), flow);
  EXPECT_FALSE(parse_call_flow(""));
  EXPECT_FALSE(parse_call_flow("record"));
}

}  // namespace
}  // namespace kolog::domain
