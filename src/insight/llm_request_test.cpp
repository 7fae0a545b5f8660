// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/llm_fixture.h"

namespace kolog::insight {
namespace {

namespace json = boost::json;
using testing::call;
using ::testing::HasSubstr;
using ::testing::Not;

class LlmRequestTest : public ::testing::Test {
 protected:
  LlmPrompt prompt(const domain::Transcript& of, std::size_t characters = 10'000) const {
    return llm_prompt({.transcript = of,
                       .settings = settings,
                       .started_at = parse_time("2026-11-24T08:05:00Z").value()},
                      characters);
  }
  static json::object body(const LlmPrompt& prompt, const LlmDialect& dialect = {},
                           const std::vector<std::string>& mistakes = {}) {
    return json::parse(llm_request_body(prompt, {.model = "gpt-oss"}, dialect, mistakes)).as_object();
  }
  static std::string content(const json::object& body, std::size_t message) {
    return std::string(body.at("messages").as_array().at(message).at("content").as_string());
  }
  static json::object data(const LlmPrompt& prompt) { return json::parse(prompt.transcript).as_object(); }

  domain::InsightSettings settings = default_settings();
  const domain::Transcript transcript = call("Caller: I need a \"plumber\".\nAgent: Where?");
};

TEST_F(LlmRequestTest, TheTranscriptIsDataInAMessageOfItsOwn) {
  const auto sent = body(prompt(transcript));
  const auto& messages = sent.at("messages").as_array();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].at("role").as_string(), "system");
  EXPECT_THAT(content(sent, 0), Not(HasSubstr("I need a")));
  EXPECT_EQ(messages[1].at("role").as_string(), "user");
  const auto call_data = json::parse(content(sent, 1)).as_object();
  EXPECT_EQ(call_data.at("call").at("started_at").as_string(), "2026-11-24T10:05");
  EXPECT_EQ(call_data.at("call").at("weekday").as_string(), "tuesday");
  EXPECT_EQ(json::serialize(call_data.at("segments")),
            R"([{"segment":0,"speaker":"caller","text":"I need a \"plumber\"."},)"
            R"({"segment":1,"speaker":"agent","text":"Where?"}])");
  EXPECT_FALSE(call_data.contains("left_out"));
}

TEST_F(LlmRequestTest, ItAsksForOneWholeAnswerOfTheSchemaAtTemperatureNought) {
  const auto sent = body(prompt(transcript));
  EXPECT_EQ(sent.at("model").as_string(), "gpt-oss");
  EXPECT_EQ(sent.at("temperature").as_int64(), 0);
  EXPECT_EQ(sent.at("max_tokens").as_int64(), 1500);
  EXPECT_FALSE(sent.at("stream").as_bool());
  const auto& format = sent.at("response_format").as_object();
  EXPECT_EQ(format.at("type").as_string(), "json_schema");
  EXPECT_TRUE(format.at("json_schema").at("strict").as_bool());
  const auto& properties = format.at("json_schema").at("schema").at("properties").as_object();
  const auto& ids = properties.at("service").at("properties").at("value").at("enum").as_array();
  EXPECT_EQ(ids.size(), settings.services.size() + 1);
  EXPECT_EQ(ids.front().as_string(), settings.services.front().id);
  EXPECT_TRUE(ids.back().is_null());
  EXPECT_FALSE(properties.contains("fields"));
}

/// What OpenAI demands of strict schemas.
void expect_strict(const json::value& schema) {
  const auto* object = schema.if_object();
  if (object == nullptr) return;
  if (const auto* properties = object->if_contains("properties")) {
    EXPECT_FALSE(object->at("additionalProperties").as_bool());
    EXPECT_EQ(object->at("required").as_array().size(), properties->as_object().size());
    for (const auto& [name, property] : properties->as_object()) expect_strict(property);
  }
}

