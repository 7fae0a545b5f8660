// SPDX-License-Identifier: Apache-2.0
// Ways of finding speech, side by side: how much of the sample calls' speech they find, clean and spoilt, how
// much they find where nobody speaks, and what they cost. Prints Markdown tables.
#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>
#ifdef KOLOG_WEBRTC
#include <webrtc/modules/audio_processing/include/audio_processing.h>
#include <webrtc/modules/interface/module_common_types.h>
#endif

#include "audio/decode.h"
#include "speech/cross_talk.h"
#include "speech/silero_voice_activity.h"
#include "speech/silero_weights.h"
#include "speech/whisper_speech_network.h"

namespace kolog::speech {
namespace {

using Samples = std::vector<float>;

constexpr int kRate = SpeechNetwork::kSampleRate;
/// What a detector that has no rule of its own for it bridges and drops: the energy detector's values.
constexpr std::size_t kBridged = kRate * 6 / 10;
constexpr std::size_t kShortest = kRate * 12 / 100;

struct Detector {
  std::string name;
  std::function<std::vector<Stretch>(const Samples&)> find;
};

struct Channel {
  Samples samples;
  std::vector<Stretch> turns;
};

/// Neighbouring stretches less than the bridged silence apart as one, and short ones left out.
std::vector<Stretch> bridged(const std::vector<Stretch>& parts) {
  std::vector<Stretch> whole;
  for (const auto& part : parts) {
    if (!whole.empty() && part.begin - whole.back().end < kBridged) {
      whole.back().end = part.end;
    } else {
      whole.push_back(part);
    }
  }
  std::erase_if(whole, [](const Stretch& stretch) { return stretch.end - stretch.begin < kShortest; });
  return whole;
}

std::vector<Stretch> silero_alone(const SpeechNetwork& network, const Samples& samples) {
  auto listener = network.listen().value();
  const auto heard = listener->hear(samples).value();
  std::vector<Stretch> parts;
  for (std::size_t i = 0; i < heard.size(); ++i) {
    if (heard[i] < 0.5F) continue;
    parts.push_back({i * SpeechNetwork::kWindow, std::min(samples.size(), (i + 1) * SpeechNetwork::kWindow)});
  }
  return bridged(parts);
}

#ifdef KOLOG_WEBRTC
std::vector<Stretch> webrtc_alone(const Samples& samples) {
  constexpr std::size_t kFrame = kRate / 100;
  const std::unique_ptr<webrtc::AudioProcessing> processing(webrtc::AudioProcessing::Create());
  processing->voice_detection()->Enable(true);
  processing->voice_detection()->set_likelihood(webrtc::VoiceDetection::kLowLikelihood);
  std::vector<Stretch> parts;
  webrtc::AudioFrame frame;
  frame.sample_rate_hz_ = kRate;
  frame.samples_per_channel_ = kFrame;
  frame.num_channels_ = 1;
  for (std::size_t begin = 0; begin + kFrame <= samples.size(); begin += kFrame) {
    for (std::size_t i = 0; i < kFrame; ++i) {
      frame.data_[i] = static_cast<std::int16_t>(std::lround(samples[begin + i] * 32767));
    }
    if (processing->ProcessStream(&frame) != 0) throw std::runtime_error("WebRTC refuses a frame");
    if (processing->voice_detection()->stream_has_voice()) parts.push_back({begin, begin + kFrame});
  }
  return bridged(parts);
}
#endif

std::vector<Channel> sample_calls(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".flac") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Channel> channels;
  for (auto file : files) {
    const auto clip = audio::resample(audio::decode(file).value(), kRate).value();
    std::ifstream stream(file.replace_extension(".json"));
    const auto call = boost::json::parse(std::string(std::istreambuf_iterator<char>(stream), {}));
    for (std::size_t i = 0; i < clip.channels.size(); ++i) {
      Channel channel{clip.channels[i], {}};
      const auto& speaker = call.at("channels").at(std::to_string(i));
      for (const auto& turn : call.at("turns").as_array()) {
        if (turn.at("speaker") != speaker) continue;
        channel.turns.push_back({static_cast<std::size_t>(turn.at("start").to_number<double>() * kRate),
                                 static_cast<std::size_t>(turn.at("end").to_number<double>() * kRate)});
      }
      channels.push_back(std::move(channel));
    }
  }
  return channels;
}

double power_of(const Samples& samples, const std::vector<Stretch>& where) {
  double sum = 0;
  double count = 0;
  for (const auto& [begin, end] : where) {
    for (auto i = begin; i < std::min(end, samples.size()); ++i) sum += double{samples[i]} * samples[i];
    count += static_cast<double>(end - begin);
  }
  return count > 0 ? sum / count : 0;
}

/// The noise is added so that speech is `decibels` louder than it.
std::vector<Channel> with_noise(std::vector<Channel> channels, const Samples& noise, double decibels) {
  std::size_t offset = 0;
  for (auto& channel : channels) {
    Samples part(channel.samples.size());
    for (auto& sample : part) sample = noise[offset++ % noise.size()];
    const double wanted = power_of(channel.samples, channel.turns) / std::pow(10, decibels / 10);
    const double gain = std::sqrt(wanted / std::max(1e-12, power_of(part, {{0, part.size()}})));
    for (std::size_t i = 0; i < part.size(); ++i) channel.samples[i] += static_cast<float>(gain) * part[i];
  }
  return channels;
}

/// Speech at a level in dB of full scale, over a line's noise at -70 dB.
std::vector<Channel> at_level(std::vector<Channel> channels, double decibels) {
  unsigned random = 1;
  for (auto& channel : channels) {
    const double gain = std::pow(10, decibels / 20) / std::sqrt(power_of(channel.samples, channel.turns));
    for (auto& sample : channel.samples) {
      random = random * 1664525U + 1013904223U;
      const double noise =
          (static_cast<double>(random >> 8) / (1 << 24) - 0.5) * std::sqrt(12.0) * std::pow(10, -70 / 20.0);
      sample = static_cast<float>(sample * gain + noise);
    }
  }
  return channels;
}

struct Score {
  double speech = 0, found = 0, both = 0;  // seconds
  double cpu = 0, audio = 0;               // seconds
  std::vector<double> border_errors;       // seconds
};

std::vector<bool> marked(const std::vector<Stretch>& stretches, std::size_t size) {
  std::vector<bool> marks(size / 160);
  for (const auto& [begin, end] : stretches) {
    for (auto i = begin / 160; i < std::min(marks.size(), end / 160); ++i) marks[i] = true;
  }
  return marks;
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// The borders of a speaker's turns, as far as silence between them may end a stretch, and the nearest found
/// ones.
void compare_borders(const std::vector<Stretch>& turns, const std::vector<Stretch>& found, Score& score) {
  if (found.empty()) return;
  for (const auto& turn : bridged(turns)) {
    const auto nearest = [&](std::size_t border, std::size_t Stretch::*side) {
      double least = 1e9;
      for (const auto& stretch : found) {
        least = std::min(least,
                         std::abs(static_cast<double>(stretch.*side) - static_cast<double>(border)) / kRate);
      }
      return least;
    };
    score.border_errors.push_back(nearest(turn.begin, &Stretch::begin));
    score.border_errors.push_back(nearest(turn.end, &Stretch::end));
  }
}

Score score_of(const Detector& detector, const std::vector<Channel>& channels) {
  Score score;
  for (const auto& channel : channels) {
    const double before = cpu_seconds();
    const auto found = detector.find(channel.samples);
    score.cpu += cpu_seconds() - before;
    score.audio += static_cast<double>(channel.samples.size()) / kRate;
    const auto wanted = marked(channel.turns, channel.samples.size());
    const auto got = marked(found, channel.samples.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      score.speech += wanted[i] ? 0.01 : 0;
      score.found += got[i] ? 0.01 : 0;
      score.both += wanted[i] && got[i] ? 0.01 : 0;
    }
    compare_borders(channel.turns, found, score);
  }
  return score;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void print_speech(const std::string& title, const std::vector<Detector>& detectors,
                  const std::vector<Channel>& channels) {
  for (const auto& detector : detectors) {
    const auto score = score_of(detector, channels);
    std::cout << fmt::format("| {} | {} | {:.2f} % | {:.1f} % | {:.0f} ms | {:.2f} s |\n", title,
                             detector.name, 100 * score.both / score.speech,
                             100 * score.both / std::max(0.01, score.found),
                             1000 * median(score.border_errors), 3600 * score.cpu / score.audio);
  }
}

void print_non_speech(const std::vector<Detector>& detectors, const std::map<std::string, Samples>& kinds) {
  for (const auto& [kind, samples] : kinds) {
    for (const auto& detector : detectors) {
      const auto score = score_of(detector, {{samples, {}}});
      std::cout << fmt::format("| {} | {} | {:.1f} s | {:.2f} s |\n", kind, detector.name,
                               3600 * score.found / score.audio, 3600 * score.cpu / score.audio);
    }
  }
}

/// The sample calls one after the other, for five minutes.
audio::Clip long_call(const std::vector<Channel>& channels) {
  constexpr std::size_t kSize = 300 * kRate;
  audio::Clip clip{kRate, {{}, {}}};
  for (std::size_t i = 0; clip.channels[1].size() < kSize; i = (i + 1) % channels.size()) {
    auto& whole = clip.channels[i % 2];
    whole.insert(whole.end(), channels[i].samples.begin(), channels[i].samples.end());
  }
  for (auto& channel : clip.channels) channel.resize(kSize);
  return clip;
}

/// The first channel leaks into the second, 25 dB quieter and 80 ms later.
void leak(audio::Clip& clip) {
  constexpr std::size_t kDelay = kRate * 8 / 100;
  for (std::size_t i = kDelay; i < clip.channels[1].size(); ++i) {
    clip.channels[1][i] += 0.056F * clip.channels[0][i - kDelay];
  }
}

void print_cost(const std::string& title, const VoiceActivity& detector, const audio::Clip& clip) {
  const double start = cpu_seconds();
  std::vector<std::vector<Stretch>> speech;
  for (const auto& channel : clip.channels) speech.push_back(detector.find(channel, clip.sample_rate));
  const double found = cpu_seconds();
  without_cross_talk(clip, speech);
  std::cout << fmt::format("| {} | {:.0f} ms | {:.1f} ms |\n", title, 1000 * (found - start),
                           1000 * (cpu_seconds() - found));
}

void print_costs(const VoiceActivity& detector, const std::vector<Channel>& channels) {
  std::cout
      << "\n| five minutes, two channels | voice activity, CPU | cross-talk, CPU |\n| --- | --- | --- |\n";
  auto clip = long_call(channels);
  print_cost("as recorded", detector, clip);
  leak(clip);
  print_cost("with a leak", detector, clip);
}

int compare(const std::filesystem::path& calls, const std::filesystem::path& non_speech) {
  const auto network = WhisperSpeechNetwork::open(silero_weights());
  if (!network) {
    std::cerr << network.error().public_message << '\n';
    return 1;
  }
  // Without padding, which is for the speech model's sake, borders and precision are the detector's own.
  EnergyVoiceActivity::Settings bare_energy;
  bare_energy.padding = {};
  SileroVoiceActivity::Settings bare_silero;
  bare_silero.candidates.padding = {};
  const EnergyVoiceActivity energy(bare_energy);
  const EnergyVoiceActivity candidates(bare_silero.candidates);
  const SileroVoiceActivity two_steps(**network, bare_silero);
  const SileroVoiceActivity padded(**network);
  std::vector<Detector> detectors = {
      {"energy alone", [&](const Samples& samples) { return energy.find(samples, kRate); }},
      {"candidates", [&](const Samples& samples) { return candidates.find(samples, kRate); }},
      {"Silero alone", [&](const Samples& samples) { return silero_alone(**network, samples); }},
      {"energy, then Silero", [&](const Samples& samples) { return two_steps.find(samples, kRate); }},
      {"the same, padded", [&](const Samples& samples) { return padded.find(samples, kRate); }},
  };
#ifdef KOLOG_WEBRTC
  detectors.push_back({"WebRTC", webrtc_alone});
#endif
  const auto channels = sample_calls(calls);
  std::map<std::string, Samples> kinds;
  for (const auto& entry : std::filesystem::directory_iterator(non_speech)) {
    const auto clip = audio::resample(audio::decode(entry.path()).value(), kRate).value();
    kinds[entry.path().stem().string()] = clip.channels.front();
  }
  std::cout << "| calls | detector | speech found | of what it finds | borders off by | CPU an hour |\n"
               "| --- | --- | --- | --- | --- | --- |\n";
  print_speech("clean", detectors, channels);
  for (const double decibels : {20, 10, 5}) {
    print_speech(fmt::format("noise, {} dB", decibels), detectors,
                 with_noise(channels, kinds.at("noise"), decibels));
  }
  print_speech("quiet, -40 dB", detectors, at_level(channels, -40));
  print_speech("quiet, -50 dB", detectors, at_level(channels, -50));
  std::cout
      << "\n| nobody speaks | detector | false alarms an hour | CPU an hour |\n| --- | --- | --- | --- |\n";
  print_non_speech(detectors, kinds);
  print_costs(padded, channels);
  return 0;
}

}  // namespace
}  // namespace kolog::speech

int main(int count, char** values) {
  if (count != 3) {
    std::cerr << "Usage: kolog_voice_activity FOLDER_OF_SAMPLE_CALLS FOLDER_OF_NON_SPEECH\n";
    return 2;
  }
  try {
    return kolog::speech::compare(values[1], values[2]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
