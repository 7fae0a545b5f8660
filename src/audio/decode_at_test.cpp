// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "audio/decode.h"
#include "support/sound.h"
#include "support/temporary_folder.h"

namespace kolog::audio {
namespace {

using testing::TemporaryFolder;

class DecodeAtTest : public ::testing::Test {
 protected:
  std::filesystem::path wav(int rate, const testing::Channels& channels) {
    const auto path = folder.path() / "sound.wav";
    testing::write_sound(path, SF_FORMAT_WAV | SF_FORMAT_FLOAT, rate, channels);
    return path;
  }
  /// A click at each of those samples.
  static std::vector<float> clicks(std::size_t length, std::initializer_list<std::size_t> places) {
    std::vector<float> samples(length, 0.0F);
    for (const auto place : places) samples[place] = 0.9F;
    return samples;
  }
  static std::size_t loudest(const std::vector<float>& samples, std::size_t from, std::size_t to) {
    const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = samples.begin() + static_cast<std::ptrdiff_t>(to);
    return static_cast<std::size_t>(std::max_element(begin, end) - samples.begin());
  }

  TemporaryFolder folder;
};

TEST_F(DecodeAtTest, WhatIsHeardAtATimeStaysAtThatTimeOverManyBlocks) {
  // More than ten blocks of the decoder, and an end that is not one of a block.
  const std::size_t length = 200'001;
  const auto clip = decode_at(
      wav(8000, {clicks(length, {10, 16'384, 100'000, 199'900}), clicks(length, {50'000})}), 16'000);
  ASSERT_TRUE(clip) << clip.error().detail;
  EXPECT_EQ(clip->sample_rate, 16'000);
  ASSERT_EQ(clip->channels.size(), 2U);
  EXPECT_EQ(clip->channels[0].size(), 2 * length);
  EXPECT_EQ(clip->channels[1].size(), 2 * length);
  for (const std::size_t place : {10U, 16'384U, 100'000U, 199'900U}) {
    const auto begin = 2 * place < 1000 ? 0 : 2 * place - 1000;
    const auto found = loudest(clip->channels[0], begin, std::min(2 * place + 1000, 2 * length));
    EXPECT_NEAR(static_cast<double>(found), 2.0 * static_cast<double>(place), 1.0);
  }
  EXPECT_EQ(loudest(clip->channels[1], 0, 2 * length), 100'000U);
}

TEST_F(DecodeAtTest, OddRatesKeepTheirTimesAsWell) {
  for (const int rate : {11'025, 22'050, 44'100, 48'000}) {
    SCOPED_TRACE(rate);
    const auto length = static_cast<std::size_t>(10 * rate);
    const auto clip = decode_at(wav(rate, {clicks(length, {length / 2})}), 16'000);
    ASSERT_TRUE(clip);
    EXPECT_NEAR(static_cast<double>(clip->channels[0].size()), 160'000.0, 1.0);
    EXPECT_NEAR(static_cast<double>(loudest(clip->channels[0], 0, 159'000)), 80'000.0, 1.0);
  }
}

TEST_F(DecodeAtTest, TelephoneBandPassesAndNothingIsMadeUpAboveIt) {
  for (const double hertz : {300.0, 1000.0, 3400.0}) {
    std::vector<float> tone(16'000);
    for (std::size_t i = 0; i < tone.size(); ++i) {
      tone[i] =
          static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 8000));
    }
    const auto clip = decode_at(wav(8000, {tone}), 16'000);
    ASSERT_TRUE(clip);
    double worst = 0;
    for (std::size_t i = 4000; i < 28'000; ++i) {
      const auto expected = 0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 16'000);
      worst = std::max(worst, std::abs(static_cast<double>(clip->channels[0][i]) - expected));
    }
    EXPECT_LT(worst, 0.005) << hertz << " Hz";
  }
}

TEST_F(DecodeAtTest, TheFilesOwnRateIsLeftAsItIs) {
  const auto path = wav(16'000, {testing::gliding_tone(16'000, 3)});
  EXPECT_EQ(decode_at(path, 16'000)->channels, decode(path)->channels);
}

TEST_F(DecodeAtTest, GivesTheSameAsDecodingFirstAndResamplingThen) {
  const auto path = wav(8000, {testing::gliding_tone(8000, 12, 1), testing::gliding_tone(8000, 12, 2)});
  const auto streamed = decode_at(path, 16'000);
  const auto whole = resample(*decode(path), 16'000);
  ASSERT_TRUE(streamed);
  ASSERT_TRUE(whole);
  for (const std::size_t channel : {0U, 1U}) {
    ASSERT_EQ(streamed->channels[channel].size(), whole->channels[channel].size());
    EXPECT_GT(testing::likeness(streamed->channels[channel], whole->channels[channel], 0, 192'000), 0.999999);
  }
}

TEST_F(DecodeAtTest, LimitsCountTheSamplesThatAreKept) {
  const auto path = wav(8000, {testing::gliding_tone(8000, 4)});
  Limits limits;
  limits.samples = 8000 * 5;
  EXPECT_TRUE(decode(path, limits));
  EXPECT_EQ(decode_at(path, 16'000, limits).error().code, ErrorCode::payload_too_large);
}

TEST_F(DecodeAtTest, DecodesFromMemoryAndSaysWhatIsDamaged) {
  const auto bytes = testing::cut_off(testing::bytes_of(wav(8000, {testing::gliding_tone(8000, 4)})), 50);
  EXPECT_FALSE(decode_at(std::as_bytes(std::span(bytes)), 16'000));
  const auto clip = decode_at(std::as_bytes(std::span(bytes)), 16'000, {}, Damaged::salvaged);
  ASSERT_TRUE(clip);
  ASSERT_TRUE(clip->damage);
  EXPECT_NEAR(static_cast<double>(clip->damage->intact_until.count()), 2000, 2);
}

TEST_F(DecodeAtTest, NoSampleRateIsAnInvalidRequest) {
  EXPECT_EQ(decode_at(wav(8000, {testing::gliding_tone(8000, 1)}), 0).error().code,
            ErrorCode::invalid_request);
}

}  // namespace
}  // namespace kolog::audio
