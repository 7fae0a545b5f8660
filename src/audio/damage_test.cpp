// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <gtest/gtest.h>

#include "audio/decode.h"
#include "audio/peaks.h"
#include "support/sound.h"
#include "support/temporary_folder.h"

namespace kolog::audio {
namespace {

using namespace std::chrono_literals;
using testing::Rubbish;

constexpr int kRate = 8000;
constexpr double kSeconds = 40;

struct Form {
  const char* name;
  int format;
};
constexpr Form kCompressed[] = {
    {"mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III},
    {"flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
    {"vorbis", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
    {"opus", SF_FORMAT_OGG | SF_FORMAT_OPUS},
};
constexpr Form kWav = {"wav", SF_FORMAT_WAV | SF_FORMAT_ULAW};

class DamageTest : public ::testing::Test {
 protected:
  std::string bytes(const Form& form) {
    const auto path = folder.path() / form.name;
    testing::write_sound(
        path, form.format, kRate,
        {testing::gliding_tone(kRate, kSeconds, 1), testing::gliding_tone(kRate, kSeconds, 2)});
    return testing::bytes_of(path);
  }
  static auto decoded(const std::string& bytes, Damaged damaged = Damaged::salvaged) {
    return decode(std::as_bytes(std::span(bytes)), {}, damaged);
  }

  testing::TemporaryFolder folder;
};

TEST_F(DamageTest, WholeFileIsNotDamaged) {
  for (const auto& form : {kCompressed[0], kCompressed[1], kCompressed[2], kCompressed[3], kWav}) {
    const auto clip = decoded(bytes(form));
    ASSERT_TRUE(clip) << form.name;
    EXPECT_FALSE(clip->damage) << form.name;
  }
}

TEST_F(DamageTest, FileThatBreaksOffGivesItsBeginningAndSaysHowMuch) {
  for (const auto& form : {kCompressed[0], kCompressed[1], kCompressed[2], kCompressed[3], kWav}) {
    SCOPED_TRACE(form.name);
    const auto whole = bytes(form);
    const auto clip = decoded(testing::cut_off(whole, 60));
    ASSERT_TRUE(clip) << clip.error().detail;
    ASSERT_TRUE(clip->damage);
    EXPECT_TRUE(clip->damage->breaks_off);
    EXPECT_EQ(clip->damage->silenced, 0ms);
    EXPECT_NEAR(testing::seconds(clip->duration()), 24.0, 1.6);
    EXPECT_NEAR(testing::seconds(clip->damage->intact_until), testing::seconds(clip->duration()), 0.1);
    const auto reference = decoded(whole);
    EXPECT_GT(testing::likeness(clip->channels[1], reference->channels[1], 20 * kRate, kRate), 0.99);
  }
}

TEST_F(DamageTest, DamagedStretchIsSilentAndWhatFollowsKeepsItsTime) {
  for (const auto& form : kCompressed) {
    for (const auto rubbish : {Rubbish::zeros, Rubbish::noise}) {
      SCOPED_TRACE(form.name);
      const auto whole = bytes(form);
      const auto clip = decoded(testing::damaged_in_the_middle(whole, rubbish));
      ASSERT_TRUE(clip) << clip.error().detail;
      ASSERT_TRUE(clip->damage);
      EXPECT_FALSE(clip->damage->breaks_off);
      EXPECT_NEAR(testing::seconds(clip->damage->intact_until), 20.0, 2.5);
      EXPECT_GT(clip->damage->silenced, 100ms);
      EXPECT_LT(clip->damage->silenced, 4s);
      const auto reference = decoded(whole);
      EXPECT_NEAR(testing::seconds(clip->duration()), testing::seconds(reference->duration()), 0.1);
      EXPECT_GT(testing::likeness(clip->channels[0], reference->channels[0], 15 * kRate, kRate), 0.99);
      EXPECT_GT(testing::likeness(clip->channels[0], reference->channels[0], 30 * kRate, kRate), 0.95);
      EXPECT_GT(testing::likeness(clip->channels[1], reference->channels[1], 30 * kRate, kRate), 0.95);
    }
  }
}

TEST_F(DamageTest, DamagedFileIsRefusedWhereItMustBeWhole) {
  for (const auto& form : kCompressed) {
    SCOPED_TRACE(form.name);
    const auto whole = bytes(form);
    for (const auto& damaged :
         {testing::cut_off(whole, 60), testing::damaged_in_the_middle(whole, Rubbish::noise)}) {
      EXPECT_EQ(decoded(damaged, Damaged::refused).error().code, ErrorCode::unsupported_media);
      const auto path = folder.path() / "damaged";
      testing::write_bytes(path, damaged);
      EXPECT_EQ(probe(path).error().code, ErrorCode::unsupported_media);
      EXPECT_EQ(read_peaks(path, 100).error().code, ErrorCode::unsupported_media);
    }
  }
}

TEST_F(DamageTest, SeveralDamagedStretchesLeaveTheRestInItsPlace) {
  auto mp3 = bytes(kCompressed[0]);
  const auto reference = decoded(mp3);
  for (const std::size_t part : {2U, 5U, 7U}) {
    for (std::size_t i = 0; i < 1500; ++i) mp3[mp3.size() * part / 10 + i] = '\0';
  }
  const auto clip = decoded(mp3);
  ASSERT_TRUE(clip);
  EXPECT_NEAR(testing::seconds(clip->damage->intact_until), 8.0, 1.0);
  for (const std::size_t second : {5U, 15U, 25U, 35U}) {
    EXPECT_GT(testing::likeness(clip->channels[0], reference->channels[0], second * kRate, kRate), 0.95);
  }
}

TEST_F(DamageTest, TagsBeforeBetweenAndAfterFramesAreNoDamage) {
  const auto mp3 = bytes(kCompressed[0]);
  const auto id3v2 = std::string("ID3\x04\x00\x00\x00\x00\x0F\x68", 10) + std::string(2024, 'x');
  const auto id3v1 = "TAG" + std::string(125, 'x');
  const auto clip = decoded(id3v2 + mp3 + id3v1 + id3v2 + mp3 + id3v1 + std::string(500, '\0'));
  ASSERT_TRUE(clip) << clip.error().detail;
  EXPECT_FALSE(clip->damage);
  EXPECT_NEAR(testing::seconds(clip->duration()), 2 * kSeconds, 1.0);
}

TEST_F(DamageTest, Mp3ThatEndsBetweenTwoFramesBreaksOffWhereItsEncoderWroteMore) {
  // A first frame that says that 1000 more follow, in the form that encoders use (MPEG-2, two channels).
  auto mp3 = bytes(kCompressed[0]);
  const auto frame = mp3.find("Info");
  const auto found = frame == mp3.npos ? mp3.find("Xing") : frame;
  ASSERT_NE(found, mp3.npos);
  mp3.replace(found + 8, 4, std::string("\x00\x00\x7F\xFF", 4));
  const auto clip = decoded(mp3);
  ASSERT_TRUE(clip);
  ASSERT_TRUE(clip->damage);
  EXPECT_TRUE(clip->damage->breaks_off);
}

TEST_F(DamageTest, WhatIsNoAudioAtAllIsUnsupportedAllTheSame) {
  for (const auto& rubbish : {std::string(), std::string(50'000, '\0'), std::string("<?xml version='1.0'?>"),
                              std::string("RIFF\x10\x00\x00\x00WAVE", 12), std::string("fLaC\0\0\0", 7),
                              "OggS" + std::string(20'000, 'x')}) {
    const auto clip = decoded(rubbish);
    ASSERT_FALSE(clip);
    EXPECT_EQ(clip.error().code, ErrorCode::unsupported_media);
  }
}

TEST_F(DamageTest, SilenceInPlaceOfALossCountsAgainstTheLimits) {
  auto flac = bytes(kCompressed[1]);
  Limits limits;
  limits.duration = 10s;
  const auto damaged = testing::damaged_in_the_middle(flac, Rubbish::noise);
  const auto clip = decode(std::as_bytes(std::span(damaged)), limits, Damaged::salvaged);
  ASSERT_FALSE(clip);
  EXPECT_EQ(clip.error().code, ErrorCode::payload_too_large);
}

TEST(DamageInWords, SaysWhatIsMissingAndFromWhere) {
  EXPECT_EQ(in_words({.intact_until = 12'340ms, .breaks_off = true}), "only its first 12.3 s could be read");
  EXPECT_EQ(in_words({.intact_until = 12'340ms, .silenced = 500ms}),
            "after its first 12.3 s, 0.5 s could not be read and are silent");
  EXPECT_EQ(in_words({.intact_until = 1s, .silenced = 500ms, .breaks_off = true}),
            "after its first 1.0 s, 0.5 s could not be read and are silent, and its end is missing");
  EXPECT_EQ(in_words({.place_is_known = false}), "a part of it could not be read");
}

}  // namespace
}  // namespace kolog::audio
