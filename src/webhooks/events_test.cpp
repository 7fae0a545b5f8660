// SPDX-License-Identifier: Apache-2.0
#include "webhooks/events.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace kolog::webhooks {
namespace {

namespace json = boost::json;

CallEvent full_event() {
  CallEvent event;
  event.call.call_sid = "CA00000000000000000000000000000001";
  event.call.direction = domain::Direction::inbound;
  event.call.from_number = "+972501234567";
  event.call.to_number = "+97231234567";
  event.call.created_at = parse_time("2026-02-28T09:30:00Z").value();
  event.call.duration = std::chrono::seconds{62};
  event.call.transcript_source = "offline";
  event.call.language = domain::Language::hebrew;
  event.call.summary = "הלקוח ביקש שיפוץ.";
  event.call.recording_url = "/2010-04-01/Accounts/AC0/Recordings/RE0";
  event.transcript = "לקוח: שלום \"עולם\"\n";
  event.insight.service = {"renovation", "שיפוצים", 0.918, {"שיפוץ", 0}};
  event.insight.city = {"תל אביב", 0.8, {"תל אביב", 0}};
  event.public_url = "https://kolog.example.org/";
  event.occurred_at = parse_time("2026-02-28T09:32:00.125Z").value();
  return event;
}

TEST(Events, ProcessedCallSaysAllThatTheContractPromises) {
  EXPECT_EQ(json::parse(call_processed_body(full_event())), json::parse(R"({
    "type":"call.processed","timestamp":"2026-02-28T09:32:00.125Z","data":{
      "call_sid":"CA00000000000000000000000000000001","direction":"inbound",
      "from_number":"+972501234567","to_number":"+97231234567",
      "started_at":"2026-02-28T09:30:00.000Z","duration":62,
      "transcript":"לקוח: שלום \"עולם\"\n","transcript_source":"offline","language":"he",
      "summary":"הלקוח ביקש שיפוץ.",
      "service":{"id":"renovation","name":"שיפוצים","confidence":0.92},
      "city":{"name":"תל אביב","confidence":0.8},
      "recording_url":"https://kolog.example.org/api/calls/CA00000000000000000000000000000001/download"}})"));
}

TEST(Events, ATestSaysThatItIsOne) {
  const auto body = json::parse(webhook_test_body("we_1", full_event().occurred_at));
  EXPECT_EQ(body.at("type"), "webhook.test");
  EXPECT_EQ(body.at("timestamp"), "2026-02-28T09:32:00.125Z");
  EXPECT_EQ(body.at("data").at("endpoint_id"), "we_1");
  EXPECT_TRUE(body.at("data").at("message").is_string());
}

TEST(Events, StringsAreNeverNull) {
  const auto data = json::parse(call_processed_body({})).at("data").as_object();
  for (const std::string_view name :
       {"call_sid", "direction", "from_number", "to_number", "started_at", "transcript", "transcript_source",
        "language", "summary", "recording_url"}) {
    EXPECT_TRUE(data.at(name).is_string()) << name;
  }
  EXPECT_EQ(data.at("direction"), "unknown");
  EXPECT_TRUE(data.at("service").is_null());
  EXPECT_TRUE(data.at("city").is_null());
  EXPECT_TRUE(data.at("duration").is_null());
}

TEST(Events, TwiliosAddressIsNeverGivenAway) {
  EXPECT_EQ(call_processed_body(full_event()).find("/2010-04-01/"), std::string::npos);
  auto event = full_event();
  event.call.recording_url.clear();
  EXPECT_EQ(json::parse(call_processed_body(event)).at("data").at("recording_url"), "");
}

TEST(Events, SummaryAndLanguageOfTheInsightStandInForTheCalls) {
  auto event = full_event();
  event.call.summary.clear();
  event.call.language.reset();
  event.insight.summary = "A summary.";
  event.insight.language = domain::Language::english;
  const auto data = json::parse(call_processed_body(event)).at("data");
  EXPECT_EQ(data.at("summary"), "A summary.");
  EXPECT_EQ(data.at("language"), "en");
}

TEST(Events, FailedCallNamesTheStageAndTheReason) {
  auto event = full_event();
  event.call.failure_stage = "transcribed";
  event.call.failure_reason = "The recording holds no audio";
  const auto body = json::parse(call_failed_body(event));
  EXPECT_EQ(body.at("type"), "call.failed");
  EXPECT_EQ(body.at("data").at("failure"),
            json::parse(R"({"stage":"transcribed","reason":"The recording holds no audio"})"));
}

}  // namespace
}  // namespace kolog::webhooks
