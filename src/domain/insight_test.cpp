// SPDX-License-Identifier: Apache-2.0
#include "domain/insight.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "domain/insight_json.h"

namespace kolog::domain {
namespace {

using namespace std::chrono_literals;

Insight read(std::string_view json) {
  return insight_from_json(boost::json::parse(json)).value();
}

TEST(Insight, IsAsSureAsItsLeastSureFinding) {
  Insight insight;
  EXPECT_FALSE(overall_confidence(insight));
  insight.city = {"תל אביב", 0.6, {}};
  EXPECT_EQ(overall_confidence(insight), 0.6);
  insight.service = {"plumbing", "אינסטלציה", 0.9, {}};
  EXPECT_EQ(overall_confidence(insight), 0.6);
  insight.city.reset();
  EXPECT_EQ(overall_confidence(insight), 0.9);
}

TEST(Service, IsNamedInTheCallsLanguage) {
  const Service service{"plumbing", "אינסטלציה", "Plumbing", {}};
  EXPECT_EQ(service.name(Language::english), "Plumbing");
  EXPECT_EQ(service.name(Language::hebrew), "אינסטלציה");
  EXPECT_EQ(service.name(std::nullopt), "אינסטלציה");
}

TEST(InsightJson, IsReadBackAsItWasWritten) {
  Insight insight;
  insight.language = Language::hebrew;
  insight.service = {"renovation", "שיפוצים", 0.92, {.text = "לשפץ את \"המטבח\"", .segment = 3}};
  insight.city = {"קריית גת", 0.7, {.text = "בקריית גת"}};
  insight.summary = "שיפוץ מטבח";
  insight.fields = {{"name", {"רונית", 0.9, {"רונית", 1, Speaker::caller, 1250ms, 1700ms}}},
                    {"street", {"הגפן 5", 0.75, {}}}};
  insight.intent = Intent::complaint;
  insight.outcome = Outcome::callback;
  insight.urgency = Urgency::urgent;
  insight.follow_up = {"אחזור אליך מחר", "2026-11-25", {"אחזור אליך", 4, Speaker::agent, {}, {}}};
  insight.sentiment = Sentiment::negative;
  insight.engine = "lexicon";
  const auto again = read(boost::json::serialize(to_json(insight)));
  EXPECT_EQ(again.language, insight.language);
  EXPECT_EQ(again.service->id, "renovation");
  EXPECT_EQ(again.service->name, "שיפוצים");
  EXPECT_EQ(again.service->confidence, 0.92);
  EXPECT_EQ(again.service->evidence.text, "לשפץ את \"המטבח\"");
  EXPECT_EQ(again.service->evidence.segment, 3U);
  EXPECT_EQ(again.city->name, "קריית גת");
  EXPECT_FALSE(again.city->evidence.segment);
  EXPECT_EQ(again.summary, insight.summary);
  EXPECT_EQ(again.fields, insight.fields);
  EXPECT_EQ(again.intent, insight.intent);
  EXPECT_EQ(again.outcome, insight.outcome);
  EXPECT_EQ(again.urgency, insight.urgency);
  EXPECT_EQ(again.follow_up, insight.follow_up);
  EXPECT_EQ(again.sentiment, insight.sentiment);
  EXPECT_EQ(again.engine, insight.engine);
}

TEST(InsightJson, NothingFoundIsNull) {
  EXPECT_EQ(
      boost::json::serialize(to_json(Insight{})),
      R"({"language":null,"service":null,"city":null,"summary":"","fields":{},)"
      R"("intent":null,"outcome":"none","urgency":"normal","follow_up":null,"sentiment":null,"engine":""})");
}

TEST(InsightJson, ANullThrowsNothingElseAway) {
  const auto insight = read(
      R"({"language":null,"service":{"id":"gas","name":null,"confidence":null,"evidence":null},"city":null,
          "summary":null,"fields":{"name":null,"street":"Vine"}})");
  ASSERT_TRUE(insight.service);
  EXPECT_EQ(insight.service->id, "gas");
  EXPECT_EQ(insight.service->confidence, 0);
  EXPECT_FALSE(insight.city);
  EXPECT_EQ(insight.summary, "");
  EXPECT_EQ(insight.fields, (std::map<std::string, FieldFinding>{{"street", {"Vine", 0, {}}}}));
}

TEST(InsightJson, WrongTypesAreNothing) {
  const auto insight =
      read(R"({"language":7,"service":"gas","city":[],"summary":{},"fields":"none","more":true})");
  EXPECT_FALSE(insight.language);
  EXPECT_FALSE(insight.service);
  EXPECT_FALSE(insight.city);
  EXPECT_TRUE(insight.fields.empty());
  EXPECT_TRUE(read("{}").summary.empty());
}

TEST(InsightJson, AConfidenceIsAtMostCertaintyAndASegmentIsCounted) {
  const auto insight = read(
      R"({"service":{"id":"gas","confidence":12,"evidence":{"segment":-1}},"city":{"name":"x","confidence":-3,"evidence":{"segment":1.5}}})");
  EXPECT_EQ(insight.service->confidence, 1);
  EXPECT_FALSE(insight.service->evidence.segment);
  EXPECT_EQ(insight.city->confidence, 0);
  EXPECT_FALSE(insight.city->evidence.segment);
}

TEST(InsightJson, WhatIsNoObjectIsInvalid) {
  for (const auto* text : {"null", "[]", "7", "\"text\""}) {
    const auto insight = insight_from_json(boost::json::parse(text));
    ASSERT_FALSE(insight) << text;
    EXPECT_EQ(insight.error().code, ErrorCode::invalid_request) << text;
  }
}

}  // namespace
}  // namespace kolog::domain
