// SPDX-License-Identifier: Apache-2.0
#include "speech/speech_score.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace kolog::speech {
namespace {

using domain::Segment;
using domain::Speaker;
using domain::Transcript;
using domain::Word;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

Segment turn(Speaker speaker, milliseconds start, milliseconds end, std::string text,
             std::vector<Word> words = {}) {
  Segment segment;
  segment.speaker = speaker;
  segment.start = start;
  segment.end = end;
  segment.text = std::move(text);
  segment.words = std::move(words);
  return segment;
}

Transcript transcript(std::vector<Segment> segments) {
  Transcript made;
  made.segments = std::move(segments);
  return made;
}

TEST(SpeechScore, EachSpeakerIsComparedWithWhatThatOneSaid) {
  const auto reference = reference_from_text("Caller: I need a plumber\nAgent: Where?\nCaller: In Haifa.");
  const auto score =
      speech::score(reference, transcript({turn(Speaker::caller, 0s, 1s, "i need the plumber in haifa"),
                                           turn(Speaker::agent, 1s, 2s, "Where is it?")}))
          .value();
  EXPECT_EQ(score.caller->words, (ErrorCounts{5, 1, 0, 0}));
  EXPECT_EQ(score.agent->words, (ErrorCounts{1, 0, 0, 2}));
  EXPECT_EQ(score.all.words, (ErrorCounts{6, 1, 0, 2}));
  EXPECT_EQ(score.caller->characters.reference(), 20U);
}

TEST(SpeechScore, WithoutSpeakersAllIsComparedInTheOrderOfTime) {
  SpeechReference reference{
      transcript({turn(Speaker::caller, 0s, 1s, "one"), turn(Speaker::agent, 1s, 2s, "two"),
                  turn(Speaker::caller, 2s, 3s, "three")})};
  const auto mixed = transcript({turn(Speaker::unknown, 0s, 3s, "one two three")});
  const auto score = speech::score(reference, mixed).value();
  EXPECT_EQ(score.all.words, (ErrorCounts{3, 0, 0, 0}));
  EXPECT_FALSE(score.caller);
  EXPECT_FALSE(score.agent);
  reference.in_order = false;
  EXPECT_THAT(speech::score(reference, mixed).error().public_message, HasSubstr("turns"));
}

TEST(SpeechScore, TimesOfCorrectWordsAloneAreCompared) {
  const SpeechReference reference{transcript(
      {turn(Speaker::caller, 1s, 3s, "To Tel-Aviv, now",
            {{"To", 1000ms, 1200ms, 1}, {"Tel-Aviv,", 1300ms, 2000ms, 1}, {"now", 2500ms, 3000ms, 1}})})};
  const auto heard = transcript({turn(Speaker::caller, 1s, 3s, "to tel aviv no",
                                      {{"to", 1010ms, 1150ms, 1},
                                       {"tel", 1280ms, 1500ms, 1},
                                       {"aviv", 1500ms, 2100ms, 1},
                                       {"no", 2000ms, 9000ms, 1}})});
  const auto score = speech::score(reference, heard).value();
  EXPECT_THAT(score.all.word_times.starts, ElementsAre(10ms, 20ms));
  EXPECT_THAT(score.all.word_times.ends, ElementsAre(50ms, 100ms));
  EXPECT_THAT(score.all.turn_times.starts, IsEmpty());
}

TEST(SpeechScore, OfTurnsTheFirstStartAndTheLastEndAreCompared) {
  const SpeechReference reference{transcript(
      {turn(Speaker::caller, 500ms, 2s, "good morning to you"), turn(Speaker::caller, 5s, 6s, "bye")})};
  const auto heard = transcript({turn(Speaker::caller, 0s, 6s, "good morning you bye",
                                      {{"good", 600ms, 700ms, 1},
                                       {"morning", 700ms, 900ms, 1},
                                       {"you", 1400ms, 1700ms, 1},
                                       {"bye", 5050ms, 5900ms, 1}})});
  const auto score = speech::score(reference, heard).value();
  EXPECT_THAT(score.all.turn_times.starts, ElementsAre(100ms, 50ms));
  EXPECT_THAT(score.all.turn_times.ends, ElementsAre(300ms, 100ms));
  EXPECT_THAT(score.all.word_times.starts, IsEmpty());
}

TEST(SpeechScore, WordsThatAreNotTheTextsSayNothingOfTime) {
  const SpeechReference reference{
      transcript({turn(Speaker::caller, 1s, 2s, "one two", {{"one", 1100ms, 1200ms, 1}})})};
  const auto heard = transcript(
      {turn(Speaker::caller, 1s, 2s, "one two", {{"one", 1s, 1500ms, 1}, {"two", 1500ms, 2s, 1}})});
  const auto score = speech::score(reference, heard).value();
  EXPECT_EQ(score.all.words, (ErrorCounts{2, 0, 0, 0}));
  EXPECT_THAT(score.all.word_times.starts, IsEmpty());
  EXPECT_THAT(score.all.turn_times.starts, ElementsAre(0ms));
}

TEST(SpeechScore, ReferenceWithoutTimesHasNoErrorsOfTime) {
  const auto score = speech::score(reference_from_text("Caller: one"),
                                   transcript({turn(Speaker::caller, 1s, 2s, "one", {{"one", 1s, 2s, 1}})}))
                         .value();
  EXPECT_THAT(score.all.turn_times.starts, IsEmpty());
  EXPECT_THAT(score.all.turn_times.ends, IsEmpty());
}

TEST(SpeechScore, ScoresOfCallsAddUp) {
  const auto heard = transcript({turn(Speaker::caller, 1s, 2s, "one")});
  auto sum = speech::score(reference_from_text("Caller: one"), heard).value();
  sum += speech::score(reference_from_text("one two"), transcript({turn(Speaker::unknown, 0s, 1s, "one")}))
             .value();
  EXPECT_EQ(sum.caller->words, (ErrorCounts{1, 0, 0, 0}));
  EXPECT_EQ(sum.all.words, (ErrorCounts{2, 0, 1, 0}));
}

TEST(Percentile, IsTheNearestRank) {
  EXPECT_EQ(percentile({}, 0.5), std::nullopt);
  EXPECT_EQ(percentile({7ms}, 0.95), 7ms);
  EXPECT_EQ(percentile({30ms, 10ms, 20ms}, 0.5), 20ms);
  EXPECT_EQ(percentile({4ms, 3ms, 2ms, 1ms}, 0.5), 2ms);
  std::vector<milliseconds> hundred;
  for (int i = 100; i > 0; --i) hundred.emplace_back(i);
  EXPECT_EQ(percentile(hundred, 0.95), 95ms);
  EXPECT_EQ(percentile(hundred, 0), 1ms);
  EXPECT_EQ(percentile(hundred, 1), 100ms);
}

TEST(SpeechReference, TurnsGoBeforeWhatTheSpeakersSaidInAll) {
  const auto reference = reference_from_json(R"({"language": "he", "reference": {"caller": "x"},
      "turns": [{"speaker": "agent", "start": 0.4, "end": 3.94, "text": "Hello",
                 "words": [{"text": "Hello", "start": 0.4, "end": 0.9}]}]})")
                             .value();
  ASSERT_THAT(reference.said.segments, SizeIs(1));
  EXPECT_EQ(reference.said.segments[0].speaker, Speaker::agent);
  EXPECT_EQ(reference.said.segments[0].end, 3940ms);
  EXPECT_EQ(reference.said.segments[0].words.at(0).end, 900ms);
  EXPECT_EQ(reference.said.language, domain::Language::hebrew);
  EXPECT_TRUE(reference.in_order);
}

