// SPDX-License-Identifier: Apache-2.0
#include "audio/join.h"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sndfile.h>

#include "support/temporary_folder.h"

namespace kolog::audio {
namespace {

using namespace std::chrono_literals;
using testing::TemporaryFolder;

class JoinTest : public ::testing::Test {
 protected:
  /// A tone of that loudness on every channel.
  std::filesystem::path tone(const std::string& name, int format, int rate, int channels, double seconds,
                             float loudness) {
    const auto path = folder.path() / name;
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = channels;
    info.format = format;
    SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
    std::vector<float> samples;
    for (int frame = 0; frame < static_cast<int>(seconds * rate); ++frame) {
      const auto sample = loudness * std::sin(2.0F * std::numbers::pi_v<float> * 440.0F *
                                              static_cast<float>(frame) / static_cast<float>(rate));
      samples.insert(samples.end(), static_cast<std::size_t>(channels), sample);
    }
    sf_write_float(file, samples.data(), static_cast<sf_count_t>(samples.size()));
    sf_close(file);
    return path;
  }
  std::filesystem::path wav(const std::string& name, int rate, int channels, double seconds, float loudness) {
    return tone(name, SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate, channels, seconds, loudness);
  }
  Clip joined(const std::vector<std::filesystem::path>& parts) {
    EXPECT_TRUE(join(parts, folder.path() / "joined"));
    return decode(folder.path() / "joined").value();
  }
  static float peak(const Clip& clip, std::size_t channel, double from, double to) {
    float highest = 0;
    for (auto i = static_cast<std::size_t>(from * clip.sample_rate);
         i < static_cast<std::size_t>(to * clip.sample_rate); ++i) {
      highest = std::max(highest, std::abs(clip.channels[channel][i]));
    }
    return highest;
  }

  TemporaryFolder folder;
};

TEST_F(JoinTest, PartsStandOneAfterAnotherInTheirOrder) {
  const auto clip = joined({wav("a", 8000, 2, 1.0, 0.8F), wav("b", 8000, 2, 0.5, 0.2F)});
  EXPECT_EQ(clip.duration(), 1500ms);
  EXPECT_EQ(clip.sample_rate, 8000);
  ASSERT_EQ(clip.channels.size(), 2U);
  for (const std::size_t channel : {0U, 1U}) {
    EXPECT_NEAR(peak(clip, channel, 0.1, 0.9), 0.8F, 0.01F);
    EXPECT_NEAR(peak(clip, channel, 1.1, 1.4), 0.2F, 0.01F);
  }
  EXPECT_EQ(probe(folder.path() / "joined")->content_type, "audio/flac");
}

TEST_F(JoinTest, APartOfOneChannelStandsOnTheFirstAlone) {
  const auto clip = joined({wav("a", 8000, 2, 1.0, 0.8F), wav("b", 8000, 1, 1.0, 0.5F)});
  ASSERT_EQ(clip.channels.size(), 2U);
  EXPECT_NEAR(peak(clip, 0, 1.1, 1.9), 0.5F, 0.01F);
  EXPECT_EQ(peak(clip, 1, 1.1, 1.9), 0.0F);
}

TEST_F(JoinTest, PartsOfOtherSampleRatesKeepTheirLength) {
  const auto clip = joined({wav("a", 8000, 1, 1.0, 0.8F), wav("b", 22050, 1, 1.0, 0.5F)});
  EXPECT_EQ(clip.sample_rate, 22050);
  EXPECT_NEAR(static_cast<double>(clip.duration().count()), 2000.0, 2.0);
  EXPECT_NEAR(peak(clip, 0, 1.1, 1.9), 0.5F, 0.02F);
}

TEST_F(JoinTest, Mp3PartsAsTwilioSendsThemAreJoined) {
  const auto mp3 = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
  const auto clip = joined({tone("a", mp3, 8000, 2, 1.0, 0.8F), tone("b", mp3, 8000, 2, 1.0, 0.2F)});
  EXPECT_NEAR(static_cast<double>(clip.duration().count()), 2000.0, 250.0);
  EXPECT_NEAR(peak(clip, 0, 0.2, 0.8), 0.8F, 0.1F);
}

TEST_F(JoinTest, APartThatIsNoAudioMakesNoFile) {
  testing::write_file(folder.path() / "b", "<?xml version=\"1.0\"?>");
  const std::vector<std::filesystem::path> parts = {wav("a", 8000, 1, 1.0, 0.8F), folder.path() / "b"};
  EXPECT_EQ(join(parts, folder.path() / "joined").error().code, ErrorCode::unsupported_media);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "joined"));
}

}  // namespace
}  // namespace kolog::audio
