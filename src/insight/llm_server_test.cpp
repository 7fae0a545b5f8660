// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/llm_fixture.h"
#include "support/fake_clock.h"

namespace kolog::insight {
namespace {

using namespace std::chrono_literals;
using testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kGrammarRefusal =
    R"({"error":{"code":400,"message":"response_format is not supported"}})";

class LlmServerTest : public ::testing::Test {
 protected:
  LlmServerTest() {
    settings.url = "https://model.example.com/";
    settings.api_key = Secret("sk-hidden");
    settings.options.model = "gpt-oss";
    settings.breaker = {.failures = 2, .pause = 30s, .longest = 10min};
    prompt.instructions = "Fill in.";
    prompt.transcript = "{}";
  }

  LlmServer& opened() {
    if (!opened_) {
      opened_ = std::make_unique<LlmServer>(settings, std::make_unique<testing::FakeClient>(server), clock);
    }
    return *opened_;
  }
  LlmServer::Asked ask() { return opened().ask(prompt, {}, {20s}); }
  Error error_of(int status, std::string body = "", http::Headers headers = {}) {
    server.answer(status, std::move(body), std::move(headers));
    return ask().completion.error();
  }

  FakeServer server;
  kolog::testing::FakeClock clock;
  LlmServer::Settings settings;
  LlmPrompt prompt;

