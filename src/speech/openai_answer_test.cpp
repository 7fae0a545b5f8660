// SPDX-License-Identifier: Apache-2.0
#include "speech/openai_answer.h"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

OpenAiAnswer read(std::string_view body, milliseconds duration = 10s) {
  return parse_openai_answer(body, duration).value();
}

TEST(OpenAiAnswer, OpenAisWordsAreGivenToTheirSegments) {
  const auto answer = read(R"({"task":"transcribe","language":"english","duration":9.5,
    "text":"Hello there. Good bye.",
    "words":[{"word":"Hello","start":0.1,"end":0.5},{"word":"there","start":0.5,"end":1.0},
             {"word":"Good","start":5.0,"end":5.2},{"word":"bye","start":5.2,"end":5.6}],
    "segments":[{"id":0,"start":0.0,"end":1.2,"text":" Hello there.","avg_logprob":-0.1,"no_speech_prob":0.02},
                {"id":1,"start":4.9,"end":6.0,"text":" Good bye.","avg_logprob":-0.2,"no_speech_prob":0.03}]})");
  EXPECT_EQ(answer.language, domain::Language::english);
  ASSERT_EQ(answer.pieces.size(), 2U);
  const auto& first = answer.pieces[0];
  EXPECT_EQ(first.segment.text, "Hello there.");
  EXPECT_EQ(first.segment.start, 0ms);
  EXPECT_EQ(first.segment.end, 1200ms);
  EXPECT_NEAR(first.segment.confidence, std::exp(-0.1), 1e-9);
  EXPECT_DOUBLE_EQ(first.no_speech_probability, 0.02);
  ASSERT_EQ(first.segment.words.size(), 2U);
  EXPECT_EQ(first.segment.words[1], (domain::Word{"there", 500ms, 1000ms, first.segment.confidence}));
  ASSERT_EQ(answer.pieces[1].segment.words.size(), 2U);
  EXPECT_EQ(answer.pieces[1].segment.words[0].text, "Good");
}

TEST(OpenAiAnswer, FasterWhispersWordsStandInTheirSegmentsAndNullsAreNothing) {
  const auto answer = read(R"({"task":"transcribe","language":"he","duration":2.5,"text":"שלום","words":null,
    "segments":[{"id":1,"start":0.0,"end":1.3,"text":" שלום לך","avg_logprob":-0.11,"no_speech_prob":0.0,
                 "compression_ratio":0.6,
                 "words":[{"start":0.0,"end":0.4,"word":" שלום","probability":0.86},
                          {"start":0.4,"end":0.9,"word":" לך","probability":null}]},
                {"id":2,"start":null,"end":null,"text":" כן","avg_logprob":null,"no_speech_prob":null,"words":null},
                {"id":3,"text":null},null,7]})");
  EXPECT_EQ(answer.language, domain::Language::hebrew);
  ASSERT_EQ(answer.pieces.size(), 2U);
  ASSERT_EQ(answer.pieces[0].segment.words.size(), 2U);
  EXPECT_EQ(answer.pieces[0].segment.words[0], (domain::Word{"שלום", 0ms, 400ms, 0.86}));
  EXPECT_EQ(answer.pieces[1].segment.start, 1300ms) << "after the one before";
  EXPECT_EQ(answer.pieces[1].segment.end, 10s);
  EXPECT_EQ(answer.pieces[1].segment.confidence, 1);
}

TEST(OpenAiAnswer, WhisperCppsTokensBecomeWordsAndItsCutOffSegmentsWhole) {
  const auto answer = read(R"({"language":"english","text":" I need a\n locksmith, please\n",
    "segments":[{"id":0,"text":" I need a lock","start":0.0,"end":2.0,"avg_logprob":-0.1,"no_speech_prob":0.1,
      "words":[{"word":" I","start":0.0,"end":0.2,"probability":0.9},{"word":" need","start":0.2,"end":0.5,"probability":0.8},
               {"word":" a","start":0.5,"end":0.6,"probability":0.9},{"word":" lock","start":0.6,"end":2.0,"probability":0.7}]},
     {"id":1,"text":"smith, please","start":2.0,"end":3.0,"avg_logprob":-0.4,"no_speech_prob":0.2,
      "words":[{"word":"smith","start":2.0,"end":2.4,"probability":0.6},{"word":",","start":2.4,"end":2.4,"probability":0.5},
               {"word":" please","start":2.5,"end":3.0,"probability":0.9}]}]})");
  ASSERT_EQ(answer.pieces.size(), 1U);
  const auto& piece = answer.pieces[0];
  EXPECT_EQ(piece.segment.text, "I need a locksmith, please");
  EXPECT_EQ(piece.segment.end, 3s);
  EXPECT_DOUBLE_EQ(piece.mean_log_probability, -0.4);
  ASSERT_EQ(piece.segment.words.size(), 5U);
  EXPECT_EQ(piece.segment.words[3].text, "locksmith,");
  EXPECT_EQ(piece.segment.words[3].start, 600ms);
  EXPECT_EQ(piece.segment.words[3].end, 2400ms);
  EXPECT_EQ(piece.segment.words[4].text, "please");
}

TEST(OpenAiAnswer, TextAloneIsOneSegmentOverEverything) {
  const auto answer = read(R"({"text":" Hello there. "})", 4s);
  EXPECT_FALSE(answer.language);
  ASSERT_EQ(answer.pieces.size(), 1U);
  EXPECT_EQ(answer.pieces[0].segment.text, "Hello there.");
  EXPECT_EQ(answer.pieces[0].segment.start, 0s);
  EXPECT_EQ(answer.pieces[0].segment.end, 4s);
}

