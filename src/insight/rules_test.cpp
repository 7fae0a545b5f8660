// SPDX-License-Identifier: Apache-2.0
#include "insight/rules.h"

#include <gtest/gtest.h>

#include "domain/insight_settings_check.h"
#include "insight/taxonomy.h"

namespace kolog::insight {
namespace {

using namespace std::chrono_literals;
using domain::Condition;
using domain::DurationCondition;
using domain::FieldCondition;
using domain::FieldOperator;
using domain::Segment;
using domain::SilenceCondition;
using domain::Speaker;
using domain::TimeCondition;
using domain::WordsCondition;

Segment said(Speaker speaker, std::chrono::milliseconds start, std::chrono::milliseconds end,
             std::string text) {
  return {speaker == Speaker::agent ? 1 : 0, speaker, start, end, std::move(text), 1, {}};
}

class Rules : public ::testing::Test {
 protected:
  Rules() {
    transcript.segments = {said(Speaker::agent, 1s, 3s, "שלום, רוצה לבטל משהו?"),
                           said(Speaker::caller, 4s, 9s, "היי. יש לי תור מחר, ובאתי לבטל את התור!"),
                           said(Speaker::caller, 50s, 58s, "I want my money back, cancelling is free")};
    insight.service = {"plumbing", "אינסטלציה", 0.9, {"נזילה", 1, Speaker::caller, 5s, 6s}};
    insight.city = {"קריית גת", 0.5, {}};
    insight.fields["price"] = {"1500", 0.9, {"1500 שקל", 2}};
    insight.fields["visit"] = {"2026-11-25", 0.9, {}};
  }

  std::optional<domain::CallTag> tag(std::vector<Condition> conditions,
                                     domain::Matching matching = domain::Matching::all) {
    const domain::TagRule rule{"rule", "Rule", true, matching, std::move(conditions)};
    auto tags = tags_of(
        {rule},
        {transcript, heard ? *heard : transcript.segments, insight, duration, started_at, "Asia/Jerusalem"},
        Timestamp{1s});
    if (tags.empty()) return std::nullopt;
    return tags.at(0);
  }
  bool holds(Condition condition) { return tag({std::move(condition)}).has_value(); }
  bool hears(std::vector<std::string> phrases, Speaker speaker = Speaker::unknown) {
    return holds({WordsCondition{std::move(phrases), speaker, {}, {}}, false});
  }
  bool compares(std::string field, FieldOperator op, std::string value) {
    return holds({FieldCondition{std::move(field), op, std::move(value)}, false});
  }

