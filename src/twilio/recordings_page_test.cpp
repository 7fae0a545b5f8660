// SPDX-License-Identifier: Apache-2.0
#include "twilio/recordings_page.h"

#include <gtest/gtest.h>

namespace kolog::twilio {
namespace {

constexpr std::string_view kAccount = "AC0123456789abcdef0123456789abcdef";
constexpr std::string_view kRecording = "REfedcba9876543210fedcba9876543210";

TEST(RecordingsPage, ReadsWhatTwilioSays) {
  const auto page = parse_recordings_page(
      R"({"recordings":[{"sid":"REfedcba9876543210fedcba9876543210",
        "account_sid":"AC0123456789abcdef0123456789abcdef",
        "call_sid":"CA00000000000000000000000000000001","status":"completed","duration":"62","channels":2,
        "source":"DialVerb","start_time":"Sat, 28 Feb 2026 09:30:00 +0000","error_code":null,
        "uri":"/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/REfedcba9876543210fedcba9876543210.json"}],
        "next_page_uri":"/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Calls/x/Recordings.json?Page=1"})",
      kAccount);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->recordings.size(), 1U);
  const auto& recording = page->recordings[0];
  EXPECT_EQ(recording.recording_sid, kRecording);
  EXPECT_EQ(recording.uri,
            "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/"
            "REfedcba9876543210fedcba9876543210");
  EXPECT_EQ(recording.call_sid, "CA00000000000000000000000000000001");
  EXPECT_EQ(recording.status, domain::RecordingStatus::completed);
  EXPECT_EQ(recording.duration, std::chrono::seconds{62});
  EXPECT_EQ(recording.channels, 2);
  EXPECT_EQ(recording.source, "DialVerb");
  EXPECT_EQ(format_rfc3339(recording.started_at.value()), "2026-02-28T09:30:00.000Z");
  EXPECT_EQ(recording.error_code, 0);
  EXPECT_NE(page->next_page_uri.find("Page=1"), std::string::npos);
}

TEST(RecordingsPage, NumbersMayComeAsStringsAndStringsAsNull) {
  const auto recording =
      parse_recording(R"({"sid":"REfedcba9876543210fedcba9876543210","account_sid":null,"call_sid":null,
        "status":null,"duration":"-1","channels":"1","source":null,"start_time":null,"error_code":"16101","uri":null})",
                      kAccount);
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->uri,
            "/2010-04-01/Accounts/" + std::string(kAccount) + "/Recordings/" + std::string(kRecording));
  EXPECT_EQ(recording->status, domain::RecordingStatus::unknown);
  EXPECT_FALSE(recording->duration);
  EXPECT_EQ(recording->channels, 1);
  EXPECT_EQ(recording->error_code, 16101);
  EXPECT_FALSE(recording->started_at);
}

TEST(RecordingsPage, NumbersOutOfAllProportionAreUnknown) {
  const auto recording = parse_recording(
      R"({"sid":"REfedcba9876543210fedcba9876543210","duration":1e300,"channels":99999999999999999999,"error_code":-5})",
      kAccount);
  ASSERT_TRUE(recording);
  EXPECT_FALSE(recording->duration);
  EXPECT_EQ(recording->channels, 0);
  EXPECT_EQ(recording->error_code, 0);
}

TEST(RecordingsPage, ItemsWithoutValidSidAreLeftOut) {
  const auto page = parse_recordings_page(
      R"({"recordings":[null,7,[],{"sid":"RE../../../etc/passwd"},{"sid":5},{}],"next_page_uri":null})",
      kAccount);
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->recordings.empty());
  EXPECT_EQ(page->next_page_uri, "");
}

TEST(RecordingsPage, AnAccountThatIsNoneCannotBendTheUri) {
  const auto recording = parse_recording(
      R"({"sid":"REfedcba9876543210fedcba9876543210","account_sid":"AC/../../../evil","uri":"https://evil.example/"})",
      kAccount);
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->uri,
            "/2010-04-01/Accounts/" + std::string(kAccount) + "/Recordings/" + std::string(kRecording));
}

TEST(RecordingsPage, WhatIsNoListIsToBeAskedForAgain) {
  for (const std::string_view text : {"", "null", "[]", "{}", R"({"recordings":null})",
                                      R"({"recordings":{}})", "<html>", R"({"recordings":[)"}) {
    const auto page = parse_recordings_page(text, kAccount);
    ASSERT_FALSE(page) << text;
    EXPECT_EQ(page.error().code, ErrorCode::unavailable);
  }
  EXPECT_EQ(parse_recordings_page(std::string(100'000, '['), kAccount).error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace kolog::twilio