 private:
  std::unique_ptr<LlmServer> opened_;
};

TEST_F(LlmServerTest, TheKeyStandsInItsHeaderAndNowhereElse) {
  server.answer(200, testing::completion("{}"));
  ASSERT_TRUE(ask().completion);
  const auto& request = server.requests.at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://model.example.com/v1/chat/completions");
  EXPECT_EQ(request.headers.get("Authorization"), "Bearer sk-hidden");
  EXPECT_THAT(request.body, Not(HasSubstr("sk-hidden")));
  EXPECT_EQ(request.maximum_body, settings.maximum_answer_bytes);
  EXPECT_LE(request.timeout, 20s);
}

TEST_F(LlmServerTest, AddressesAreTakenWithAndWithoutTheirPath) {
  for (const std::string url : {"http://h", "http://h/", "http://h/v1", "http://h/v1/chat/completions"}) {
    FakeServer own;
    own.answer(200, testing::completion("{}"));
    settings.url = url;
    settings.api_key = Secret();
    LlmServer asked(settings, std::make_unique<testing::FakeClient>(own), clock);
    asked.ask(prompt, {}, {1s});
    EXPECT_EQ(own.requests.at(0).url, "http://h/v1/chat/completions");
    EXPECT_FALSE(own.requests.at(0).headers.contains("Authorization"));
  }
}

TEST_F(LlmServerTest, UseIsCountedByTheServerOrEstimated) {
  server.answer(200, testing::completion("{}"));
  EXPECT_EQ(ask().use, (TokenUse{700, 50}));
  server.answer(200, R"({"choices":[{"message":{"content":"{}"}}]})");
  const auto estimated = ask().use;
  EXPECT_GT(estimated.input, 10);
  EXPECT_GT(estimated.output, 5);
}

TEST_F(LlmServerTest, WhatWasSentToASilentServerMayHaveCostAndToAClosedDoorNot) {
  server.fail(ErrorCode::unavailable);
  EXPECT_GT(ask().use.input, 0);
  server.connects = false;
  server.fail(ErrorCode::unavailable);
  EXPECT_EQ(ask().use, TokenUse{});
}

TEST_F(LlmServerTest, ARefusedFormatIsSteppedDownFromAndRemembered) {
  server.answer(400, kGrammarRefusal);
  server.answer(422, kGrammarRefusal);
  server.answer(200, testing::completion("{}"));
  ASSERT_TRUE(ask().completion);
  EXPECT_EQ(server.body(0).at("response_format").at("type").as_string(), "json_schema");
  EXPECT_EQ(server.body(1).at("response_format").at("type").as_string(), "json_object");
  EXPECT_FALSE(server.body(2).contains("response_format"));
  server.answer(200, testing::completion("{}"));
  ASSERT_TRUE(ask().completion);
  EXPECT_FALSE(server.body(3).contains("response_format"));
}

TEST_F(LlmServerTest, OtherParametersThatAreRefusedAreLeftOut) {
  server.answer(400, R"({"error":{"message":"Use 'max_completion_tokens' instead of 'max_tokens'."}})");
  server.answer(400, R"({"error":{"message":"'temperature' does not support 0."}})");
  server.answer(200, testing::completion("{}"));
  ASSERT_TRUE(ask().completion);
  EXPECT_TRUE(server.body(2).contains("max_completion_tokens"));
  EXPECT_FALSE(server.body(2).contains("temperature"));
  EXPECT_TRUE(server.body(2).contains("response_format"));
}

TEST_F(LlmServerTest, ARefusalOfEverythingEnds) {
  for (int i = 0; i < 10; ++i) server.answer(400, kGrammarRefusal);
  EXPECT_EQ(ask().completion.error().code, ErrorCode::invalid_request);
  EXPECT_EQ(server.requests.size(), 3U);
}

TEST_F(LlmServerTest, ErrorsSayWhichSettingToLookAtAndRepeatNothingThatWasSent) {
  EXPECT_THAT(error_of(401).public_message, HasSubstr("KOLOG_LLM_API_KEY"));
  EXPECT_EQ(error_of(404).code, ErrorCode::refused);
  const auto error =
      error_of(400, R"({"error":{"code":"context_length_exceeded","message":"sk-hidden: my phone is 054"}})");
  EXPECT_EQ(error.code, ErrorCode::held_off);  // twice refused before
  clock.advance(31s);
  const auto other =
      error_of(400, R"({"error":{"code":"context_length_exceeded","message":"sk-hidden: my phone is 054"}})");
  EXPECT_THAT(other.detail, HasSubstr("context_length_exceeded"));
  EXPECT_THAT(other.detail, Not(HasSubstr("054")));
  EXPECT_THAT(other.detail, Not(HasSubstr("sk-hidden")));
}

TEST_F(LlmServerTest, ARedirectIsAnErrorAndNotFollowed) {
  http::Headers headers;
  headers.add("Location", "https://elsewhere.example.com/");
  const auto error = error_of(307, "", headers);
  EXPECT_EQ(error.code, ErrorCode::refused);
  EXPECT_THAT(error.public_message, HasSubstr("KOLOG_LLM_URL"));
  EXPECT_EQ(server.requests.size(), 1U);
}

TEST_F(LlmServerTest, AfterFailuresInARowItIsLeftAloneForAWhile) {
  for (int i = 0; i < 2; ++i) server.fail(ErrorCode::unavailable);
  ask();
  ask();
  EXPECT_EQ(ask().completion.error().code, ErrorCode::held_off);
  EXPECT_EQ(server.requests.size(), 2U);
  clock.advance(30s);
  server.answer(200, testing::completion("{}"));
  EXPECT_TRUE(ask().completion);
  server.answer(200, testing::completion("{}"));
  EXPECT_TRUE(ask().completion);
}

TEST_F(LlmServerTest, ItsOwnWordHowLongToWaitIsKept) {
  http::Headers headers;
  headers.add("Retry-After", "90");
  EXPECT_EQ(error_of(429, "", headers).code, ErrorCode::rate_limited);
  clock.advance(89s);
  EXPECT_EQ(ask().completion.error().code, ErrorCode::held_off);
  EXPECT_EQ(server.requests.size(), 1U);
  clock.advance(1s);
  server.answer(200, testing::completion("{}"));
  EXPECT_TRUE(ask().completion);
}

TEST_F(LlmServerTest, ARequestThatIsStoppedSaysNothingOfTheServer) {
  for (int i = 0; i < 5; ++i) {
    server.fail(ErrorCode::cancelled);
    EXPECT_EQ(ask().completion.error().code, ErrorCode::cancelled);
  }
}

TEST_F(LlmServerTest, SomethingElseThatAnswersIsAFailure) {
  server.answer(200, "<html>Welcome!</html>");
  server.answer(200, "<html>Welcome!</html>");
  EXPECT_EQ(ask().completion.error().code, ErrorCode::unavailable);
  ask();
  EXPECT_EQ(ask().completion.error().code, ErrorCode::held_off);
}

}  // namespace
}  // namespace kolog::insight