TEST_F(LlmRequestTest, EveryObjectOfTheSchemaIsClosedAndWhole) {
  settings.fields = {
      {"home", "בית", "Home", domain::FieldType::choice, "what they live in", {"Flat", "Villa"}},
      {"pets", "חיות", "Pets", domain::FieldType::yes_no, "", {}},
      {"floor", "קומה", "Floor", domain::FieldType::text, "", {}}};
  const auto asked = prompt(transcript);
  expect_strict(asked.schema);
  EXPECT_THAT(asked.instructions, HasSubstr("what they live in"));
  const auto& fields = asked.schema.at("properties").at("fields").at("properties").as_object();
  EXPECT_EQ(json::serialize(fields.at("home").at("properties").at("value").at("enum")),
            R"(["Flat","Villa",null])");
  EXPECT_EQ(json::serialize(fields.at("pets").at("properties").at("value").at("enum")),
            R"(["yes","no",null])");
  EXPECT_EQ(json::serialize(fields.at("floor").at("properties").at("value").at("type")),
            R"(["string","null"])");
}

TEST_F(LlmRequestTest, ASimplerDialectHasTheSchemaInTheInstructions) {
  const auto asked = prompt(transcript);
  const auto object = body(asked, {.format = AnswerFormat::json_object});
  EXPECT_EQ(object.at("response_format").at("type").as_string(), "json_object");
  EXPECT_THAT(content(object, 0), HasSubstr("\"additionalProperties\""));
  const auto free =
      body(asked, {.format = AnswerFormat::free, .completion_tokens = true, .temperature = false});
  EXPECT_FALSE(free.contains("response_format"));
  EXPECT_FALSE(free.contains("temperature"));
  EXPECT_FALSE(free.contains("max_tokens"));
  EXPECT_EQ(free.at("max_completion_tokens").as_int64(), 1500);
}

TEST_F(LlmRequestTest, ARepairNamesTheMistakesInTheInstructions) {
  const auto sent = body(prompt(transcript), {}, {"`service.value` is none of the services' ids"});
  EXPECT_THAT(content(sent, 0), HasSubstr("- `service.value` is none of the services' ids."));
  EXPECT_EQ(sent.at("messages").as_array().size(), 2U);
}

TEST_F(LlmRequestTest, OfALongCallTheMiddleIsLeftOutAndSaidSo) {
  domain::Transcript endless;
  for (int i = 0; i < 100; ++i) {
    endless.segments.emplace_back().text = "מספר " + std::to_string(i) + " של השיחה";
  }
  const auto sent = data(prompt(endless, 400));
  const auto& segments = sent.at("segments").as_array();
  EXPECT_EQ(segments.front().at("segment").as_int64(), 0);
  EXPECT_EQ(segments.back().at("segment").to_number<int>(), 99);
  const auto from = sent.at("left_out").at("from").to_number<int>();
  const auto to = sent.at("left_out").at("to").to_number<int>();
  EXPECT_EQ(static_cast<int>(segments.size()), 100 - (to - from + 1));
  EXPECT_GT(from, 5);
  EXPECT_LT(to, 95);
}

TEST_F(LlmRequestTest, OneEndlessSegmentIsCutBetweenCharacters) {
  domain::Transcript endless;
  auto& text = endless.segments.emplace_back().text;
  for (int i = 0; i < 5'000; ++i) text += "ש";
  text += "סוף";
  const auto sent = data(prompt(endless, 200));
  const std::string cut(sent.at("segments").as_array().front().at("text").as_string());
  EXPECT_THAT(cut, HasSubstr("ש … ש"));
  EXPECT_TRUE(cut.ends_with("סוף"));
  EXPECT_LT(cut.size(), 300U);
}

TEST_F(LlmRequestTest, BytesThatAreNoTextAreSentAsText) {
  domain::Transcript broken;
  broken.segments.emplace_back().text = "a \xFF\xC3 b";
  EXPECT_EQ(data(prompt(broken)).at("segments").as_array().front().at("text").as_string(),
            "a \uFFFD\uFFFD b");
}

}  // namespace
}  // namespace kolog::insight
