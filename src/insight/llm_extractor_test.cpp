// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_extractor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/llm_fixture.h"
#include "support/fake_clock.h"

namespace kolog::insight {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::part;

class LlmExtractorTest : public ::testing::Test {
 protected:
  LlmExtractorTest() {
    settings.server.url = "https://model.example.com";
    settings.server.options.model = "gpt-oss";
    settings.timeout = 20s;
    built_in.insight.engine = "lexicon";
    built_in.insight.language = domain::Language::english;
    built_in.insight.city = {"חיפה", 0.65, {}};
  }

  Result<domain::Insight> extract() {
    if (!extractor) {
      extractor = std::make_unique<LlmExtractor>(
          settings, built_in, std::make_unique<testing::FakeClient>(server), clock, &budget);
    }
    return extractor->extract(
        {.transcript = transcript, .settings = business, .business_id = "b1", .stop = stop.get_token()});
  }
  static std::string form(const char* service = "plumbing") {
    return json::serialize(json::object{{"service", part(service, "I need a plumber")},
                                        {"city", part("Haifa", "in Haifa")},
                                        {"summary", "The caller needs a plumber in Haifa."}});
  }
  void expect_built_in() {
    const auto insight = extract();
    ASSERT_TRUE(insight);
    EXPECT_EQ(insight->engine, "lexicon");
    EXPECT_FALSE(insight->service);
    EXPECT_EQ(insight->city->confidence, 0.65);
    EXPECT_EQ(insight->summary, "");
  }

  testing::FakeServer server;
  testing::FakeExtractor built_in;
  testing::FakeBudget budget;
  kolog::testing::FakeClock clock;
  LlmExtractor::Settings settings;
  domain::InsightSettings business = default_settings();
  domain::Transcript transcript = testing::call("Caller: I need a plumber in Haifa.\nAgent: Fine.");
  std::stop_source stop;
  std::unique_ptr<LlmExtractor> extractor;
};

TEST_F(LlmExtractorTest, AnAnswerThatTheCallBearsOutIsTakenAndItsModelNamed) {
  server.answer(200, testing::completion(form()));
  const auto insight = extract();
  ASSERT_TRUE(insight);
  EXPECT_EQ(insight->engine, "gpt-oss");
  EXPECT_EQ(insight->service->id, "plumbing");
  EXPECT_GT(insight->city->confidence, 0.8);
  EXPECT_EQ(insight->summary, "The caller needs a plumber in Haifa.");
  EXPECT_THAT(budget.uses, ElementsAre(TokenUse{700, 50}));
}

TEST_F(LlmExtractorTest, AnAnswerWithMistakesIsRepairedOnce) {
  server.answer(200, testing::completion("Here is your answer!"));
  server.answer(200, testing::completion(form()));
  EXPECT_EQ(extract()->engine, "gpt-oss");
  EXPECT_THAT(server.message(1, 0), HasSubstr("was not one whole JSON object"));
  EXPECT_EQ(server.message(1, 1), server.message(0, 1));
  EXPECT_EQ(budget.uses.size(), 2U);
}

TEST_F(LlmExtractorTest, TwoAnswersThatAreNoneLeaveTheBuiltInOne) {
  server.answer(200, testing::completion("Here is your answer!"));
  server.answer(200, testing::completion("{\"service\":"));
  expect_built_in();
  EXPECT_EQ(server.requests.size(), 2U);
}

TEST_F(LlmExtractorTest, PartsThatStayWrongLeaveTheirBuiltInAnswersAlone) {
  server.answer(200, testing::completion(form("no_such_service")));
  server.answer(200, testing::completion(form("no_such_service")));
  const auto insight = extract();
  EXPECT_EQ(insight->engine, "gpt-oss");
  EXPECT_FALSE(insight->service);
  EXPECT_GT(insight->city->confidence, 0.8);
}

TEST_F(LlmExtractorTest, WhatWasRightBeforeAFailedRepairCounts) {
  server.answer(200, testing::completion(form("no_such_service")));
  server.fail(ErrorCode::unavailable);
  EXPECT_EQ(extract()->engine, "gpt-oss");
}

TEST_F(LlmExtractorTest, ARefusalAndACutOffAnswerAreNotAskedForAgain) {
  server.answer(200, testing::completion(form(), "length"));
  expect_built_in();
  server.answer(200, testing::completion("", "content_filter"));
  expect_built_in();
  EXPECT_EQ(server.requests.size(), 2U);
}

TEST_F(LlmExtractorTest, AServerThatDoesNotAnswerAsItShouldLeavesTheBuiltInOneAtOnce) {
  settings.server.breaker.failures = 100;
  for (const int status : {500, 503, 429, 401, 404, 302, 400}) {
    server.answer(status, "");
    expect_built_in();
  }
  server.fail(ErrorCode::unavailable);
  expect_built_in();
  EXPECT_EQ(server.requests.size(), 8U);
}

TEST_F(LlmExtractorTest, ABreakerThatIsOpenAsksNobody) {
  settings.server.breaker = {.failures = 1, .pause = 30s, .longest = 1min};
  server.fail(ErrorCode::unavailable);
  expect_built_in();
  expect_built_in();
  EXPECT_EQ(server.requests.size(), 1U);
}

TEST_F(LlmExtractorTest, ABudgetThatIsUsedUpAsksNobody) {
  business.model.daily_tokens = 5;
  budget.open = false;
  expect_built_in();
  EXPECT_TRUE(server.requests.empty());
  EXPECT_THAT(budget.asked, ElementsAre(std::pair("b1", std::optional<long long>(5))));
}

TEST_F(LlmExtractorTest, ABusinessMayHaveTheModelOff) {
  business.model.enabled = false;
  expect_built_in();
  EXPECT_TRUE(server.requests.empty());
}

TEST_F(LlmExtractorTest, ACallWithoutWordsIsNotSent) {
  transcript.segments.clear();
  expect_built_in();
  transcript.segments.emplace_back().text = " \n";
  expect_built_in();
  EXPECT_TRUE(server.requests.empty());
}

TEST_F(LlmExtractorTest, WhoIsStoppedFinishesNothing) {
  server.fail(ErrorCode::cancelled);
  const auto insight = extract();
  ASSERT_FALSE(insight);
  EXPECT_EQ(insight.error().code, ErrorCode::cancelled);
}

TEST_F(LlmExtractorTest, AllTriesTogetherHaveOneTimeLimit) {
  server.answer(200, testing::completion("no"));
  server.answer(200, testing::completion("no"));
  expect_built_in();
  EXPECT_LE(server.requests.at(0).timeout, 20s);
  EXPECT_LE(server.requests.at(1).timeout, server.requests.at(0).timeout);
}

TEST_F(LlmExtractorTest, NullsThroughoutThrowNothingAway) {
  built_in.insight.city->confidence = 0.9;
  built_in.insight.fields["phone"] = {"0541234567", 0.9, {}};
  server.answer(200, testing::completion(R"({"service":null,"city":null,"intent":null,"outcome":null,
    "urgency":null,"sentiment":null,"follow_up":null,"fields":null,"summary":null})"));
  const auto insight = extract();
  ASSERT_TRUE(insight);
  EXPECT_EQ(insight->engine, "gpt-oss");
  EXPECT_EQ(insight->city->name, "חיפה");
  EXPECT_LT(insight->city->confidence, business.thresholds.sure);
  EXPECT_EQ(insight->fields.at("phone").value, "0541234567");
}

}  // namespace
}  // namespace kolog::insight
