// SPDX-License-Identifier: Apache-2.0
#include "audio/beep.h"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sndfile.h>

#include "support/sound.h"
#include "support/temporary_folder.h"

namespace kolog::audio {
namespace {

using namespace std::chrono_literals;
using ::kolog::testing::bytes_of;
using ::kolog::testing::Channels;
using ::kolog::testing::gliding_tone;
using ::kolog::testing::likeness;
using ::kolog::testing::TemporaryFolder;
using ::kolog::testing::write_bytes;
using ::kolog::testing::write_sound;

constexpr int kRate = 8000;

class BeepTest : public ::testing::Test {
 protected:
  std::filesystem::path recording(int format, std::size_t channels = 2, double seconds = 4) {
    Channels samples;
    for (std::size_t i = 0; i < channels; ++i) {
      samples.push_back(gliding_tone(kRate, seconds, static_cast<unsigned>(i + 1)));
    }
    write_sound(folder.path() / "recording", format, kRate, samples);
    return folder.path() / "recording";
  }
  std::filesystem::path copy() const { return folder.path() / "copy"; }

  /// How much of a stretch is a tone of 1 kHz: 1 all of it, 0 none.
  static double tone_share(const std::vector<float>& samples, std::size_t begin, std::size_t end) {
    double sine = 0;
    double cosine = 0;
    double power = 1e-12;
    for (auto i = begin; i < end; ++i) {
      const double phase = 2 * std::numbers::pi * 1000 * static_cast<double>(i) / kRate;
      sine += samples[i] * std::sin(phase);
      cosine += samples[i] * std::cos(phase);
      power += static_cast<double>(samples[i]) * samples[i];
    }
    return 2 * (sine * sine + cosine * cosine) / (power * static_cast<double>(end - begin));
  }

  /// The first and the last sample that differ.
  static std::pair<std::size_t, std::size_t> difference(const std::vector<float>& a,
                                                        const std::vector<float>& b) {
    std::pair<std::size_t, std::size_t> found{a.size(), 0};
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] == b[i]) continue;
      found.first = std::min(found.first, i);
      found.second = i;
    }
    return found;
  }

  TemporaryFolder folder;
};

constexpr std::size_t kBegin = 7360;  // 1 s less 80 ms
constexpr std::size_t kEnd = 12640;   // 1.5 s and 80 ms

class LosslessBeepTest : public BeepTest, public ::testing::WithParamInterface<int> {};

TEST_P(LosslessBeepTest, TheToneCoversTheSpanAndNothingElseChanges) {
  const auto original = recording(GetParam());
  const BeepSpan span{1, 1s, 1500ms};
  const auto made = beep(original, copy(), std::vector{span});
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(*made, probe(original)->content_type);
  EXPECT_EQ(*made, probe(copy())->content_type);
  const auto before = decode(original).value();
  const auto after = decode(copy()).value();
  ASSERT_EQ(after.channels[0].size(), before.channels[0].size());
  EXPECT_EQ(after.channels[0], before.channels[0]);
  const auto [first, last] = difference(before.channels[1], after.channels[1]);
  EXPECT_GE(first, kBegin);
  EXPECT_LT(first, kBegin + 3);
  EXPECT_LE(last, kEnd);
  EXPECT_GT(last, kEnd - 3);
  EXPECT_GT(tone_share(after.channels[1], kBegin + 80, kEnd - 80), 0.98);
  EXPECT_LT(std::abs(likeness(before.channels[1], after.channels[1], kBegin, kEnd - kBegin)), 0.1);
}

INSTANTIATE_TEST_SUITE_P(Forms, LosslessBeepTest,
                         ::testing::Values(SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_WAV | SF_FORMAT_PCM_24,
                                           SF_FORMAT_WAV | SF_FORMAT_PCM_U8, SF_FORMAT_WAV | SF_FORMAT_ULAW,
                                           SF_FORMAT_WAV | SF_FORMAT_ALAW, SF_FORMAT_WAV | SF_FORMAT_FLOAT,
                                           SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
                                           SF_FORMAT_FLAC | SF_FORMAT_PCM_24));

class LossyBeepTest : public BeepTest, public ::testing::WithParamInterface<int> {};

TEST_P(LossyBeepTest, TheToneCoversTheSpanAndTheRestSoundsAsBefore) {
  const auto original = recording(GetParam());
  const BeepSpan span{0, 1s, 1500ms};
  const auto made = beep(original, copy(), std::vector{span});
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(*made, probe(copy())->content_type);
  EXPECT_EQ(*made, probe(original)->content_type);
  const auto before = decode(original).value();
  const auto after = decode(copy()).value();
  EXPECT_NEAR(static_cast<double>(after.channels[0].size()), static_cast<double>(before.channels[0].size()),
              kRate * 0.15);
  EXPECT_GT(tone_share(after.channels[0], kBegin + 200, kEnd - 200), 0.9);
  EXPECT_GT(likeness(before.channels[0], after.channels[0], 1000, kBegin - 1500), 0.9);
  EXPECT_GT(likeness(before.channels[0], after.channels[0], kEnd + 500, 8000), 0.9);
  EXPECT_GT(likeness(before.channels[1], after.channels[1], kBegin, kEnd - kBegin), 0.9);
}

INSTANTIATE_TEST_SUITE_P(Forms, LossyBeepTest,
                         ::testing::Values(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
                                           SF_FORMAT_OGG | SF_FORMAT_VORBIS));

TEST_F(BeepTest, ASpanOfNoChannelOrOfOneThatThereIsNotCoversAll) {
  const auto original = recording(SF_FORMAT_WAV | SF_FORMAT_PCM_16);
  for (const auto channel : {std::optional<int>(), std::optional<int>(7)}) {
    ASSERT_TRUE(beep(original, copy(), std::vector{BeepSpan{channel, 1s, 1500ms}}));
    const auto clip = decode(copy()).value();
    EXPECT_GT(tone_share(clip.channels[0], kBegin + 80, kEnd - 80), 0.98);
    EXPECT_GT(tone_share(clip.channels[1], kBegin + 80, kEnd - 80), 0.98);
  }
}

TEST_F(BeepTest, SpansAtTheEdgesAndOverEachOtherAreOneTone) {
  const auto original = recording(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1);
  const std::vector<BeepSpan> spans = {
      {0, 0s, 500ms}, {0, 400ms, 1s}, {0, 1100ms, 1200ms}, {0, 3900ms, 60s}, {0, 2s, 2s}};
  ASSERT_TRUE(beep(original, copy(), spans));
  const auto before = decode(original)->channels[0];
  const auto after = decode(copy())->channels[0];
  ASSERT_EQ(after.size(), before.size());
  EXPECT_GT(tone_share(after, 0, kRate * 128 / 100), 0.95);
  EXPECT_GT(tone_share(after, kRate * 385 / 100, kRate * 4), 0.9);
  EXPECT_EQ(after[2 * kRate], before[2 * kRate]);
}

TEST_F(BeepTest, WhatIsNoWholeRecordingIsRefused) {
  write_bytes(folder.path() / "recording", "<xml>No</xml>");
  const auto made = beep(folder.path() / "recording", copy(), std::vector{BeepSpan{0, 0s, 1s}});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::unsupported_media);
}

}  // namespace
}  // namespace kolog::audio
