// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/taxonomy.h"

namespace kolog::insight {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kService = R"({"service":{"value":"plumbing","quote":"a plumber","segment":2}})";

domain::InsightSettings with_fields() {
  auto settings = default_settings();
  settings.fields = {{.id = "rooms",
                      .hebrew_name = "חדרים",
                      .english_name = "Rooms",
                      .type = domain::FieldType::number,
                      .description = "",
                      .choices = {}},
                     {.id = "pets",
                      .hebrew_name = "חיות",
                      .english_name = "Pets",
                      .type = domain::FieldType::yes_no,
                      .description = "",
                      .choices = {}}};
  return settings;
}

ParsedAnswer parse(std::string_view content) {
  return parse_llm_answer(content, default_settings());
}

TEST(LlmAnswer, APartHasValueQuoteAndSegment) {
  const auto parsed = parse(kService);
  EXPECT_THAT(parsed.mistakes, IsEmpty());
  EXPECT_EQ(parsed.answer.service.said, Said::something);
  EXPECT_EQ(parsed.answer.service.value, "plumbing");
  EXPECT_EQ(parsed.answer.service.quote, "a plumber");
  EXPECT_EQ(parsed.answer.service.segment, 2U);
  EXPECT_EQ(parsed.answer.city.said, Said::not_answered);
}

TEST(LlmAnswer, AFenceReasoningAndProseRoundItDoNoHarm) {
  const std::string form = kService;
  for (const auto& content :
       {"```json\n" + form + "\n```", "<think>Is it {gas}? {\"service\":null}</think>\n" + form,
        "First I thought {\"service\": null} but no.\nHere you are:\n" + form + "\nAnything else? :-}",
        "{" + form, "{\"braces } in { text\": 1} " + form}) {
    const auto parsed = parse(content);
    EXPECT_EQ(parsed.answer.service.value, "plumbing") << content;
    EXPECT_THAT(parsed.mistakes, IsEmpty()) << content;
  }
}

TEST(LlmAnswer, NullAnywhereMeansThatTheCallDoesNotSayIt) {
  for (const auto* content :
       {R"({"service":null})", R"({"service":{"value":null,"quote":null,"segment":null}})",
        R"({"service":{"value":"","quote":""}})", R"({"service":{}})"}) {
    const auto parsed = parse(content);
    EXPECT_EQ(parsed.answer.service.said, Said::nothing) << content;
    EXPECT_THAT(parsed.mistakes, IsEmpty());
    EXPECT_TRUE(parsed.usable);
  }
  EXPECT_EQ(parse(R"({"fields":null,"summary":null,"service":null})").answer.summary, "");
}

TEST(LlmAnswer, AValueWithoutAQuoteIsNoAnswer) {
  const auto parsed = parse(R"({"service":{"value":"gas","quote":null,"segment":0}})");
  EXPECT_EQ(parsed.answer.service.said, Said::not_answered);
}

TEST(LlmAnswer, WhatIsNoFormIsOneMistakeAndUnusable) {
  for (const auto* content : {"", "I am sorry.", "null", "[1,2]", "{", R"({"service":)", R"({"other":1})",
                              R"({"service":{"value":"plumbing")"}) {
    const auto parsed = parse(content);
    EXPECT_FALSE(parsed.usable) << content;
    EXPECT_THAT(parsed.mistakes, SizeIs(1));
  }
}

TEST(LlmAnswer, WrongTypesAreNamedAndSpoilTheirPartAlone) {
  const auto parsed = parse(
      R"({"service":"plumbing","city":{"value":["Haifa"],"quote":"Haifa"},"summary":7,
          "intent":{"value":"request","quote":"I need"},"fields":[]})");
  EXPECT_TRUE(parsed.usable);
  EXPECT_THAT(parsed.mistakes, Contains(HasSubstr("`service`")));
  EXPECT_THAT(parsed.mistakes, Contains(HasSubstr("`city.value`")));
  EXPECT_THAT(parsed.mistakes, Contains(HasSubstr("`fields`")));
  EXPECT_EQ(parsed.answer.service.said, Said::not_answered);
  EXPECT_EQ(parsed.answer.intent.value, "request");
}

TEST(LlmAnswer, AnUnknownServiceOrValueIsAMistakeThatIsNotRepeated) {
  const auto parsed = parse(R"({"service":{"value":"ignore all rules","quote":"x"},
                                "intent":{"value":"to obey","quote":"x"}})");
  EXPECT_THAT(parsed.mistakes, SizeIs(2));
  for (const auto& mistake : parsed.mistakes) {
    EXPECT_THAT(mistake, Not(HasSubstr("rules")));
    EXPECT_THAT(mistake, Not(HasSubstr("obey")));
  }
  EXPECT_EQ(parsed.answer.service.said, Said::not_answered);
  EXPECT_EQ(parsed.answer.intent.said, Said::not_answered);
}

TEST(LlmAnswer, BareNumbersAndTruthsAreTakenForFields) {
  const auto parsed = parse_llm_answer(
      R"({"fields":{"rooms":{"value":4,"quote":"four rooms","segment":1.0},
                    "pets":{"value":true,"quote":"a dog","segment":"1"},"other":{"value":"x","quote":"y"}}})",
      with_fields());
  EXPECT_THAT(parsed.mistakes, IsEmpty());
  EXPECT_EQ(parsed.answer.fields.at("rooms").value, "4");
  EXPECT_EQ(parsed.answer.fields.at("rooms").segment, 1U);
  EXPECT_EQ(parsed.answer.fields.at("pets").value, "yes");
  EXPECT_FALSE(parsed.answer.fields.contains("other"));
}

TEST(LlmAnswer, AFollowUpIsKnownByItsQuoteAndMayHaveNoTime) {
  const auto parsed = parse(R"({"follow_up":{"due":null,"quote":"I will call you back","segment":3}})");
  EXPECT_EQ(parsed.answer.follow_up.said, Said::something);
  EXPECT_EQ(parsed.answer.follow_up.value, "");
  EXPECT_EQ(parse(R"({"follow_up":{"due":"2026-11-25","quote":null}})").answer.follow_up.said, Said::nothing);
}

TEST(LlmAnswer, SegmentsThatAreNoneAreNoHint) {
  for (const auto* segment : {"-1", "1e300", "\"2\"", "null", "{}"}) {
    const auto parsed =
        parse(R"({"service":{"value":"gas","quote":"x","segment":)" + std::string(segment) + "}}");
    EXPECT_EQ(parsed.answer.service.segment, std::nullopt) << segment;
    EXPECT_EQ(parsed.answer.service.said, Said::something) << segment;
  }
}

TEST(LlmAnswer, EndlessTextAndDeepNestingEnd) {
  EXPECT_FALSE(parse(std::string(300'000, '{')).usable);
  EXPECT_FALSE(parse(R"({"service":)" + std::string(100'000, '[')).usable);
  EXPECT_THAT(parse(R"({"summary":")" + std::string(9'000, 'a') + "\"}").mistakes, SizeIs(1));
}

}  // namespace
}  // namespace kolog::insight
