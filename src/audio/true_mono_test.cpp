// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/decode.h"
#include "support/sound.h"
#include "support/temporary_folder.h"

namespace kolog::audio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kMp3 = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;

/// Both channels through a lossy coder, at Twilio's rate and at that of speech recognition.
std::vector<Clip> coded(const testing::Channels& channels, int format = kMp3) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "call";
  testing::write_sound(path, format, 8000, channels);
  return {decode(path).value(), decode_at(path, kSpeechRate).value()};
}

TEST(TrueMono, SameSignalOnBothChannelsIsOneChannel) {
  Clip clip{8000, {std::vector<float>(8000, 0.3F), std::vector<float>(8000, 0.3F)}};
  clip.channels[1][500] += 0.001F;
  EXPECT_TRUE(channels_are_identical(clip));
  EXPECT_TRUE(is_true_mono(clip));
  EXPECT_THAT(channels_that_carry(clip), ElementsAre(0));
  clip.channels[1][500] += 0.1F;
  EXPECT_FALSE(channels_are_identical(clip));
  EXPECT_FALSE(is_true_mono(clip));
  EXPECT_THAT(channels_that_carry(clip), ElementsAre(0, 1));
}

TEST(TrueMono, EmptySecondChannelIsOneChannelButNotACopy) {
  const Clip clip{8000, {std::vector<float>(8000, 0.3F), std::vector<float>(8000, 0.0001F)}};
  EXPECT_TRUE(is_true_mono(clip));
  EXPECT_FALSE(channels_are_identical(clip));
}

TEST(TrueMono, CopiesThroughMp3AndOpusAreOneChannelAtBothRates) {
  const auto voice = testing::gliding_tone(8000, 10);
  for (const int format : {kMp3, SF_FORMAT_OGG | SF_FORMAT_OPUS, SF_FORMAT_WAV | SF_FORMAT_ULAW}) {
    for (const auto& clip : coded({voice, voice}, format)) {
      EXPECT_TRUE(channels_are_identical(clip)) << clip.sample_rate;
      EXPECT_THAT(channels_that_carry(clip), ElementsAre(0)) << clip.sample_rate;
    }
  }
}

TEST(TrueMono, ChannelThatIsEmptyBesideAVoiceStaysEmptyThroughMp3) {
  const auto voice = testing::gliding_tone(8000, 10);
  const std::vector<float> nothing(voice.size(), 0.0F);
  for (const auto& clip : coded({voice, nothing})) {
    EXPECT_TRUE(is_true_mono(clip));
    EXPECT_THAT(channels_that_carry(clip), ElementsAre(0));
  }
  for (const auto& clip : coded({nothing, voice})) {
    EXPECT_TRUE(is_true_mono(clip));
    EXPECT_THAT(channels_that_carry(clip), ElementsAre(1));
  }
}

TEST(TrueMono, TwoPeopleAreTwoChannelsThroughMp3) {
  for (const auto& clip : coded({testing::gliding_tone(8000, 10, 1), testing::gliding_tone(8000, 10, 2)})) {
    EXPECT_FALSE(is_true_mono(clip));
    EXPECT_THAT(channels_that_carry(clip), ElementsAre(0, 1));
  }
}

TEST(TrueMono, OneWordThatIsOnOneChannelOnlyMakesTwo) {
  const auto voice = testing::gliding_tone(8000, 10);
  auto other = voice;
  for (std::size_t i = 40'000; i < 42'000; ++i) other[i] = 0.0F;
  for (const auto& clip : coded({voice, other})) EXPECT_THAT(channels_that_carry(clip), ElementsAre(0, 1));
}

TEST(TrueMono, SilenceCarriesNothingAndOneChannelItself) {
  EXPECT_THAT(channels_that_carry({8000, {std::vector<float>(800, 0.0F), std::vector<float>(800, 0.0F)}}),
              IsEmpty());
  EXPECT_THAT(channels_that_carry({8000, {std::vector<float>(800, 0.5F)}}), ElementsAre(0));
}

}  // namespace
}  // namespace kolog::audio
