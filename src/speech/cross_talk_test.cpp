// SPDX-License-Identifier: Apache-2.0
#include "speech/cross_talk.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/decode.h"
#include "speech/voice_activity.h"

namespace kolog::speech {
namespace {

using testing::IsEmpty;
using Speech = std::vector<std::vector<Stretch>>;
using Samples = std::vector<float>;

constexpr int kRate = 16'000;

audio::Clip sample_call(const std::string& name) {
  return audio::resample(
             audio::decode(std::filesystem::path(KOLOG_SOURCE_DIR "/tests/data/calls/" + name)).value(),
             kRate)
      .value();
}

Speech speech_of(const audio::Clip& clip) {
  // Low enough that a leak is found as well.
  const EnergyVoiceActivity detector({.onset_over_noise = 6, .offset_over_noise = 4, .lowest_level = -75});
  Speech speech;
  for (const auto& channel : clip.channels) speech.push_back(detector.find(channel, clip.sample_rate));
  return speech;
}

/// What of a channel comes through a wall: quieter, later, and without its high notes.
Samples leak_of(const Samples& channel, double decibels, int delay) {
  const auto gain = static_cast<float>(std::pow(10, decibels / 20));
  const auto offset = static_cast<std::size_t>(kRate / 1000 * delay);
  Samples leak(channel.size());
  float low = 0;
  for (std::size_t i = offset; i < leak.size(); ++i) {
    low += 0.4F * (channel[i - offset] - low);
    leak[i] = gain * low;
  }
  return leak;
}

void add(Samples& samples, const Samples& more) {
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += more[i];
}

std::size_t length(const std::vector<Stretch>& stretches) {
  std::size_t sum = 0;
  for (const auto& stretch : stretches) sum += stretch.end - stretch.begin;
  return sum;
}

std::size_t common(const std::vector<Stretch>& some, const std::vector<Stretch>& others) {
  std::size_t sum = 0;
  for (const auto& a : some) {
    for (const auto& b : others) {
      const auto begin = std::max(a.begin, b.begin);
      const auto end = std::min(a.end, b.end);
      if (begin < end) sum += end - begin;
    }
  }
  return sum;
}

TEST(CrossTalk, LeakIsGoneAndTurnsStay) {
  for (const char* name : {"call-en-1.flac", "call-he-2.flac"}) {
    for (const double decibels : {-20.0, -30.0}) {
      for (const int delay : {0, 40, 200}) {
        auto clip = sample_call(name);
        const auto own = speech_of(clip);
        add(clip.channels[1], leak_of(clip.channels[0], decibels, delay));
        const auto with_leak = speech_of(clip);
        ASSERT_GT(length(with_leak[1]), length(own[1]) * 5 / 4) << "the leak is not there";
        const auto cleaned = without_cross_talk(clip, with_leak);
        const auto what =
            std::string(name) + " " + std::to_string(decibels) + " dB " + std::to_string(delay) + " ms";
        EXPECT_EQ(cleaned[0], with_leak[0]) << what;
        EXPECT_GT(common(cleaned[1], own[1]), length(own[1]) * 98 / 100) << what;
        const auto leaked = length(with_leak[1]) - common(with_leak[1], own[1]);
        const auto left = length(cleaned[1]) - common(cleaned[1], own[1]);
        // Half a second in which both are heard stays.
        EXPECT_LT(left, leaked / 8) << what;
      }
    }
  }
}

TEST(CrossTalk, TwoSpeakersAreLeftAlone) {
  for (const char* name : {"call-en-2.flac", "call-en-4.flac", "call-he-1.flac", "call-he-3.flac"}) {
    const auto clip = sample_call(name);
    const auto speech = speech_of(clip);
    EXPECT_EQ(without_cross_talk(clip, speech), speech) << name;
  }
}

TEST(CrossTalk, SoftVoiceUnderALoudOneIsKept) {
  auto clip = sample_call("call-en-1.flac");
  const auto another = sample_call("call-en-3.flac");
  // Both speak at once all the time, one of them 20 dB softer, and the loud one leaks in at 30.
  clip.channels[1] = another.channels[1];
  clip.channels[1].resize(clip.channels[0].size());
  for (auto& sample : clip.channels[1]) sample *= 0.1F;
  Samples loud(clip.channels[0].size());
  for (std::size_t i = 0; i < loud.size(); ++i) {
    loud[i] = 0.5F * (clip.channels[0][i] + another.channels[0][i % another.channels[0].size()]);
  }
  clip.channels[0] = loud;
  const auto soft = speech_of(clip);
  add(clip.channels[1], leak_of(loud, -30, 40));
  const auto cleaned = without_cross_talk(clip, speech_of(clip));
  EXPECT_GT(common(cleaned[1], soft[1]), length(soft[1]) * 97 / 100);
}

TEST(CrossTalk, ClipsOfOtherThanTwoChannelsAreLeftAlone) {
  const audio::Clip mono{kRate, {Samples(kRate)}};
  EXPECT_EQ(without_cross_talk(mono, {{{0, 100}}}), (Speech{{{0, 100}}}));
  const audio::Clip silent{kRate, {Samples(kRate), Samples(kRate)}};
  EXPECT_THAT(without_cross_talk(silent, {{}, {}}), testing::Each(IsEmpty()));
}

}  // namespace
}  // namespace kolog::speech
