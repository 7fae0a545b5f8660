// SPDX-License-Identifier: Apache-2.0
#include "speech/speech_edges.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::SizeIs;

/// Silence, with a tone in each of the given stretches of milliseconds.
std::vector<float> tones(std::size_t length,
                         std::initializer_list<std::pair<std::size_t, std::size_t>> where) {
  std::vector<float> samples(length * 16, 0.0005F);
  for (const auto& [begin, end] : where) {
    for (auto i = begin * 16; i < end * 16; ++i) {
      samples[i] =
          static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * 300 * static_cast<double>(i) / 16'000));
    }
  }
  return samples;
}

Stretch whole(const std::vector<float>& samples) {
  return {0, samples.size()};
}

domain::Segment words(std::initializer_list<std::pair<int, int>> times) {
  domain::Segment segment;
  for (const auto& [start, end] : times) {
    segment.words.push_back({"w", milliseconds{start}, milliseconds{end}, 1.0});
  }
  segment.start = segment.words.front().start;
  segment.end = segment.words.back().end;
  return segment;
}

TEST(SpeechEdges, SilenceAroundAndBetweenSoundsIsTold) {
  const auto samples = tones(2'000, {{200, 700}, {1'000, 1'800}});
  const auto parts = sounding_parts(samples, whole(samples));
  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_NEAR(static_cast<double>(parts[0].begin), 200 * 16, 160);
  EXPECT_NEAR(static_cast<double>(parts[0].end), 700 * 16, 160);
  EXPECT_NEAR(static_cast<double>(parts[1].begin), 1'000 * 16, 160);
  EXPECT_NEAR(static_cast<double>(parts[1].end), 1'800 * 16, 160);
}

TEST(SpeechEdges, ShortGapOfAConsonantIsNoPause) {
  const auto samples = tones(2'000, {{200, 700}, {780, 1'800}});
  EXPECT_THAT(sounding_parts(samples, whole(samples)), SizeIs(1));
}

TEST(SpeechEdges, SilenceIsAllOfItself) {
  const std::vector<float> samples(16'000, 0.0F);
  EXPECT_THAT(sounding_parts(samples, whole(samples)), ElementsAre(whole(samples)));
  EXPECT_THAT(sounding_parts(samples, {5, 9}), ElementsAre(Stretch{5, 9}));
}

TEST(SpeechEdges, WordsTakeTheBordersOfTheirSound) {
  const auto samples = tones(2'000, {{200, 700}, {1'000, 1'800}});
  auto segment = words({{0, 400}, {400, 850}, {850, 1'400}, {1'400, 1'600}});
  domain::Segment* segments[] = {&segment};
  align_with_sound(segments, samples, whole(samples));
  EXPECT_NEAR(static_cast<double>(segment.words[0].start.count()), 200, 10);
  EXPECT_EQ(segment.words[0].end, milliseconds{400});
  EXPECT_NEAR(static_cast<double>(segment.words[1].end.count()), 700, 10);
  EXPECT_NEAR(static_cast<double>(segment.words[2].start.count()), 1'000, 10);
  EXPECT_NEAR(static_cast<double>(segment.words[3].end.count()), 1'800, 10);
  EXPECT_EQ(segment.start, segment.words.front().start);
  EXPECT_EQ(segment.end, segment.words.back().end);
}

TEST(SpeechEdges, PauseThatNoWordEndsNearIsInsideAWord) {
  const auto samples = tones(4'000, {{200, 1'700}, {2'000, 3'800}});
  auto segment = words({{200, 900}, {900, 3'800}});
  domain::Segment* segments[] = {&segment};
  align_with_sound(segments, samples, whole(samples));
  EXPECT_EQ(segment.words[0].end, milliseconds{900});
  EXPECT_EQ(segment.words[1].start, milliseconds{900});
}

TEST(SpeechEdges, PauseBetweenTwoSegmentsDividesThem) {
  const auto samples = tones(2'000, {{200, 700}, {1'000, 1'800}});
  auto first = words({{200, 800}});
  auto second = words({{800, 1'800}});
  domain::Segment* segments[] = {&first, &second};
  align_with_sound(segments, samples, whole(samples));
  EXPECT_NEAR(static_cast<double>(first.end.count()), 700, 10);
  EXPECT_NEAR(static_cast<double>(second.start.count()), 1'000, 10);
}

}  // namespace
}  // namespace kolog::speech