TEST(OpenAiAnswer, WordsWithoutSegmentsMakeOneSegmentOverThem) {
  const auto answer = read(R"({"text":"Hello there.","words":[{"word":"Hello","start":1,"end":1.5},
                               {"word":"there","start":1.5,"end":2}]})");
  ASSERT_EQ(answer.pieces.size(), 1U);
  EXPECT_EQ(answer.pieces[0].segment.start, 1s);
  EXPECT_EQ(answer.pieces[0].segment.end, 2s);
  EXPECT_EQ(answer.pieces[0].segment.words.size(), 2U);
}

TEST(OpenAiAnswer, NoTextIsNoSpeech) {
  for (const auto* body :
       {R"({"text":""})", R"({"text":"  \n"})", R"({"text":null})", R"({"text":"","segments":[]})"}) {
    EXPECT_TRUE(read(body).pieces.empty()) << body;
  }
}

TEST(OpenAiAnswer, TimesAndProbabilitiesOutOfBoundsAreBroughtIntoThem) {
  const auto answer = read(R"({"segments":[
    {"text":" a","start":-5,"end":1e300,"avg_logprob":7,"no_speech_prob":12,
     "words":[{"word":" a","start":9e99,"end":-1,"probability":40}]},
    {"text":" b","start":3,"end":1,"avg_logprob":-1e308,"no_speech_prob":-3},
    {"text":" c","start":"2.5","end":"nan","avg_logprob":"inf","no_speech_prob":{}},
    {"text":" d","start":[],"end":true}]})");
  ASSERT_EQ(answer.pieces.size(), 4U);
  for (const auto& piece : answer.pieces) {
    EXPECT_GE(piece.segment.start, 0ms);
    EXPECT_LE(piece.segment.start, piece.segment.end);
    EXPECT_LE(piece.segment.end, 10s);
    EXPECT_GE(piece.segment.confidence, 0);
    EXPECT_LE(piece.segment.confidence, 1);
    EXPECT_GE(piece.no_speech_probability, 0);
    EXPECT_LE(piece.no_speech_probability, 1);
  }
  const auto& word = answer.pieces[0].segment.words.at(0);
  EXPECT_LE(word.start, word.end);
  EXPECT_LE(word.end, 10s);
  EXPECT_EQ(word.confidence, 1);
  EXPECT_EQ(answer.pieces[2].segment.start, 2500ms) << "a number written as text";
}

TEST(OpenAiAnswer, BrokenBytesInATextAreReplaced) {
  const auto answer = read("{\"text\":\"a\\u0000b\\tc\"}");
  EXPECT_EQ(answer.pieces.at(0).segment.text, "ab\tc");
}

TEST(OpenAiAnswer, LanguagesAreKnownByNameAndByCode) {
  const auto language = [](const std::string& name) {
    return read(R"({"text":"","language":")" + name + R"("})").language;
  };
  for (const std::string name : {"hebrew", "Hebrew", "he", "iw", "he-IL"})
    EXPECT_EQ(language(name), domain::Language::hebrew) << name;
  for (const std::string name : {"english", "en", "EN_US"})
    EXPECT_EQ(language(name), domain::Language::english) << name;
  for (const std::string name : {"arabic", "", "unknown"}) EXPECT_FALSE(language(name)) << name;
}

TEST(OpenAiAnswer, WhatIsNoTranscriptIsNone) {
  for (const std::string& body :
       {std::string{}, std::string("<html>Sign in</html>"), std::string("[]"), std::string("7"),
        std::string(R"({"status":"ok"})"), std::string(R"({"segments":7})"), std::string(100'000, '['),
        std::string("{\"text\":\"\xff\"}")}) {
    const auto answer = parse_openai_answer(body, 10s);
    ASSERT_FALSE(answer) << body.substr(0, 40);
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
  }
}

TEST(OpenAiAnswer, ARefusalsReasonIsFoundInEachServersForm) {
  EXPECT_EQ(openai_error_message(R"({"error":{"message":"No such model","type":"x"}})"), "No such model");
  EXPECT_EQ(openai_error_message(R"({"error":"failed to read audio data"})"), "failed to read audio data");
  EXPECT_EQ(openai_error_message(R"({"detail":"Model is not installed"})"), "Model is not installed");
  EXPECT_EQ(openai_error_message("Invalid\r\nrequest"), "Invalid request");
  EXPECT_EQ(openai_error_message(""), "");
}

TEST(OpenAiAnswer, ARefusalsReasonIsBoundedAndWholeCharacters) {
  EXPECT_EQ(openai_error_message(std::string(5'000, 'x')).size(), 300U);
  EXPECT_EQ(openai_error_message("אאא", 5), "אא");
  EXPECT_LE(openai_error_message(std::string(50, '\xff'), 20).size(), 20U);
}

TEST(OpenAiAnswer, LettersTellTheLanguage) {
  EXPECT_EQ(language_of_letters("שלום, hi"), domain::Language::hebrew);
  EXPECT_EQ(language_of_letters("Hello א"), domain::Language::english);
  EXPECT_FALSE(language_of_letters("0582861085 ...\xd7"));
}

}  // namespace
}  // namespace kolog::speech
