// SPDX-License-Identifier: Apache-2.0
#include "insight/labelled_call.h"

#include <gtest/gtest.h>

namespace kolog::insight {
namespace {

Result<std::vector<LabelledCall>> read(std::string_view lines) {
  return read_labelled_calls(lines, "Asia/Jerusalem");
}

TEST(LabelledCall, IsReadWithAllThatItsLabelSays) {
  const auto calls = read(
      R"({"id":"x","service":"gas","city":null,"intent":"request","outcome":"callback","urgent":true,)"
      R"("started_at":"2026-07-01T10:00","follow_up":{"due":null},"fields":{"name":"דנה"},"hard":["journey"],)"
      "\"text\":\"לקוחה: שלום\"}\n\n");
  ASSERT_TRUE(calls);
  ASSERT_EQ(calls->size(), 1U);
  const auto& call = calls->front();
  EXPECT_EQ(call.service, "gas");
  EXPECT_FALSE(call.city);
  EXPECT_EQ(call.intent, domain::Intent::request);
  EXPECT_EQ(call.outcome, domain::Outcome::callback);
  EXPECT_EQ(call.urgency, domain::Urgency::urgent);
  EXPECT_EQ(call.started_at, parse_time("2026-07-01T07:00:00Z").value());
  ASSERT_TRUE(call.due && *call.due);
  EXPECT_EQ(**call.due, "");
  EXPECT_EQ(call.fields->at("name"), "דנה");
  EXPECT_EQ(call.transcript.segments.size(), 1U);
}

TEST(LabelledCall, ServiceCityAndTextAreEnough) {
  const auto calls = read(R"({"service":null,"city":null,"text":"hello"})");
  ASSERT_TRUE(calls);
  EXPECT_EQ(calls->front().id, "1");
  EXPECT_FALSE(calls->front().intent);
  EXPECT_FALSE(calls->front().due);
}

TEST(LabelledCall, AMistakeNamesItsLine) {
  const auto calls =
      read("{\"service\":null,\"city\":null,\"text\":\"a\"}\n{\"service\":7,\"city\":null,\"text\":\"b\"}");
  ASSERT_FALSE(calls);
  EXPECT_EQ(calls.error().public_message, "Line 2: \"service\" must be text or null");
  for (const auto* line : {"not json", "[]", R"({"city":null,"text":"a"})", R"({"service":null,"city":null})",
                           R"({"service":null,"city":null,"text":"a","intent":"joy"})",
                           R"({"service":null,"city":null,"text":"a","started_at":"yesterday"})",
                           R"({"service":null,"city":null,"text":"a","fields":[1]})",
                           R"({"service":null,"city":null,"text":"a","follow_up":3})"}) {
    EXPECT_FALSE(read(line)) << line;
  }
}

}  // namespace
}  // namespace kolog::insight
