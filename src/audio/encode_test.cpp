// SPDX-License-Identifier: Apache-2.0
#include "audio/encode.h"

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "audio/decode.h"

namespace kolog::audio {
namespace {

constexpr int kRate = 16'000;

std::vector<float> tone(std::size_t samples) {
  std::vector<float> made(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    made[i] =
        0.5F * std::sin(static_cast<float>(i) * 440.0F * 2.0F * std::numbers::pi_v<float> / float{kRate});
  }
  return made;
}

std::vector<float> noise(std::size_t samples) {
  std::minstd_rand random(7);
  std::uniform_real_distribution<float> value(-1.0F, 1.0F);
  std::vector<float> made(samples);
  for (auto& sample : made) sample = value(random);
  return made;
}

std::vector<float> decoded(const EncodedFile& file) {
  const auto clip = decode(std::as_bytes(std::span(file.bytes))).value();
  EXPECT_EQ(clip.sample_rate, kRate);
  EXPECT_EQ(clip.channels.size(), 1U);
  return clip.channels.front();
}

void expect_same(const std::vector<float>& one, const std::vector<float>& other) {
  ASSERT_EQ(one.size(), other.size());
  for (std::size_t i = 0; i < one.size(); ++i) ASSERT_NEAR(one[i], other[i], 1.0 / 16'384) << i;
}

TEST(Encode, SoundBecomesFlacThatIsSmallerAndTheSame) {
  const auto samples = tone(kRate * 2);
  const auto file = encode_smallest(samples, kRate).value();
  EXPECT_EQ(file.content_type, "audio/flac");
  EXPECT_EQ(file.extension, ".flac");
  EXPECT_LT(file.bytes.size(), largest_encoding(samples.size()) / 2);
  expect_same(decoded(file), samples);
}

TEST(Encode, WhatFlacMakesLargerIsWav) {
  const auto samples = noise(kRate);
  const auto file = encode_smallest(samples, kRate).value();
  EXPECT_EQ(file.content_type, "audio/wav");
  EXPECT_EQ(file.bytes.size(), largest_encoding(samples.size()));
  expect_same(decoded(file), samples);
}

TEST(Encode, SamplesOutOfRangeAreCutOffAndWhatIsNoNumberIsSilence) {
  const std::vector<float> samples = {2.0F, -2.0F, std::nanf(""), INFINITY, 0.25F};
  const auto file = encode_smallest(samples, kRate).value();
  expect_same(decoded(file), {1.0F, -1.0F, 0.0F, 0.0F, 0.25F});
}

TEST(Encode, AsManySamplesAsFitAreNeverMoreBytesThanAllowed) {
  EXPECT_EQ(samples_within(10), 0U);
  for (const std::size_t bytes : {44U, 45U, 46U, 1'000'001U}) {
    EXPECT_LE(largest_encoding(samples_within(bytes)), std::max<std::size_t>(bytes, 44));
  }
  EXPECT_EQ(samples_within(largest_encoding(123)), 123U);
}

}  // namespace
}  // namespace kolog::audio