TEST(SpeechReference, KologsOwnTranscriptIsOne) {
  const auto reference =
      reference_from_json(R"({"language":null,"segments":[{"speaker":"caller","text":"hi","start":1}]})")
          .value();
  EXPECT_EQ(reference.said.segments.at(0).text, "hi");
  EXPECT_EQ(reference.said.language, std::nullopt);
}

TEST(SpeechReference, SpeakersAloneHaveNoOrder) {
  const auto both = reference_from_json(R"({"reference": {"caller": "a b", "agent": "c"}})").value();
  EXPECT_THAT(both.said.segments, SizeIs(2));
  EXPECT_FALSE(both.in_order);
  EXPECT_TRUE(reference_from_json(R"({"reference": {"caller": "a b"}})").value().in_order);
}

TEST(SpeechReference, WhatIsNoneSaysWhatIsMissing) {
  for (const char* text : {"", "[]", "{}", "{\"turns\": 1}", "{\"turns\": [1]}", "{\"reference\": []}",
                           "{\"reference\": {}}", "{\"reference\": {\"caller\": 1}}"}) {
    const auto reference = reference_from_json(text);
    ASSERT_FALSE(reference) << text;
    EXPECT_EQ(reference.error().code, ErrorCode::invalid_request) << text;
  }
}

TEST(SpeechReference, LiesBesideTheRecordingAsJsonOrText) {
  const kolog::testing::TemporaryFolder folder;
  const auto recording = folder.path() / "a.b.flac";
  const auto missing = find_reference(recording);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_THAT(missing.error().public_message, HasSubstr("a.b.json"));
  kolog::testing::write_file(folder.path() / "a.b.txt", "לקוח: שלום");
  EXPECT_EQ(find_reference(recording).value().said.segments.at(0).text, "שלום");
  kolog::testing::write_file(folder.path() / "a.b.json", R"({"turns": [{"text": "hello"}]})");
  EXPECT_EQ(find_reference(recording).value().said.segments.at(0).text, "hello");
  kolog::testing::write_file(folder.path() / "a.b.json", "{");
  EXPECT_THAT(find_reference(recording).error().public_message, HasSubstr("a.b.json"));
  EXPECT_EQ(find_reference(recording, {.bytes = 0}).error().code, ErrorCode::payload_too_large);
}

}  // namespace
}  // namespace kolog::speech
