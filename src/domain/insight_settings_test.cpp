// SPDX-License-Identifier: Apache-2.0
#include "domain/insight_settings.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "domain/insight_settings_check.h"
#include "domain/insight_settings_json.h"

namespace kolog::domain {
namespace {

namespace json = boost::json;

Result<InsightSettingsParts> read(std::string_view change, InsightSettingsParts parts = {}) {
  return changed(std::move(parts), json::parse(change).as_object());
}

/// What is wrong with the change, by reading or by checking; empty: nothing.
std::string wrong_with(std::string_view change, const InsightLimits& limits = {}) {
  const InsightSettings defaults{.services = {{"plumbing", "אינסטלציה", "plumbing", {}, {}}}};
  const auto parts = read(change);
  if (!parts) return parts.error().public_message;
  const auto checked = check(with_defaults(*parts, defaults), limits);
  return checked ? "" : checked.error().public_message;
}

std::string rule_of(const std::string& condition) {
  return R"({"rules":[{"id":"r","name":"R","match":"all","conditions":[)" + condition + "]}]}";
}

constexpr std::string_view kEverything = R"({
  "services":[{"id":"plumbing","name_he":"אינסטלציה","name_en":"plumbing","keywords":["שרברב"],"examples":["יש נזילה"]}],
  "fields":[{"id":"floor","name_he":"קומה","name_en":"floor","type":"number","description":"","choices":[]},
            {"id":"heating","name_he":"חימום","name_en":"heating","type":"choice","description":"which","choices":["gas","oil"]}],
  "thresholds":{"sure":0.75,"ask":0.5},
  "redaction":{"cards":true,"ids":false,"phones":true,"audio":false},
  "rules":[{"id":"cancelled","name":"<b>ביטול</b>","enabled":false,"match":"any","conditions":[
    {"type":"words","phrases":["לבטל","cancel"],"speaker":"caller","within_first":60,"within_last":null,"not":false},
    {"type":"field","field":"heating","operator":"is","value":"gas","not":true},
    {"type":"silence","longer_than":20,"not":false},
    {"type":"duration","longer_than":null,"shorter_than":30,"not":false},
    {"type":"time","days":["friday","saturday"],"from":"18:00","to":"08:00","not":false}]}],
  "model":{"enabled":false,"daily_tokens":1000}})";

TEST(InsightSettingsJson, WhatIsSentIsWhatIsGivenBackAndStored) {
  const auto parts = read(kEverything);
  ASSERT_TRUE(parts) << parts.error().public_message;
  EXPECT_EQ(wrong_with(kEverything), "");
  EXPECT_EQ(to_json(*parts), json::parse(kEverything));
  EXPECT_EQ(stored_parts(to_json(*parts)), *parts);
  EXPECT_EQ(to_json(with_defaults(*parts, {})), json::parse(kEverything));
}

TEST(InsightSettingsJson, APartReplacesThePartNullPutsTheDefaultBackAndTheRestStays) {
  const auto all = read(kEverything).value();
  const auto parts = read(R"({"services":null,"rules":[],"version":7})", all).value();
  EXPECT_FALSE(parts.services);
  EXPECT_EQ(parts.rules, std::vector<TagRule>());
  EXPECT_EQ(parts.fields, all.fields);
  EXPECT_EQ(parts.model, all.model);
  const InsightSettings defaults{.services = {{"moving", "הובלות", "moving", {}, {}}}};
  EXPECT_EQ(with_defaults(parts, defaults).services, defaults.services);
}

TEST(InsightSettingsJson, OneNameStandsForBoth) {
  const auto parts = read(R"({"services":[{"id":"roofs","name_he":"גגות"}]})").value();
  EXPECT_EQ(parts.services->at(0).english_name, "גגות");
}