  domain::Transcript transcript;
  std::optional<std::vector<Segment>> heard;
  domain::Insight insight;
  std::optional<std::chrono::milliseconds> duration = 60s;
  std::optional<Timestamp> started_at = parse_time("2026-11-25T08:00:00Z").value();  // Wednesday, 10:00
};

TEST_F(Rules, WordsAreHeardWholeAndExactlyBehindHebrewPrefixesAndInEitherSpelling) {
  const std::vector<std::pair<std::string, bool>> cases = {
      {"לבטל", true},       {"תור", true},         {"לבטל את התור", true},
      {"לבטל תור", false},  {"באתי", true},        {"לבטול", false},
      {"בטל", true},        {"בט", false},         {"CANCEL", false},
      {"cancelling", true}, {"money  back", true}, {"back cancelling", true},
      {"anceling", false},  {"היי יש", false},     {"", false},
      {"!?", false},        {"\xFF\xFE", false},   {"נזילה", false},
  };
  for (const auto& [phrase, expected] : cases) EXPECT_EQ(hears({phrase}), expected) << phrase;
  transcript.segments = {said(Speaker::caller, 1s, 2s, "הגעתי לקרית גת ולבטל")};
  EXPECT_TRUE(hears({"קריית גת"}));
  EXPECT_TRUE(hears({"לבטל"}));
  EXPECT_TRUE(hears({"nobody says this", "לבטל"}));
  EXPECT_FALSE(hears({}));
}

TEST_F(Rules, OnlyTheNamedSpeakersWordsCount) {
  EXPECT_TRUE(hears({"לבטל משהו"}));
  EXPECT_TRUE(hears({"לבטל משהו"}, Speaker::agent));
  EXPECT_FALSE(hears({"לבטל משהו"}, Speaker::caller));
  transcript.segments = {said(Speaker::unknown, 1s, 2s, "לבטל")};
  EXPECT_TRUE(hears({"לבטל"}));
  EXPECT_FALSE(hears({"לבטל"}, Speaker::caller)) << "nobody knows who said it";
}

TEST_F(Rules, EvidenceIsTheWordsTheirSpeakerAndTime) {
  const auto found = tag({{WordsCondition{{"לבטל"}, Speaker::caller, {}, {}}, false}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rule_id, "rule");
  EXPECT_EQ(found->tagged_at, Timestamp{1s});
  EXPECT_EQ(found->evidence, (std::vector<domain::Evidence>{{"לבטל", 1, Speaker::caller, 4s, 9s}}));
}

TEST_F(Rules, WordsMayBeWantedNearTheBeginningOrTheEnd) {
  const auto within = [&](std::string phrase, std::optional<std::chrono::seconds> first,
                          std::optional<std::chrono::seconds> last, bool negated = false) {
    return holds({WordsCondition{{std::move(phrase)}, Speaker::unknown, first, last}, negated});
  };
  EXPECT_TRUE(within("money", 50s, {}));
  EXPECT_FALSE(within("money", 49s, {}));
  EXPECT_TRUE(within("money", {}, 2s));
  EXPECT_FALSE(within("money", {}, 1s));
  EXPECT_FALSE(within("שלום", {}, 30s));
  EXPECT_TRUE(within("שלום", {}, 30s, true));
  duration.reset();
  EXPECT_FALSE(within("money", {}, 2s));
  EXPECT_FALSE(within("money", {}, 2s, true)) << "it cannot be told";
  for (auto& segment : transcript.segments) segment.start = segment.end = 0s;
  EXPECT_FALSE(within("money", 50s, {}));
  EXPECT_FALSE(within("money", 50s, {}, true));
  EXPECT_TRUE(within("never said", 50s, {}, true));
}

TEST_F(Rules, FieldsAreCompared) {
  using enum FieldOperator;
  const std::vector<std::tuple<std::string, FieldOperator, std::string, bool>> cases = {
      {"service", is, "plumbing", true},       {"service", is, "moving", false},
      {"service", is_not, "moving", true},     {"service", is_set, "", true},
      {"city", is, "קרית גת", true},           {"city", contains, "גת", true},
      {"city", contains, "ג", false},          {"intent", is_empty, "", true},
      {"intent", is, "request", false},        {"intent", is_not, "request", true},
      {"outcome", is, "none", true},           {"urgency", is, "normal", true},
      {"sentiment", is_set, "", false},        {"confidence", at_most, "0.5", true},
      {"confidence", at_least, "0.51", false}, {"price", at_least, "1500.0", true},
      {"price", at_most, "1499", false},       {"price", is, "1500.00", true},
      {"price", at_least, "much", false},      {"visit", at_least, "2026-11-25", true},
      {"visit", at_most, "2026-11-24", false}, {"missing", is_empty, "", true},
      {"missing", at_most, "7", false},        {"", is, "", false},
  };
  for (const auto& [field, op, value, expected] : cases) {
    EXPECT_EQ(compares(field, op, value), expected) << field << " " << to_string(op) << " " << value;
  }
  EXPECT_EQ(tag({{FieldCondition{"price", is_set, ""}, false}})->evidence.at(0).text, "1500 שקל");
}

TEST_F(Rules, SilenceIsWhereNobodySpeaksUpToTheCallsEnd) {
  const auto silences = [&](std::chrono::seconds longer_than) {
    std::vector<std::pair<std::chrono::milliseconds, std::chrono::milliseconds>> found;
    const auto tagged = tag({{SilenceCondition{longer_than}, false}});
    if (!tagged) return found;
    for (const auto& each : tagged->evidence) found.emplace_back(*each.start, *each.end);
    return found;
  };
  using Found = decltype(silences(1s));
  EXPECT_EQ(silences(40s), (Found{{9s, 50s}}));
  EXPECT_EQ(silences(41s), Found());
  transcript.segments.push_back(said(Speaker::agent, 5s, 30s, "talks over the caller"));
  EXPECT_EQ(silences(19s), (Found{{30s, 50s}})) << "either channel's speech ends it";
  transcript.segments.erase(transcript.segments.begin(), transcript.segments.begin() + 2);
  EXPECT_EQ(silences(4s), (Found{{0s, 5s}, {30s, 50s}})) << "before the first word";
  duration = 90s;
  EXPECT_EQ(silences(31s), (Found{{58s, 90s}})) << "after the last word";
  duration.reset();
  EXPECT_EQ(silences(31s), Found());
}

TEST_F(Rules, SilenceOfACallWithoutSpeechOrWithoutTimes) {
  const Condition silence{SilenceCondition{20s}, false};
  const Condition no_silence{SilenceCondition{20s}, true};
  transcript.segments.clear();
  EXPECT_TRUE(holds(silence));
  duration = 20s;
  EXPECT_FALSE(holds(silence));
  EXPECT_TRUE(holds(no_silence));
  transcript.segments = {said(Speaker::caller, 0s, 0s, "a person's text")};
  EXPECT_FALSE(holds(silence));
  EXPECT_FALSE(holds(no_silence)) << "it cannot be told";
  heard = {said(Speaker::caller, 0s, 10s, "as it was heard")};
  EXPECT_TRUE(holds(no_silence)) << "the recording's times count, whoever corrected its text";
}

TEST_F(Rules, DurationsAreStrictlyLongerAndShorter) {
  EXPECT_TRUE(holds({DurationCondition{59s, {}}, false}));
  EXPECT_FALSE(holds({DurationCondition{60s, {}}, false}));
  EXPECT_TRUE(holds({DurationCondition{59s, 61s}, false}));
  EXPECT_FALSE(holds({DurationCondition{{}, 60s}, false}));
  EXPECT_FALSE(holds({DurationCondition{}, false}));
  EXPECT_FALSE(holds({DurationCondition{}, true}));
  duration.reset();
  EXPECT_FALSE(holds({DurationCondition{{}, 60s}, false}));
}

TEST_F(Rules, TimesAreTheBusinesssOwnAndANightBelongsToTheDayOnWhichItBegan) {
  const auto at = [&](const char* utc, std::vector<int> days, std::chrono::minutes from,
                      std::chrono::minutes to) {
    started_at = parse_time(utc).value();
    return holds({TimeCondition{std::move(days), from, to}, false});
  };
  // 25 November 2026 is a Wednesday; Israel is at UTC+2, and at UTC+3 in summer.
  EXPECT_TRUE(at("2026-11-25T08:00:00Z", {3}, 10h, 11h));
  EXPECT_FALSE(at("2026-11-25T07:59:59Z", {3}, 10h, 11h));
  EXPECT_FALSE(at("2026-11-25T09:00:00Z", {3}, 10h, 11h));
  EXPECT_TRUE(at("2026-07-15T07:00:00Z", {}, 10h, 11h));
  EXPECT_TRUE(at("2026-11-25T22:30:00Z", {4}, 0min, 24h)) << "Thursday, in Israel";
  EXPECT_TRUE(at("2026-11-25T21:00:00Z", {3}, 18h, 8h));
  EXPECT_TRUE(at("2026-11-26T05:59:00Z", {3}, 18h, 8h)) << "the night of Wednesday";
  EXPECT_FALSE(at("2026-11-26T05:59:00Z", {4}, 18h, 8h));
  EXPECT_FALSE(at("2026-11-26T06:00:00Z", {}, 18h, 8h));
  EXPECT_TRUE(at("2026-11-28T22:30:00Z", {6}, 18h, 8h)) << "Saturday's night, early on Sunday";
  started_at.reset();
  EXPECT_FALSE(holds({TimeCondition{}, false}));
}

TEST_F(Rules, AllOrAnyConditionsMustHold) {
  const Condition yes{WordsCondition{{"לבטל"}, Speaker::caller, {}, {}}, false};
  const Condition no{WordsCondition{{"מזגן"}, Speaker::caller, {}, {}}, false};
  const Condition not_no{no.what, true};
  using enum domain::Matching;
  EXPECT_TRUE(tag({yes, not_no}, all));
  EXPECT_FALSE(tag({yes, no}, all));
  EXPECT_TRUE(tag({no, yes}, any));
  EXPECT_EQ(tag({no, yes}, any)->evidence.size(), 1U);
  EXPECT_FALSE(tag({no, no}, any));
  EXPECT_FALSE(tag({}, all));
  EXPECT_FALSE(tag({}, any));
}

TEST_F(Rules, RulesThatAreOffOrMakeNoSenseHoldForNothing) {
  domain::TagRule off{"off", "Off", false, domain::Matching::all, {{WordsCondition{{"לבטל"}}, false}}};
  EXPECT_TRUE(tags_of({off}, {transcript, transcript.segments, insight}, {}).empty());
  EXPECT_FALSE(holds({SilenceCondition{-5s}, true}));
  EXPECT_FALSE(holds({TimeCondition{{9, -1}, 10h, 10h}, false}));
  EXPECT_FALSE(compares("confidence", FieldOperator::at_least, "nan"));
  const domain::TagRule night{"n", "N", true, domain::Matching::all, {{TimeCondition{}, false}}};
  EXPECT_TRUE(
      tags_of({night}, {transcript, transcript.segments, insight, duration, started_at, "No/Where"}, {})
          .empty());
}

TEST_F(Rules, EvidenceOfOneConditionIsNoFlood) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "לבטל. ";
  transcript.segments = {said(Speaker::caller, 1s, 2s, text)};
  EXPECT_EQ(tag({{WordsCondition{{"לבטל"}}, false}})->evidence.size(), 10U);
}

TEST(DefaultSettings, AreWithinTheirOwnLimits) {
  const auto checked = domain::check(default_settings(), {});
  EXPECT_TRUE(checked) << checked.error().public_message;
}

}  // namespace
}  // namespace kolog::insight
