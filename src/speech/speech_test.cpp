// SPDX-License-Identifier: Apache-2.0
// The parts of speech recognition that need no model.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/phantom_filter.h"
#include "speech/token_words.h"
#include "speech/voice_activity.h"
#include "speech/window_plan.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int kRate = 8000;

void append_silence(std::vector<float>& samples, double seconds) {
  samples.resize(samples.size() + static_cast<std::size_t>(seconds * kRate), 0.0F);
}

void append_noise(std::vector<float>& samples, double seconds, double deviation) {
  std::mt19937 random(11);
  std::normal_distribution<float> noise(0, static_cast<float>(deviation));
  for (int i = 0; i < static_cast<int>(seconds * kRate); ++i) samples.push_back(noise(random));
}

void append_tone(std::vector<float>& samples, double seconds, double hertz) {
  for (int i = 0; i < static_cast<int>(seconds * kRate); ++i) {
    samples.push_back(static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * hertz * i / kRate)));
  }
}

/// Loud and soft four times a second, as syllables are.
void append_syllables(std::vector<float>& samples, double seconds, double loudness = 0.3) {
  for (int i = 0; i < static_cast<int>(seconds * kRate); ++i) {
    const double t = static_cast<double>(i) / kRate;
    const double envelope = 0.05 + 0.95 * std::pow(std::sin(std::numbers::pi * 4 * t), 2);
    samples.push_back(static_cast<float>(loudness * envelope * std::sin(2 * std::numbers::pi * 180 * t)));
  }
}

std::vector<Stretch> found_in(const std::vector<float>& samples) {
  return EnergyVoiceActivity().find(samples, kRate);
}

double seconds(std::size_t sample) {
  return static_cast<double>(sample) / kRate;
}

TEST(VoiceActivity, SilenceNoiseAndNothingHaveNoSpeech) {
  std::vector<float> samples;
  EXPECT_THAT(found_in(samples), IsEmpty());
  samples.resize(10, 0.5F);
  EXPECT_THAT(found_in(samples), IsEmpty());
  samples.clear();
  append_silence(samples, 30);
  EXPECT_THAT(found_in(samples), IsEmpty());
  for (const double loudness : {0.0005, 0.01, 0.2}) {
    samples.clear();
    append_noise(samples, 30, loudness);
    EXPECT_THAT(found_in(samples), IsEmpty()) << loudness;
  }
}

TEST(VoiceActivity, RingingToneIsNoSpeech) {
  std::vector<float> samples;
  for (int ring = 0; ring < 5; ++ring) {
    append_tone(samples, 1, 400);
    append_silence(samples, 3);
  }
  EXPECT_THAT(found_in(samples), IsEmpty());
}

TEST(VoiceActivity, LineNoiseThatSetsInIsNoSpeech) {
  std::vector<float> samples;
  append_silence(samples, 10);
  append_noise(samples, 10, 0.01);
  EXPECT_THAT(found_in(samples), IsEmpty());
}

TEST(VoiceActivity, StretchesAreCutAtSilencesAndPadded) {
  std::vector<float> samples;
  append_silence(samples, 2);
  append_syllables(samples, 1.5);
  append_silence(samples, 1);
  append_syllables(samples, 1);
  append_silence(samples, 0.3);
  append_syllables(samples, 1);
  append_silence(samples, 2);
  const auto stretches = found_in(samples);
  ASSERT_THAT(stretches, SizeIs(2));
  EXPECT_NEAR(seconds(stretches[0].begin), 1.8, 0.1);
  EXPECT_NEAR(seconds(stretches[0].end), 3.7, 0.1);
  EXPECT_NEAR(seconds(stretches[1].begin), 4.3, 0.1);
  EXPECT_NEAR(seconds(stretches[1].end), 7.0, 0.1);
}