TEST(InsightSettingsJson, MistakesNameTheItem) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"services":{}})", "Services: must be a list."},
      {R"({"services":["plumbing"]})", "Service 1: must be a JSON object."},
      {R"({"services":[{"id":"roofs","name_he":7}]})", R"(Service "roofs": "name_he" must be a string.)"},
      {R"({"services":[{"id":"roofs","name_he":"גגות","keywords":"x"}]})",
       R"(Service "roofs": "keywords" must be a list.)"},
      {R"({"services":[{"id":"roofs","name_he":"גגות","keywords":[1]}]})",
       R"(Service "roofs": "keywords" must be a list of plain strings.)"},
      {R"({"services":[{"id":"roofs","name_he":"a\u0000b"}]})",
       R"(Service "roofs": "name_he" has a control character.)"},
      {R"({"services":[{"id":"roofs","name_he":"גגות","price":1}]})",
       R"(Service "roofs": unknown key "price".)"},
      {R"({"fields":[{"id":"floor","name_en":"Floor","type":"float"}]})",
       R"(Field "floor": "type" must be text, choice, number, date, phone or yes_no.)"},
      {R"({"thresholds":{"sure":"high"}})", R"(Thresholds: "sure" must be a number.)"},
      {R"({"model":{"daily_tokens":1.5}})", R"(Model: "daily_tokens" must be a whole number.)"},
      {rule_of(R"({"type":"smell"})"),
       R"(Rule "r", condition 1: "type" must be words, field, silence, duration or time.)"},
      {rule_of(R"({"type":"words","phrases":["x"],"speaker":"boss"})"),
       R"(Rule "r", condition 1: "speaker" must be any, caller or agent.)"},
      {rule_of(R"({"type":"silence","longer_than":0})"),
       R"(Rule "r", condition 1: "longer_than" must be seconds from 1 to 86400.)"},
      {rule_of(R"({"type":"time","from":"25:00"})"),
       R"(Rule "r", condition 1: "from" must be a time such as 18:00.)"},
      {rule_of(R"({"type":"time","days":["Sunday"]})"),
       R"(Rule "r", condition 1: "days" must be English names in small letters, such as sunday.)"},
  };
  for (const auto& [change, sentence] : cases) {
    EXPECT_NE(wrong_with(change).find(sentence), std::string::npos) << change << "\n" << wrong_with(change);
  }
}

TEST(InsightSettingsCheck, MistakesNameTheItem) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"services":[{"id":"Roofs!","name_he":"גגות"}]})", R"(Service 1: "id" must be a small letter)"},
      {R"({"services":[{"id":"","name_he":"גגות"}]})", R"(Service 1: "id" must be a small letter)"},
      {R"({"services":[{"id":"a","name_he":"א"},{"id":"a","name_he":"ב"}]})",
       R"(Service "a": its id is there twice.)"},
      {R"({"services":[{"id":"roofs"}]})", R"(Service "roofs": it has no name.)"},
      {R"({"services":[{"id":"roofs","name_he":"גגות","keywords":[" "]}]})",
       R"(Service "roofs": one of the keywords is empty.)"},
      {R"({"fields":[{"id":"city","name_he":"עיר","type":"text"}]})",
       R"(Field "city": every call has this already: take another id.)"},
      {R"({"fields":[{"id":"phone","name_he":"טלפון","type":"phone"}]})", R"(Field "phone": every call has)"},
      {R"({"fields":[{"id":"kind","name_he":"סוג","type":"choice"}]})", R"(Field "kind": it needs choices.)"},
      {R"({"fields":[{"id":"kind","name_he":"סוג","type":"choice","choices":["a","a"]}]})",
       R"(Field "kind": a choice is there twice.)"},
      {R"({"fields":[{"id":"kind","name_he":"סוג","type":"text","choices":["a"]}]})",
       R"(Field "kind": only a choice has choices.)"},
      {R"({"thresholds":{"sure":0.3,"ask":0.5}})", R"(Thresholds: "ask" must not be above "sure".)"},
      {R"({"thresholds":{"sure":2,"ask":-1}})",
       R"(Thresholds: "sure" must be from 0 to 1. Thresholds: "ask" must be from 0 to 1.)"},
      {R"({"model":{"daily_tokens":-1}})", R"(Model: "daily_tokens" must not be negative.)"},
      {R"({"rules":[{"id":"r","name":" ","conditions":[]}]})",
       R"(Rule "r": it has no name. Rule "r": it needs a condition.)"},
      {rule_of(R"({"type":"words","phrases":[]})"), R"(Rule "r", condition 1: needs a phrase.)"},
      {rule_of(R"({"type":"words","phrases":["!?"]})"), R"(Rule "r", condition 1: a phrase has no words.)"},
      {rule_of(R"({"type":"field","field":"colour","operator":"is_set"})"),
       R"(Rule "r", condition 1: "field" names no field that there is.)"},
      {rule_of(R"({"type":"field","field":"service","operator":"is","value":"roofs"})"),
       R"("value" is none of the services.)"},
      {rule_of(R"({"type":"field","field":"intent","operator":"is","value":"cancel"})"),
       R"("value" is none of the words for intent.)"},
      {rule_of(R"({"type":"field","field":"confidence","operator":"at_most","value":"80"})"),
       R"("value" must be from 0 to 1.)"},
      {rule_of(R"({"type":"field","field":"price","operator":"at_least","value":"much"})"),
       R"("value" must be a number.)"},
      {rule_of(R"({"type":"field","field":"price","operator":"is_set","value":"1"})"),
       R"("value" must be empty with is_set and is_empty.)"},
      {rule_of(R"({"type":"field","field":"price","operator":"is"})"), R"("value" is missing.)"},
      {rule_of(R"({"type":"duration"})"), R"(needs "longer_than", "shorter_than" or both.)"},
      {rule_of(R"({"type":"duration","longer_than":60,"shorter_than":30})"), R"(no call is longer than)"},
      {rule_of(R"({"type":"time"})"), R"(needs days, or a time of the day.)"},
      {rule_of(R"({"type":"time","from":"08:00","to":"08:00"})"), R"("from" and "to" are the same time.)"},
  };
  for (const auto& [change, sentence] : cases) {
    EXPECT_NE(wrong_with(change).find(sentence), std::string::npos) << change << "\n" << wrong_with(change);
  }
}

