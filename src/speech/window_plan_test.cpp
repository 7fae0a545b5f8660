// SPDX-License-Identifier: Apache-2.0
#include "speech/window_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t kSecond = audio::kSpeechRate;

Stretch from(double begin, double end) {
  return {static_cast<std::size_t>(begin * kSecond), static_cast<std::size_t>(end * kSecond)};
}

ModelHandling filled() {
  return {};
}

ModelHandling single() {
  ModelHandling handling;
  handling.utterances = 1;
  return handling;
}

TEST(WindowPlan, UtterancesOfOneChannelShareAWindowWithoutTheSilenceBetweenThem) {
  const auto plan = plan_windows({{from(1, 4), from(20, 24), from(50, 60)}, {from(5, 8)}}, filled());
  ASSERT_THAT(plan.windows, SizeIs(2));
  EXPECT_THAT(plan.windows[0].pieces, SizeIs(3));
  EXPECT_EQ(plan.windows[0].length(), 17 * kSecond);
  EXPECT_EQ(plan.windows[1].channel, 1U);
  EXPECT_EQ(plan.samples, 20 * kSecond);
}

TEST(WindowPlan, ShortPauseBetweenSentencesIsKept) {
  const auto plan = plan_windows({{from(1, 4), from(4.5, 6)}}, filled());
  ASSERT_THAT(plan.windows, SizeIs(1));
  ASSERT_THAT(plan.windows[0].pieces, SizeIs(1));
  EXPECT_EQ(plan.windows[0].length(), 5 * kSecond);
}

TEST(WindowPlan, NoWindowIsLongerThanItMayBe) {
  std::vector<Stretch> speech;
  for (int i = 0; i < 40; ++i) speech.push_back(from(i * 9, i * 9 + 5.5));
  const auto plan = plan_windows({speech}, filled());
  EXPECT_THAT(plan.windows, SizeIs(8));
  for (const auto& window : plan.windows) EXPECT_LE(window.length(), 28 * kSecond);
}

TEST(WindowPlan, ModelOfSingleUtterancesGetsThemSingly) {
  const auto plan = plan_windows({{from(1, 4), from(4.5, 6), from(7, 12)}}, single());
  ASSERT_THAT(plan.windows, SizeIs(3));
  EXPECT_EQ(plan.windows[0].length(), 5 * kSecond);  // the longest first
}

TEST(WindowPlan, NobodySpeakingMeansNoWindow) {
  EXPECT_THAT(plan_windows({{}, {}}, filled()).windows, IsEmpty());
  EXPECT_THAT(plan_windows({}, filled()).windows, IsEmpty());
}

TEST(WindowPlan, MomentsOfAWindowAreMappedToTheCall) {
  const auto plan = plan_windows({{from(1, 4), from(20, 24)}}, filled());
  const auto& window = plan.windows[0];
  EXPECT_EQ(window.in_call(milliseconds{0}), milliseconds{1'000});
  EXPECT_EQ(window.in_call(milliseconds{2'990}), milliseconds{3'990});
  EXPECT_EQ(window.in_call(milliseconds{3'000}), milliseconds{20'000});
  EXPECT_EQ(window.in_call(milliseconds{7'000}), milliseconds{24'000});
  EXPECT_EQ(window.in_call(milliseconds{60'000}), milliseconds{24'000});
}

TEST(WindowPlan, SamplesOfAWindowAreItsPieces) {
  audio::Clip clip{audio::kSpeechRate, {std::vector<float>(30 * kSecond)}};
  for (std::size_t i = 0; i < clip.channels[0].size(); ++i) clip.channels[0][i] = static_cast<float>(i);
  const auto plan = plan_windows({{from(1, 2), from(20, 21)}}, filled());
  const auto samples = samples_of(plan.windows[0], clip);
  ASSERT_THAT(samples, SizeIs(2 * kSecond));
  EXPECT_EQ(samples.front(), static_cast<float>(kSecond));
  EXPECT_EQ(samples[kSecond], static_cast<float>(20 * kSecond));
}

TEST(WindowPlan, SegmentOverACutIsDividedThere) {
  const auto plan = plan_windows({{}, {from(1, 4), from(20, 24)}}, filled());
  domain::Segment segment;
  segment.start = milliseconds{200};
  segment.end = milliseconds{6'500};
  segment.text = "before after it";
  segment.words = {{"before", milliseconds{200}, milliseconds{2'800}, 0.5},
                   {"after", milliseconds{2'800}, milliseconds{4'000}, 0.6},
                   {"it", milliseconds{4'000}, milliseconds{6'500}, 0.7}};
  const auto parts = place(segment, plan.windows[0]);
  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_EQ(parts[0].channel, 1);
  EXPECT_EQ(parts[0].text, "before");
  EXPECT_EQ(parts[0].start, milliseconds{1'200});
  EXPECT_EQ(parts[0].end, milliseconds{3'800});
  EXPECT_EQ(parts[1].text, "after it");
  EXPECT_EQ(parts[1].start, milliseconds{20'000});  // not in the silence that was cut out
  EXPECT_EQ(parts[1].words[0].end, milliseconds{21'000});
  EXPECT_EQ(parts[1].end, milliseconds{23'500});
}

TEST(WindowPlan, LastWordThatEndsALittleLateStaysInItsPiece) {
  const auto plan = plan_windows({{from(1, 4), from(20, 24)}}, filled());
  domain::Segment segment;
  segment.words = {{"late", milliseconds{2'500}, milliseconds{3'060}, 1.0}};
  const auto parts = place(segment, plan.windows[0]);
  ASSERT_THAT(parts, SizeIs(1));
  EXPECT_EQ(parts[0].start, milliseconds{3'500});
  EXPECT_EQ(parts[0].end, milliseconds{4'000});
}

TEST(WindowPlan, SegmentWithoutWordsIsMovedWhole) {
  const auto plan = plan_windows({{from(10, 12)}}, single());
  domain::Segment segment;
  segment.start = milliseconds{100};
  segment.end = milliseconds{900};
  const auto parts = place(segment, plan.windows[0]);
  ASSERT_THAT(parts, SizeIs(1));
  EXPECT_EQ(parts[0].start, milliseconds{10'100});
  EXPECT_EQ(parts[0].end, milliseconds{10'900});
}

TEST(WindowPlan, TextWhereNobodySpokeTouchesNoSpeech) {
  const auto plan = plan_windows({{from(1, 2), from(10, 12)}}, filled());
  domain::Segment segment;
  segment.start = milliseconds{4'000};
  segment.end = milliseconds{6'000};
  EXPECT_FALSE(touches_speech(segment, plan));
  segment.end = milliseconds{10'500};
  EXPECT_TRUE(touches_speech(segment, plan));
}

}  // namespace
}  // namespace kolog::speech
