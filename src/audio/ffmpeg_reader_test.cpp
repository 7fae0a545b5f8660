// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/decode.h"
#include "audio/join.h"
#include "audio/peaks.h"
#include "support/sound.h"
#include "support/temporary_folder.h"

namespace kolog::audio {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr double kSeconds = 8;

class FfmpegTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("ffmpeg -version >/dev/null 2>&1") != 0) GTEST_SKIP() << "ffmpeg is not installed";
    testing::write_sound(
        path("call.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000,
        {testing::gliding_tone(8000, kSeconds, 1), testing::gliding_tone(8000, kSeconds, 2)});
  }
  std::filesystem::path path(const std::string& name) const { return folder.path() / name; }
  /// Two channels, coded by ffmpeg itself.
  std::filesystem::path coded(const std::string& name, const std::string& how) const {
    const auto command =
        "ffmpeg -loglevel error -y -i " + path("call.wav").string() + " " + how + " " + path(name).string();
    if (std::system(command.c_str()) != 0) throw std::runtime_error(command);
    return path(name);
  }
  std::filesystem::path m4a() const { return coded("call.m4a", "-c:a aac -movflags +faststart"); }
  /// Frames of 12.2 kbit/s, 20 ms each, with any content: no free coder makes AMR.
  std::filesystem::path amr(int frames) const {
    std::mt19937 random(3);
    std::string bytes = "#!AMR\n";
    for (int frame = 0; frame < frames; ++frame) {
      bytes += '\x3C';
      for (int i = 0; i < 31; ++i) bytes += static_cast<char>(random());
    }
    testing::write_bytes(path("call.amr"), bytes);
    return path("call.amr");
  }
  /// A program in ffmpeg's place.
  Limits with_program(const std::string& script) const {
    testing::write_bytes(path("program"), "#!/bin/sh\n" + script + "\n");
    ::chmod(path("program").c_str(), 0700);
    Limits limits;
    limits.helper.ffmpeg = path("program").string();
    return limits;
  }

  testing::TemporaryFolder folder;
};

TEST_F(FfmpegTest, M4aAndWebmAreKnownByTheirBytesAndDecodeToBothChannels) {
  const std::pair<std::filesystem::path, const char*> files[] = {
      {m4a(), "audio/mp4"},
      {coded("index-last.mp4", "-c:a aac"), "audio/mp4"},
      {coded("call.webm", "-c:a libopus"), "audio/webm"},
      {coded("call.mka", "-c:a libvorbis"), "audio/webm"},
  };
  const auto original = decode(path("call.wav"));
  for (const auto& [file, content_type] : files) {
    SCOPED_TRACE(file);
    const auto found = probe(file);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->content_type, content_type);
    EXPECT_EQ(found->channels, 2);
    EXPECT_NEAR(testing::seconds(found->duration), kSeconds, 0.3);
    const auto clip = decode_at(file, 8000);
    ASSERT_TRUE(clip) << clip.error().detail;
    ASSERT_EQ(clip->channels.size(), 2U);
    for (const std::size_t channel : {0U, 1U}) {
      EXPECT_GT(testing::likeness(clip->channels[channel], original->channels[channel], 16'000, 16'000), 0.9);
    }
  }
}

TEST_F(FfmpegTest, AmrIsOneChannelAtATelephonesRate) {
  const auto found = probe(amr(100));
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(found->content_type, "audio/amr");
  EXPECT_EQ(found->channels, 1);
  EXPECT_EQ(found->sample_rate, 8000);
  EXPECT_EQ(found->duration, 2000ms);
}

TEST_F(FfmpegTest, FilmIsDecodedToItsSound) {
  const auto film = coded("film.mp4", "-f lavfi -i testsrc=d=2:s=64x64 -shortest -c:v mpeg4 -c:a aac");
  const auto clip = decode(film);
  ASSERT_TRUE(clip) << clip.error().detail;
  EXPECT_EQ(clip->channels.size(), 2U);
}

TEST_F(FfmpegTest, DecodesFromMemoryAsFromAFile) {
  const auto bytes = testing::bytes_of(m4a());
  const auto from_memory = decode(std::as_bytes(std::span(bytes)));
  ASSERT_TRUE(from_memory) << from_memory.error().detail;
  EXPECT_EQ(from_memory->channels, decode(path("call.m4a"))->channels);
}

TEST_F(FfmpegTest, PeaksAndJoinTakeItLikeAnyOther) {
  const auto peaks = read_peaks(m4a(), 50);
  ASSERT_TRUE(peaks) << peaks.error().detail;
  EXPECT_EQ(peaks->channels.size(), 2U);
  const std::vector<std::filesystem::path> parts = {path("call.m4a"), path("call.wav")};
  ASSERT_TRUE(join(parts, path("joined")));
  EXPECT_NEAR(testing::seconds(decode(path("joined"))->duration()), 2 * kSeconds, 0.3);
}