TEST(InsightSettingsCheck, EachLimitIsKept) {
  const std::string two_services = R"({"services":[{"id":"a","name_he":"א"},{"id":"b","name_he":"ב"}]})";
  EXPECT_EQ(wrong_with(two_services, {.services = 2}), "");
  EXPECT_EQ(wrong_with(two_services, {.services = 1}), "Services: there are more than 1.");
  const std::string keywords = R"({"services":[{"id":"a","name_he":"א","keywords":["אבגד","ב"]}]})";
  EXPECT_EQ(wrong_with(keywords, {.keywords = 1}), R"(Service "a": more than 1 keywords.)");
  EXPECT_EQ(wrong_with(keywords, {.phrase_length = 4}), "") << "Hebrew letters count once";
  EXPECT_EQ(wrong_with(keywords, {.phrase_length = 3}),
            R"(Service "a": "keywords" is longer than 3 characters.)");
  const std::string words = rule_of(R"({"type":"words","phrases":["a","b"]})");
  EXPECT_EQ(wrong_with(words, {.phrases = 1}), R"(Rule "r", condition 1: has more than 1 phrases.)");
  EXPECT_EQ(wrong_with(words, {.conditions = 0}), R"(Rule "r": more than 0 conditions.)");
  EXPECT_EQ(wrong_with(words, {.rules = 0}), "Rules: there are more than 0.");
}

TEST(InsightSettingsCheck, MistakesAreToldAFewAtATime) {
  std::string services;
  for (int i = 0; i < 100; ++i) services += std::string(i > 0 ? "," : "") + "{}";
  EXPECT_LT(wrong_with(R"({"services":[)" + services + "]}").size(), 500U);
}

TEST(InsightSettingsJson, WhatIsStoredAndCannotBeReadIsLeftOut) {
  const auto parts = stored_parts(json::parse(R"({
    "services":[{"id":"a","name_he":"א","colour":"of a newer version"},{"id":7}],
    "rules":[{"id":"r","name":"R","conditions":[{"type":"silence","longer_than":5},{"type":"of a newer version"}]},
             {"id":"s","name":"S","conditions":[{"type":"silence","longer_than":5}]}],
    "thresholds":"high"})"));
  ASSERT_TRUE(parts.services && parts.rules);
  ASSERT_EQ(parts.services->size(), 1U);
  EXPECT_EQ(parts.services->at(0).id, "a");
  ASSERT_EQ(parts.rules->size(), 1U) << "a rule that lost a condition would hold for more calls";
  EXPECT_EQ(parts.rules->at(0).id, "s");
  EXPECT_EQ(parts.thresholds, Thresholds());
  EXPECT_EQ(stored_parts(nullptr), InsightSettingsParts());
}

}  // namespace
}  // namespace kolog::domain
