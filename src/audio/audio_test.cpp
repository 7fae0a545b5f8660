// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sndfile.h>

#include "audio/container.h"
#include "audio/decode.h"
#include "audio/peaks.h"

namespace kolog::audio {
namespace {

using std::chrono::milliseconds;

class Audio : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() /
                 ("kolog-audio-" + std::to_string(::getpid()) + "-" + test->name());
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path path(const std::string& name) const { return directory_ / name; }

  /// Each channel a tone of its own, an octave apart.
  std::filesystem::path write(const std::string& name, int format, int rate, int channels,
                              double seconds) const {
    const auto frames = static_cast<std::size_t>(seconds * rate);
    std::vector<float> samples;
    for (std::size_t i = 0; i < frames; ++i) {
      for (int channel = 0; channel < channels; ++channel) {
        const double hertz = 220.0 * (1 << channel);
        samples.push_back(
            static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate)));
      }
    }
    return write_samples(name, format, rate, channels, samples);
  }

  std::filesystem::path write_samples(const std::string& name, int format, int rate, int channels,
                                      const std::vector<float>& samples) const {
    SF_INFO info{};
    info.format = format;
    info.samplerate = rate;
    info.channels = channels;
    const auto file_path = path(name);
    SNDFILE* file = sf_open(file_path.c_str(), SFM_WRITE, &info);
    if (file == nullptr) throw std::runtime_error(sf_strerror(nullptr));
    sf_write_float(file, samples.data(), static_cast<sf_count_t>(samples.size()));
    sf_close(file);
    return file_path;
  }

  std::filesystem::path write_text(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

  std::string contents(const std::filesystem::path& file) const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::filesystem::path directory_;
};

int crossings(const std::vector<float>& samples) {
  int count = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) count += (samples[i - 1] < 0) != (samples[i] < 0);
  return count;
}

struct Case {
  const char* name;
  int format;
  const char* content_type;
  int rate;
};

TEST_F(Audio, EveryFormatIsKnownByItsBytesAndDecodesToBothChannels) {
  const Case cases[] = {
      {"pcm.txt", SF_FORMAT_WAV | SF_FORMAT_PCM_16, "audio/wav", 8000},
      {"mulaw.mp3", SF_FORMAT_WAV | SF_FORMAT_ULAW, "audio/wav", 8000},
      {"alaw.html", SF_FORMAT_WAV | SF_FORMAT_ALAW, "audio/wav", 8000},
      {"float.x", SF_FORMAT_WAV | SF_FORMAT_FLOAT, "audio/wav", 44100},
      {"lossless.wav", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, "audio/flac", 8000},
      {"layer3.wav", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, "audio/mpeg", 8000},
      {"layer3-44.raw", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, "audio/mpeg", 44100},
      {"opus.gsm", SF_FORMAT_OGG | SF_FORMAT_OPUS, "audio/ogg", 48000},
      {"vorbis.vox", SF_FORMAT_OGG | SF_FORMAT_VORBIS, "audio/ogg", 16000},
  };
  for (const auto& sample : cases) {
    SCOPED_TRACE(sample.name);
    const auto file = write(sample.name, sample.format, sample.rate, 2, 2.0);
    const auto found = probe(file);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->content_type, sample.content_type);
    EXPECT_EQ(found->channels, 2);
    EXPECT_EQ(found->sample_rate, sample.rate);
    EXPECT_NEAR(static_cast<double>(found->duration.count()), 2000, 150);
    const auto clip = decode(file);
    ASSERT_TRUE(clip) << clip.error().detail;
    ASSERT_EQ(clip->channels.size(), 2U);
    EXPECT_EQ(clip->duration(), found->duration);
    EXPECT_NEAR(crossings(clip->channels[0]), 880, 30);
    EXPECT_NEAR(crossings(clip->channels[1]), 1760, 60);
  }
}

