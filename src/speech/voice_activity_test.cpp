// SPDX-License-Identifier: Apache-2.0
// Silero's detector over the sample calls, over sounds that are no speech, and over a network that says what
// a test wants; and what leaks from one channel into the other.
#include "speech/voice_activity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/decode.h"
#include "speech/silero_voice_activity.h"
#include "speech/silero_weights.h"
#include "speech/whisper_speech_network.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Samples = std::vector<float>;

constexpr int kRate = 16'000;

double seconds(std::size_t sample) {
  return static_cast<double>(sample) / kRate;
}

struct Channel {
  Samples samples;
  std::vector<Stretch> turns;
};

std::vector<Channel> sample_calls(int rate) {
  std::vector<Channel> channels;
  for (const auto& entry : std::filesystem::directory_iterator(KOLOG_SOURCE_DIR "/tests/data/calls")) {
    if (entry.path().extension() != ".flac") continue;
    const auto clip = audio::resample(audio::decode(entry.path()).value(), rate).value();
    std::ifstream stream(std::filesystem::path(entry.path()).replace_extension(".json"));
    const auto call = boost::json::parse(std::string(std::istreambuf_iterator<char>(stream), {}));
    for (std::size_t i = 0; i < clip.channels.size(); ++i) {
      Channel channel{clip.channels[i], {}};
      for (const auto& turn : call.at("turns").as_array()) {
        if (turn.at("speaker") != call.at("channels").at(std::to_string(i))) continue;
        channel.turns.push_back({static_cast<std::size_t>(turn.at("start").to_number<double>() * rate),
                                 static_cast<std::size_t>(turn.at("end").to_number<double>() * rate)});
      }
      channels.push_back(std::move(channel));
    }
  }
  return channels;
}

std::size_t covered(const Stretch& turn, const std::vector<Stretch>& found) {
  std::size_t samples = 0;
  for (const auto& stretch : found) {
    const auto begin = std::max(turn.begin, stretch.begin);
    const auto end = std::min(turn.end, stretch.end);
    if (begin < end) samples += end - begin;
  }
  return samples;
}

double share_found(const VoiceActivity& detector, int rate) {
  std::size_t all = 0;
  std::size_t found = 0;
  for (const auto& channel : sample_calls(rate)) {
    const auto stretches = detector.find(channel.samples, rate);
    for (const auto& turn : channel.turns) {
      const auto part = covered(turn, stretches);
      EXPECT_GT(part, 0U) << "a turn was lost";
      all += turn.end - turn.begin;
      found += part;
    }
  }
  return static_cast<double>(found) / static_cast<double>(all);
}

void append_noise(Samples& samples, double length, double deviation) {
  std::mt19937 random(11);
  std::normal_distribution<float> noise(0, static_cast<float>(deviation));
  for (int i = 0; i < static_cast<int>(length * kRate); ++i) samples.push_back(noise(random));
}

void append_tones(Samples& samples, double length, const std::vector<double>& frequencies) {
  for (int i = 0; i < static_cast<int>(length * kRate); ++i) {
    double sum = 0;
    for (const double hertz : frequencies) sum += std::sin(2 * std::numbers::pi * hertz * i / kRate);
    samples.push_back(static_cast<float>(0.3 * sum / static_cast<double>(frequencies.size())));
  }
}

Samples ringing() {
  Samples samples;
  for (int ring = 0; ring < 4; ++ring) {
    append_tones(samples, 1, {400});
    append_noise(samples, 3, 0.0005);
  }
  for (int ring = 0; ring < 3; ++ring) {
    append_tones(samples, 2, {440, 480});
    append_noise(samples, 4, 0.0005);
  }
  for (int digit = 0; digit < 10; ++digit) {
    append_tones(samples, 0.1 + 0.02 * digit, {697.0 + 80 * (digit % 4), 1209.0 + 130 * (digit % 3)});
    append_noise(samples, 0.15, 0.0005);
  }
  return samples;
}

/// A bass, chords and a melody, whose notes are struck and fade.
Samples music(double length) {
  constexpr std::array kMelody = {523.25, 587.33, 659.25, 783.99, 659.25, 587.33, 523.25, 440.0};
  constexpr std::array kBass = {130.81, 110.0, 87.31, 98.0};
  Samples samples;
  for (int i = 0; i < static_cast<int>(length * kRate); ++i) {
    const double t = static_cast<double>(i) / kRate;
    const double lead = kMelody[static_cast<std::size_t>(t / 0.4) % kMelody.size()];
    const double bass = kBass[static_cast<std::size_t>(t / 1.6) % kBass.size()];
    double sum = 0;
    for (int k = 1; k <= 5; ++k) {
      sum += std::sin(2 * std::numbers::pi * lead * k * t) / k;
      sum += 0.6 * std::sin(2 * std::numbers::pi * bass * k * t) / k;
      sum += 0.3 * std::sin(2 * std::numbers::pi * bass * 2.5 * k * t) / k;
    }
    samples.push_back(static_cast<float>(0.2 * sum * std::exp(-6 * std::fmod(t, 0.4))));
  }
  return samples;
}