TEST(VoiceActivity, SpeechOverNoiseIsFound) {
  std::vector<float> samples;
  append_noise(samples, 20, 0.01);
  std::vector<float> speech;
  append_syllables(speech, 2);
  for (std::size_t i = 0; i < speech.size(); ++i) samples[8 * kRate + i] += speech[i];
  const auto stretches = found_in(samples);
  ASSERT_THAT(stretches, SizeIs(1));
  EXPECT_NEAR(seconds(stretches[0].begin), 7.8, 0.2);
  EXPECT_NEAR(seconds(stretches[0].end), 10.2, 0.2);
}

TEST(VoiceActivity, ClickIsNoSpeech) {
  std::vector<float> samples;
  append_silence(samples, 5);
  append_syllables(samples, 0.06);
  append_silence(samples, 5);
  EXPECT_THAT(found_in(samples), IsEmpty());
}

TEST(VoiceActivity, LongMonologueIsSplitAtItsQuietestPlaces) {
  std::vector<float> samples;
  append_syllables(samples, 20);
  append_silence(samples, 0.4);
  append_syllables(samples, 50);
  const auto stretches = found_in(samples);
  ASSERT_GE(stretches.size(), 3U);
  EXPECT_NEAR(seconds(stretches[0].end), 20.2, 0.3);
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    EXPECT_LE(seconds(stretches[i].end - stretches[i].begin), 28.0);
    if (i > 0) {
      EXPECT_EQ(stretches[i].begin, stretches[i - 1].end);
    }
  }
  EXPECT_NEAR(seconds(stretches.back().end), 70.4, 0.3);
}

TEST(VoiceActivity, JoinedStretchesFillAWindowButDoNotOverflowIt) {
  const std::vector<Stretch> stretches = {{0, 10}, {20, 30}, {60, 90}, {95, 101}, {200, 350}};
  EXPECT_THAT(joined(stretches, 100), ElementsAre(Stretch{0, 90}, Stretch{95, 101}, Stretch{200, 350}));
  EXPECT_THAT(joined({}, 100), IsEmpty());
}

TEST(WindowPlan, SecondOfTwoIdenticalChannelsIsNotTranscribedAgain) {
  std::vector<float> samples;
  append_silence(samples, 1);
  append_syllables(samples, 2);
  append_silence(samples, 1);
  const audio::Clip copies{kRate, {samples, samples}};
  const EnergyVoiceActivity voice_activity;
  const auto plan = plan_windows(copies, voice_activity, Windows::single);
  ASSERT_THAT(plan.windows, SizeIs(1));
  EXPECT_EQ(plan.windows[0].channel, 0U);
}

TEST(WindowPlan, SegmentsMoveToTheirPlaceInTheCall) {
  WindowPlan plan;
  plan.speech = {{}, {{16'000, 32'000}}};
  const Window window{1, {16'000, 32'000}};
  std::vector<domain::Segment> segments(1);
  segments[0].start = milliseconds{100};
  segments[0].end = milliseconds{900};
  segments[0].words = {{"word", milliseconds{100}, milliseconds{900}, 1.0}};
  place(segments, window, plan, kRate);
  ASSERT_THAT(segments, SizeIs(1));
  EXPECT_EQ(segments[0].channel, 1);
  EXPECT_EQ(segments[0].start, milliseconds{2100});
  EXPECT_EQ(segments[0].words[0].end, milliseconds{2900});
}