TEST_F(FfmpegTest, FileThatBreaksOffGivesItsBeginning) {
  testing::write_bytes(path("cut.m4a"), testing::cut_off(testing::bytes_of(m4a()), 60));
  EXPECT_EQ(decode(path("cut.m4a")).error().code, ErrorCode::unsupported_media);
  const auto clip = decode(path("cut.m4a"), {}, Damaged::salvaged);
  ASSERT_TRUE(clip) << clip.error().detail;
  ASSERT_TRUE(clip->damage);
  EXPECT_TRUE(clip->damage->breaks_off);
  EXPECT_NEAR(testing::seconds(clip->duration()), 0.6 * kSeconds, 1.0);
}

TEST_F(FfmpegTest, DamagedStretchIsSaidWithoutAPlace) {
  testing::write_bytes(path("bad.m4a"),
                       testing::damaged_in_the_middle(testing::bytes_of(m4a()), testing::Rubbish::noise));
  EXPECT_EQ(decode(path("bad.m4a")).error().code, ErrorCode::unsupported_media);
  const auto clip = decode(path("bad.m4a"), {}, Damaged::salvaged);
  ASSERT_TRUE(clip) << clip.error().detail;
  ASSERT_TRUE(clip->damage);
  EXPECT_FALSE(clip->damage->place_is_known);
  EXPECT_GT(clip->duration(), 5s);
}

TEST_F(FfmpegTest, BytesThatOnlyBeginLikeARecordingAreUnsupported) {
  for (const std::string& start :
       {std::string("\0\0\0\x20"
                    "ftypM4A \0\0\2\0",
                    16),
        std::string("#!AMR\n"), std::string("\x1A\x45\xDF\xA3\x9F\x42\x82\x84webm", 12)}) {
    const auto bytes = start + std::string(5000, '\x55');
    const auto clip = decode(std::as_bytes(std::span(bytes)));
    ASSERT_FALSE(clip) << start;
    EXPECT_EQ(clip.error().code, ErrorCode::unsupported_media);
  }
}

TEST_F(FfmpegTest, WithoutFfmpegTheErrorSaysWhatToInstall) {
  Limits limits;
  limits.helper.ffmpeg = "no-such-program";
  const auto clip = decode(amr(10), limits);
  ASSERT_FALSE(clip);
  EXPECT_EQ(clip.error().code, ErrorCode::unsupported_media);
  EXPECT_THAT(clip.error().public_message, HasSubstr("apt-get install ffmpeg"));
}

TEST_F(FfmpegTest, LimitsHoldForItAsForAnyOther) {
  Limits limits;
  limits.channels = 1;
  EXPECT_EQ(decode(m4a(), limits).error().code, ErrorCode::unsupported_media);
  limits = {};
  limits.duration = 2s;
  EXPECT_EQ(probe(path("call.m4a"), limits).error().code, ErrorCode::payload_too_large);
  limits = {};
  limits.samples = 8000;
  EXPECT_EQ(decode(path("call.m4a"), limits).error().code, ErrorCode::payload_too_large);
}

TEST_F(FfmpegTest, ProgramThatDoesNotAnswerIsEndedWhenItsTimeIsOver) {
  auto limits = with_program("exec tail -f /dev/null");
  limits.helper.time = 1s;
  const auto clip = decode(amr(10), limits);
  ASSERT_FALSE(clip);
  EXPECT_EQ(clip.error().code, ErrorCode::payload_too_large);
}

TEST_F(FfmpegTest, ProgramSeesTheFileAndNothingOfOurEnvironment) {
  ::setenv("KOLOG_TEST_SECRET", "secret", 1);
  const auto limits =
      with_program("head -c 5 /proc/self/fd/3 >&2; echo \" [$KOLOG_TEST_SECRET]\" >&2; exit 1");
  const auto clip = decode(amr(10), limits);
  ::unsetenv("KOLOG_TEST_SECRET");
  ASSERT_FALSE(clip);
  EXPECT_EQ(clip.error().code, ErrorCode::unsupported_media);
  EXPECT_THAT(clip.error().detail, HasSubstr("#!AMR []"));
}

TEST_F(FfmpegTest, ProgramCannotWriteFilesOrTakeMoreMemoryThanAllowed) {
  const auto target = path("written").string();
  auto limits = with_program("ulimit -v >&2; printf data > " + target + "; exit 1");
  limits.helper.memory = 512ULL << 20;
  const auto clip = decode(amr(10), limits);
  ASSERT_FALSE(clip);
  EXPECT_THAT(clip.error().detail, HasSubstr("524288"));  // kilobytes
  EXPECT_EQ(testing::bytes_of(target), "");
}

TEST_F(FfmpegTest, AnswerThatIsNoSoundIsUnsupported) {
  for (const char* script :
       {"echo no sound", "printf '.snd\\000\\000\\000\\030'; head -c 40 /dev/zero", "exit 0"}) {
    EXPECT_EQ(decode(amr(10), with_program(script)).error().code, ErrorCode::unsupported_media) << script;
  }
}

}  // namespace
}  // namespace kolog::audio
