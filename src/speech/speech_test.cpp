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
#include "speech/token_loop.h"
#include "speech/token_words.h"
#include "speech/voice_activity.h"

namespace kolog::speech {
namespace {

using domain::DropReason;
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
  EXPECT_TRUE(phantom_in({"something was said", 0.8, -1.2}));
  EXPECT_FALSE(phantom_in({"something was said", 0.8, -0.3}));
  EXPECT_FALSE(phantom_in({"something was said", 0.1, -1.2}));
}

TEST(PhantomFilter, SubtitlePhraseCountsOnlyWhenItIsAllAndUnsure) {
  for (const char* phrase : {"תודה שצפיתם!", "Thank you for watching.", "Subtitles by Someone", "כתוביות"}) {
    EXPECT_TRUE(phantom_in({phrase, 0.4, -0.2})) << phrase;
    EXPECT_TRUE(phantom_in({phrase, 0.1, -0.7})) << phrase;
    EXPECT_FALSE(phantom_in({phrase, 0.05, -0.2})) << phrase;
  }
  EXPECT_FALSE(phantom_in({"thank you for watching my dog yesterday", 0.4, -0.7}));
  EXPECT_FALSE(phantom_in({"תודה רבה להתראות", 0.4, -0.7}));
}

TEST(PhantomFilter, ShortAnswersAreValid) {
  for (const char* answer : {"כן", "לא", "Yes.", "0527319768", "No no no no"}) {
    EXPECT_FALSE(phantom_in({answer, 0.1, -0.4})) << answer;
  }
}

TEST(PhantomFilter, NothingButPunctuationIsAPhantom) {
  EXPECT_EQ(phantom_in({"", 0, 0}), DropReason::no_speech);
  EXPECT_EQ(phantom_in({" ... !", 0, 0}), DropReason::no_speech);
}

TEST(PhantomFilter, EachDoubtThatIsGreatEnoughCountsAlone) {
  EXPECT_EQ(phantom_in({"something was said", 0.95, -0.6}), DropReason::no_speech);
  EXPECT_EQ(phantom_in({"something was said", 0.0, -1.9}), DropReason::unsure);
  EXPECT_EQ(phantom_in({"Thank you for watching", 0.4, -0.2}), DropReason::known_phrase);
  EXPECT_EQ(phantom_in({"no no no no no no no no no", 0.0, -0.1}), DropReason::repetition);
}

TEST(PhantomFilter, TextThatCompressesAsSpeechDoesNotGoesInCircles) {
  std::string text;
  for (int i = 0; i < 12; ++i)
    text += "I would like to order a plumber for number " + std::to_string(i) + ". ";
  EXPECT_TRUE(goes_in_circles(text));
  EXPECT_FALSE(goes_in_circles(
      "שלום, אני מחפש אינסטלטור דחוף לתל אביב. יש לי נזילה מתחת לכיור במטבח, והמים כבר הגיעו לסלון. אפשר "
      "שמישהו יגיע עוד "
      "היום אחר הצהריים? אני גר ברחוב ויצמן עשרים, קומה שלישית, והטלפון שלי הוא אפס חמש שתיים."));
}

TEST(TokenLoop, PhraseThatStandsThereSixTimesIsALoop) {
  std::vector<int> tokens = {7, 8, 9};
  for (int i = 0; i < 6; ++i) tokens.insert(tokens.end(), {1, 2, 3});
  EXPECT_TRUE(ends_in_loop(tokens));
  tokens.push_back(4);
  EXPECT_FALSE(ends_in_loop(tokens));
}

TEST(TokenLoop, FiveTimesOrAFewDigitsAreNone) {
  std::vector<int> tokens;
  for (int i = 0; i < 5; ++i) tokens.insert(tokens.end(), {1, 2, 3});
  EXPECT_FALSE(ends_in_loop(tokens));
  EXPECT_FALSE(ends_in_loop(std::vector<int>(7, 42)));
  EXPECT_FALSE(ends_in_loop({}));
}

TEST(TokenWords, EachTokenEndsWhereItWasHeardAndBeginsWhereTheOneBeforeEnds) {
  std::vector<Token> tokens = {token(" one", 0, 300, 1), token(" two", 0, 250, 1),
                               token(" three", 0, 5'000, 1)};
  set_times(tokens, milliseconds{100}, milliseconds{900});
  EXPECT_EQ(tokens[0].start, milliseconds{100});
  EXPECT_EQ(tokens[0].end, milliseconds{300});
  EXPECT_EQ(tokens[1].end, milliseconds{300});
  EXPECT_EQ(tokens[2].start, milliseconds{300});
  EXPECT_EQ(tokens[2].end, milliseconds{900});
}

TEST(TokenWords, WithoutTimesTheyShareTheirSentenceByLength) {
  std::vector<Token> tokens = {token("aa", 100, 100, 1), token("aaaaaa", 100, 100, 1)};
  set_times(tokens, milliseconds{100}, milliseconds{900});
  EXPECT_EQ(tokens[0].end, milliseconds{300});
  EXPECT_EQ(tokens[1].end, milliseconds{900});
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