TEST(WindowPlan, TextOverTheSilenceBetweenTwoStretchesIsLeftOut) {
  WindowPlan plan;
  plan.speech = {{{0, 8000}, {80'000, 88'000}}};
  const Window window{0, {0, 88'000}};
  std::vector<domain::Segment> segments(2);
  segments[0].end = milliseconds{900};
  segments[1].start = milliseconds{4000};
  segments[1].end = milliseconds{6000};
  place(segments, window, plan, kRate);
  ASSERT_THAT(segments, SizeIs(1));
  EXPECT_EQ(segments[0].end, milliseconds{900});
}

Token token(std::string bytes, int start, int end, double probability) {
  return {std::move(bytes), milliseconds{start}, milliseconds{end}, probability};
}

TEST(TokenWords, CharacterSplitOverTokensBecomesWhole) {
  const std::vector<Token> tokens = {token(" \xD7", 0, 100, 0.9), token("\xA9\xD7\x9C", 100, 200, 0.5),
                                     token("\xD7\x95\xD7", 200, 300, 0.8), token("\x9D", 300, 400, 0.9)};
  const auto words = join_tokens(tokens);
  ASSERT_THAT(words, SizeIs(1));
  EXPECT_EQ(words[0].text, "שלום");
  EXPECT_EQ(words[0].start, milliseconds{0});
  EXPECT_EQ(words[0].end, milliseconds{400});
  EXPECT_DOUBLE_EQ(words[0].confidence, 0.5);
}

TEST(TokenWords, CharacterThatIsNeverCompletedIsReplaced) {
  const std::vector<Token> tokens = {token(" ab\xD7", 0, 100, 1), token(" cd", 100, 200, 1)};
  const auto words = join_tokens(tokens);
  ASSERT_THAT(words, SizeIs(2));
  EXPECT_EQ(words[0].text, "ab\uFFFD");
  EXPECT_EQ(text_of(words), "ab\uFFFD cd");
}

TEST(TokenWords, TimesNeverGoBack) {
  const std::vector<Token> tokens = {token("one", 500, 400, 1), token(" ", 0, 0, 1),
                                     token(" two", 100, 200, 1)};
  const auto words = join_tokens(tokens);
  ASSERT_THAT(words, SizeIs(2));
  EXPECT_EQ(words[0].end, milliseconds{500});
  EXPECT_GE(words[1].start, words[0].start);
  EXPECT_GE(words[1].end, words[1].start);
}

TEST(PhantomFilter, DoubtAboutSpeechAndWordsTogetherIsAPhantom) {
  EXPECT_TRUE(is_phantom({"something was said", 0.8, -1.2}));
  EXPECT_FALSE(is_phantom({"something was said", 0.8, -0.3}));
  EXPECT_FALSE(is_phantom({"something was said", 0.1, -1.2}));
}

TEST(PhantomFilter, SubtitlePhraseCountsOnlyWhenItIsAllAndUnsure) {
  for (const char* phrase : {"תודה שצפיתם!", "Thank you for watching.", "Subtitles by Someone", "כתוביות"}) {
    EXPECT_TRUE(is_phantom({phrase, 0.4, -0.2})) << phrase;
    EXPECT_TRUE(is_phantom({phrase, 0.1, -0.7})) << phrase;
    EXPECT_FALSE(is_phantom({phrase, 0.05, -0.2})) << phrase;
  }
  EXPECT_FALSE(is_phantom({"thank you for watching my dog yesterday", 0.4, -0.7}));
  EXPECT_FALSE(is_phantom({"תודה רבה להתראות", 0.4, -0.7}));
}

TEST(PhantomFilter, ShortAnswersAreValid) {
  for (const char* answer : {"כן", "לא", "Yes.", "0527319768", "No no no no"}) {
    EXPECT_FALSE(is_phantom({answer, 0.1, -0.4})) << answer;
  }
}

TEST(PhantomFilter, NothingButPunctuationIsAPhantom) {
  EXPECT_TRUE(is_phantom({"", 0, 0}));
  EXPECT_TRUE(is_phantom({" ... !", 0, 0}));
}

TEST(PhantomFilter, TextThatGoesInCirclesIsAPhantom) {
  std::string text = "well";
  for (int i = 0; i < 6; ++i) text += " I think so,";
  EXPECT_TRUE(goes_in_circles(text));
  EXPECT_TRUE(goes_in_circles("כן כן כן כן כן כן כן כן כן"));
  EXPECT_TRUE(goes_in_circles("הההההההההההההההההההההההההההה"));
  EXPECT_FALSE(goes_in_circles("I need a plumber in Haifa because the pipe in my kitchen is leaking again"));
  EXPECT_FALSE(goes_in_circles("אפס חמש שתיים שלוש אחת אחת אחת שמונה תשע שבע"));
}

}  // namespace
}  // namespace kolog::speech