TEST_F(Audio, WhatIsNoRecordingIsUnsupported) {
  const std::pair<const char*, std::string> files[] = {
      {"empty.mp3", ""},
      {"error.xml", "<?xml version='1.0'?><TwilioResponse><RestException><Code>20404</Code></RestException>"},
      {"page.html", "<!doctype html><html><body>" + std::string(20'000, 'x') + "</body></html>"},
      {"error.json", R"({"code":20404,"message":"not found"})"},
      {"one-byte", "R"},
      {"riff-only.wav", "RIFF"},
      {"zeros.wav", std::string(100'000, '\0')},
      {"ones.mp3", std::string(100'000, '\xFF')},
      {"id3-only.mp3", std::string("ID3\x04\x00\x00\x7F\x7F\x7F\x7F", 10) + std::string(2000, 'a')},
  };
  for (const auto& [name, bytes] : files) {
    SCOPED_TRACE(name);
    const auto file = write_text(name, bytes);
    const auto found = probe(file);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::unsupported_media);
    const auto clip = decode(file);
    ASSERT_FALSE(clip);
    EXPECT_EQ(clip.error().code, ErrorCode::unsupported_media);
  }
}

TEST_F(Audio, RandomBytesAreUnsupportedUnderAnyName) {
  std::mt19937 random(7);
  for (const char* name : {"a.mp3", "b.wav", "c.gsm", "d.vox", "e.ogg", "f.sds"}) {
    std::string bytes(50'000, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    const auto found = probe(write_text(name, bytes));
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().code, ErrorCode::unsupported_media);
  }
}

TEST_F(Audio, MissingFileIsNotFoundAndADirectoryIsUnsupported) {
  EXPECT_EQ(probe(path("none.mp3")).error().code, ErrorCode::not_found);
  EXPECT_EQ(probe(path("")).error().code, ErrorCode::unsupported_media);
}

TEST_F(Audio, HalfWrittenWavIsUnsupported) {
  const auto bytes = contents(write("whole.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 2, 1.0));
  for (const std::size_t kept :
       {std::size_t{20}, std::size_t{43}, std::size_t{44}, bytes.size() / 2, bytes.size() - 1}) {
    const auto found = probe(write_text("half.wav", bytes.substr(0, kept)));
    ASSERT_FALSE(found) << kept << " bytes of " << bytes.size();
    EXPECT_EQ(found.error().code, ErrorCode::unsupported_media);
  }
}

TEST_F(Audio, WavWrittenToAPipeWithoutItsLengthIsWhole) {
  auto bytes = contents(write("whole.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 1.0));
  const auto data = bytes.find("data");
  ASSERT_NE(data, bytes.npos);
  bytes.replace(data + 4, 4, "\xFF\xFF\xFF\xFF");
  const auto found = probe(write_text("pipe.wav", bytes));
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(found->duration, milliseconds{1000});
}

TEST_F(Audio, HalfWrittenFlacIsUnsupported) {
  const auto bytes = contents(write("whole.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8000, 2, 4.0));
  const auto found = probe(write_text("half.flac", bytes.substr(0, bytes.size() / 2)));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::unsupported_media);
}

TEST_F(Audio, HeaderThatPromisesMillionsOfChannelsTakesNoMemory) {
  auto bytes = contents(write("whole.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 0.1));
  const auto format = bytes.find("fmt ");
  bytes.replace(format + 10, 2, "\xFF\xFF");
  const auto clip = decode(write_text("hostile.wav", bytes));
  ASSERT_FALSE(clip);
  EXPECT_EQ(clip.error().code, ErrorCode::unsupported_media);
}

TEST_F(Audio, MoreChannelsThanAllowedAreUnsupported) {
  const auto file = write("nine.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 9, 0.1);
  EXPECT_EQ(probe(file).error().code, ErrorCode::unsupported_media);
  Limits limits;
  limits.channels = 9;
  EXPECT_TRUE(probe(file, limits));
}

TEST_F(Audio, RecordingBeyondTheLimitsIsTooLarge) {
  const auto file = write("long.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8000, 2, 12.0);
  Limits limits;
  limits.duration = std::chrono::seconds{10};
  EXPECT_EQ(probe(file, limits).error().code, ErrorCode::payload_too_large);
  limits = Limits{};
  limits.samples = 8000 * 2 * 10;
  EXPECT_EQ(decode(file, limits).error().code, ErrorCode::payload_too_large);
}

TEST_F(Audio, NumbersThatAreNoneBecomeSilence) {
  const std::vector<float> samples(800, std::nanf(""));
  const auto clip = decode(write_samples("nan.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 8000, 1, samples));
  ASSERT_TRUE(clip);
  EXPECT_THAT(clip->channels[0], testing::Each(0.0F));
}

TEST_F(Audio, DecodesFromMemoryAsFromAFile) {
  const auto file = write("tone.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 8000, 2, 1.0);
  const auto bytes = contents(file);
  const auto from_memory = decode(std::as_bytes(std::span(bytes)));
  const auto from_file = decode(file);
  ASSERT_TRUE(from_memory);
  ASSERT_TRUE(from_file);
  EXPECT_EQ(from_memory->channels, from_file->channels);
}

TEST_F(Audio, ResamplingKeepsDurationPitchAndChannels) {
  const auto clip = decode(write("tone.wav", SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000, 2, 2.0));
  ASSERT_TRUE(clip);
  const auto wide = resample(*clip, 16000);
  ASSERT_TRUE(wide);
  EXPECT_EQ(wide->sample_rate, 16000);
  ASSERT_EQ(wide->channels.size(), 2U);
  EXPECT_EQ(wide->channels[0].size(), 32000U);
  EXPECT_NEAR(crossings(wide->channels[0]), 880, 4);
  EXPECT_NEAR(crossings(wide->channels[1]), 1760, 4);
}

TEST_F(Audio, SampleCallDecodesToTwoChannelsOfASpeakerEach) {
  const auto file = std::filesystem::path(KOLOG_SOURCE_DIR) / "tests/data/calls/call-he-1.flac";
  const auto clip = decode(file);
  ASSERT_TRUE(clip) << clip.error().detail;
  EXPECT_EQ(clip->sample_rate, 8000);
  EXPECT_EQ(clip->channels.size(), 2U);
  EXPECT_NEAR(static_cast<double>(clip->duration().count()), 40180, 20);
  EXPECT_FALSE(is_true_mono(*clip));
}

TEST_F(Audio, PeaksShowWhereItIsLoud) {
  std::vector<float> samples;
  for (int i = 0; i < 8000; ++i) {
    samples.push_back(i < 4000 ? 0.0F : -0.5F);
    samples.push_back(0.25F);
  }
  const auto peaks =
      read_peaks(write_samples("steps.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 8000, 2, samples), 10);
  ASSERT_TRUE(peaks);
  EXPECT_EQ(peaks->duration, milliseconds{1000});
  ASSERT_EQ(peaks->channels.size(), 2U);
  EXPECT_THAT(peaks->channels[0], testing::ElementsAre(0.F, 0.F, 0.F, 0.F, 0.F, .5F, .5F, .5F, .5F, .5F));
  EXPECT_THAT(peaks->channels[1], testing::Each(0.25F));
}

TEST_F(Audio, PeaksOfATooShortRecordingAreFewer) {
  const auto peaks = read_peaks(write("short.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 0.05), 1000);
  ASSERT_TRUE(peaks);
  EXPECT_EQ(peaks->channels[0].size(), 5U);
}

}  // namespace
}  // namespace kolog::audio