/// Cars that pass and things that fall.
Samples street(double length) {
  std::mt19937 random(5);
  std::normal_distribution<float> noise(0, 1);
  Samples samples;
  float low = 0;
  for (int i = 0; i < static_cast<int>(length * kRate); ++i) {
    const double t = static_cast<double>(i) / kRate;
    const float white = noise(random);
    low = 0.95F * low + 0.05F * white;
    const double near = 0.02 + 0.2 * std::pow(std::sin(std::numbers::pi * t / 4), 8);
    const double knock = std::exp(-60 * std::fmod(t, 1.7)) * 0.2;
    samples.push_back(static_cast<float>(near) * low * 4 + static_cast<float>(knock) * white);
  }
  return samples;
}

class SileroTest : public testing::Test {
 protected:
  void SetUp() override {
    if (silero_weights().empty()) GTEST_SKIP() << "built without the voice activity model";
    network_ = WhisperSpeechNetwork::open(silero_weights()).value();
    detector_ = std::make_unique<SileroVoiceActivity>(*network_);
  }

  std::unique_ptr<WhisperSpeechNetwork> network_;
  std::unique_ptr<SileroVoiceActivity> detector_;
};

TEST_F(SileroTest, EveryTurnOfTheSampleCallsIsFound) {
  EXPECT_GE(share_found(*detector_, 16'000), 0.99);
}

TEST_F(SileroTest, TurnsAreFoundAtEightKilohertzToo) {
  EXPECT_GE(share_found(*detector_, 8'000), 0.99);
}

TEST_F(SileroTest, BordersAreCloseToTheTurns) {
  SileroVoiceActivity::Settings bare;
  bare.candidates.padding = milliseconds{0};
  const SileroVoiceActivity detector(*network_, bare);
  std::vector<double> errors;
  for (const auto& channel : sample_calls(kRate)) {
    const auto stretches = detector.find(channel.samples, kRate);
    ASSERT_FALSE(stretches.empty());
    errors.push_back(std::abs(seconds(stretches.front().begin) - seconds(channel.turns.front().begin)));
    errors.push_back(std::abs(seconds(stretches.back().end) - seconds(channel.turns.back().end)));
  }
  std::ranges::sort(errors);
  EXPECT_LT(errors[errors.size() / 2], 0.1);
}

TEST_F(SileroTest, SilenceRingingMusicAndNoiseAreNoSpeech) {
  Samples silence(20 * kRate);
  append_noise(silence, 20, 0.0005);
  EXPECT_THAT(detector_->find(silence, kRate), IsEmpty());
  EXPECT_THAT(detector_->find(ringing(), kRate), IsEmpty());
  EXPECT_THAT(detector_->find(music(30), kRate), IsEmpty());
  EXPECT_THAT(detector_->find(street(30), kRate), IsEmpty());
}

TEST_F(SileroTest, TheSameMusicIsWhatEnergyAloneTakesForSpeech) {
  EXPECT_FALSE(
      EnergyVoiceActivity(SileroVoiceActivity::Settings().candidates).find(music(30), kRate).empty());
}

TEST_F(SileroTest, TalkAfterMusicOnHoldIsFoundAndTheMusicIsNot) {
  const auto channel = sample_calls(kRate).front();
  auto samples = music(20);
  const auto offset = samples.size();
  samples.insert(samples.end(), channel.samples.begin(), channel.samples.end());
  const auto stretches = detector_->find(samples, kRate);
  ASSERT_FALSE(stretches.empty());
  EXPECT_GE(seconds(stretches.front().begin), 17.5);
  for (const auto& turn : channel.turns) {
    EXPECT_GT(covered({turn.begin + offset, turn.end + offset}, stretches), (turn.end - turn.begin) * 9 / 10);
  }
}

TEST_F(SileroTest, SeveralThreadsFindTheSame) {
  const auto channels = sample_calls(kRate);
  std::vector<std::vector<Stretch>> alone;
  for (const auto& channel : channels) alone.push_back(detector_->find(channel.samples, kRate));
  std::vector<std::vector<Stretch>> together(channels.size());
  std::vector<std::thread> threads;
  for (std::size_t first = 0; first < 3; ++first) {
    threads.emplace_back([&, first] {
      for (auto i = first; i < channels.size(); i += 3) {
        together[i] = detector_->find(channels[i].samples, kRate);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(together, alone);
}

TEST(WhisperSpeechNetwork, BytesThatAreNoModelAreRefused) {
  EXPECT_EQ(WhisperSpeechNetwork::open({}).error().code, ErrorCode::not_found);
  const std::vector<std::byte> bytes(1000, std::byte{7});
  EXPECT_EQ(WhisperSpeechNetwork::open(bytes).error().code, ErrorCode::unsupported_media);
}

/// Hears what a test wants, and counts.
class FakeNetwork final : public SpeechNetwork {
 public:
  float probability = 1;
  bool fails_to_listen = false;
  bool fails_to_hear = false;
  mutable std::size_t windows = 0;

  Result<std::unique_ptr<SpeechListener>> listen() const override {
    if (fails_to_listen) return failure(ErrorCode::internal, "No.");
    return std::unique_ptr<SpeechListener>(std::make_unique<Listener>(*this));
  }

 private:
  class Listener final : public SpeechListener {
   public:
    explicit Listener(const FakeNetwork& network) : network_(network) {}
    Result<std::vector<float>> hear(std::span<const float> samples) override {
      if (network_.fails_to_hear) return failure(ErrorCode::internal, "No.");
      const auto count = (samples.size() + kWindow - 1) / kWindow;
      network_.windows += count;
      return std::vector<float>(count, network_.probability);
    }

   private:
    const FakeNetwork& network_;
  };
};

/// Ten seconds, loud and soft four times a second, in the middle of silence.
Samples syllables() {
  Samples samples(2 * kRate);
  for (int i = 0; i < 10 * kRate; ++i) {
    const double t = static_cast<double>(i) / kRate;
    const double envelope = 0.05 + 0.95 * std::pow(std::sin(std::numbers::pi * 4 * t), 2);
    samples.push_back(static_cast<float>(0.3 * envelope * std::sin(2 * std::numbers::pi * 180 * t)));
  }
  samples.resize(samples.size() + 2 * kRate);
  return samples;
}

TEST(SileroVoiceActivity, NetworkIsHeardNoLongerThanItTakesToBeSure) {
  FakeNetwork network;
  EXPECT_THAT(SileroVoiceActivity(network).find(syllables(), kRate), SizeIs(1));
  EXPECT_LE(network.windows, 5 * 8U);
  network.windows = 0;
  network.probability = 0.1F;
  EXPECT_THAT(SileroVoiceActivity(network).find(syllables(), kRate), IsEmpty());
  EXPECT_NEAR(static_cast<double>(network.windows), 10 * kRate / 512.0, 10);
}

TEST(SileroVoiceActivity, WithoutItsNetworkCandidatesAreKept) {
  FakeNetwork network;
  network.fails_to_listen = true;
  EXPECT_THAT(SileroVoiceActivity(network).find(syllables(), kRate), SizeIs(1));
  network.fails_to_listen = false;
  network.fails_to_hear = true;
  EXPECT_THAT(SileroVoiceActivity(network).find(syllables(), kRate), SizeIs(1));
}

TEST(SileroVoiceActivity, AtARateThatTheNetworkDoesNotKnowCandidatesAreKept) {
  FakeNetwork network;
  network.probability = 0;
  EXPECT_THAT(SileroVoiceActivity(network).find(syllables(), 11'025), testing::Not(IsEmpty()));
  EXPECT_EQ(network.windows, 0U);
}

TEST(SileroVoiceActivity, NothingHasNoSpeech) {
  FakeNetwork network;
  EXPECT_THAT(SileroVoiceActivity(network).find({}, kRate), IsEmpty());
  EXPECT_EQ(network.windows, 0U);
}

TEST(SileroVoiceActivity, LongSpeechIsStillSplit) {
  FakeNetwork network;
  Samples samples;
  for (int i = 0; i < 6; ++i) {
    const auto part = syllables();
    samples.insert(samples.end(), part.begin() + 2 * kRate, part.end() - 2 * kRate);
  }
  const auto stretches = SileroVoiceActivity(network).find(samples, kRate);
  ASSERT_GE(stretches.size(), 3U);
  for (const auto& stretch : stretches) EXPECT_LE(seconds(stretch.end - stretch.begin), 28.0);
}

TEST(AtTwiceTheRate, ToneKeepsItsShape) {
  Samples slow;
  for (int i = 0; i < 800; ++i)
    slow.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * 1000 * i / 8000)));
  const auto fast = at_twice_the_rate(slow);
  ASSERT_EQ(fast.size(), 2 * slow.size());
  for (std::size_t i = 20; i + 20 < fast.size(); ++i) {
    EXPECT_NEAR(fast[i], std::sin(2 * std::numbers::pi * 1000 * static_cast<double>(i) / 16000), 0.02) << i;
  }
}

TEST(VoiceActivity, JudgeGetsExactBordersAndWhatItKeepsIsPadded) {
  const auto samples = syllables();
  std::vector<Stretch> candidates;
  const auto found = EnergyVoiceActivity().find_judged(samples, kRate, [&](std::vector<Stretch> all) {
    candidates = all;
    return std::vector<Stretch>{{all[0].begin, all[0].begin + kRate}};
  });
  ASSERT_THAT(candidates, SizeIs(1));
  EXPECT_NEAR(seconds(candidates[0].begin), 2.0, 0.06);
  EXPECT_NEAR(seconds(candidates[0].end), 12.0, 0.06);
  EXPECT_THAT(found,
              ElementsAre(Stretch{candidates[0].begin - kRate / 5, candidates[0].begin + kRate + kRate / 5}));
}

}  // namespace
}  // namespace kolog::speech
