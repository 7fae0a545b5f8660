// SPDX-License-Identifier: Apache-2.0
#include "speech/silero_voice_activity.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/log.h"

namespace kolog::speech {
namespace {

/// Nearly equal parts, none longer than `longest`.
std::vector<Stretch> pieces_of(const Stretch& stretch, std::size_t longest) {
  const auto length = stretch.end - stretch.begin;
  const auto count = std::max<std::size_t>(1, (length + longest - 1) / longest);
  std::vector<Stretch> pieces;
  for (std::size_t i = 0; i < count; ++i) {
    pieces.push_back({stretch.begin + length * i / count, stretch.begin + length * (i + 1) / count});
  }
  return pieces;
}

}  // namespace

std::vector<float> at_twice_the_rate(std::span<const float> samples) {
  // sin(pi x / 2) / (pi x / 2) at the odd places, under a Hann window of 16: half of what lies between two
  // samples.
  constexpr std::array<float, 4> kTaps = {0.6124F, -0.1467F, 0.0393F, -0.0035F};
  std::vector<float> doubled(samples.size() * 2);
  const auto at = [&](std::ptrdiff_t i) {
    return i >= 0 && i < std::ssize(samples) ? samples[static_cast<std::size_t>(i)] : 0.0F;
  };
  for (std::ptrdiff_t i = 0; i < std::ssize(samples); ++i) {
    float between = 0;
    for (std::ptrdiff_t k = 0; k < std::ssize(kTaps); ++k) {
      between += kTaps[static_cast<std::size_t>(k)] * (at(i - k) + at(i + 1 + k));
    }
    doubled[static_cast<std::size_t>(2 * i)] = samples[static_cast<std::size_t>(i)];
    doubled[static_cast<std::size_t>(2 * i + 1)] = between;
  }
  return doubled;
}

std::vector<Stretch> SileroVoiceActivity::find(std::span<const float> samples, int sample_rate) const {
  return energy_.find_judged(samples, sample_rate, [&](std::vector<Stretch> candidates) {
    return judged(samples, sample_rate, std::move(candidates));
  });
}

std::vector<Stretch> SileroVoiceActivity::judged(std::span<const float> samples, int sample_rate,
                                                 std::vector<Stretch> candidates) const {
  const bool known_rate =
      sample_rate == SpeechNetwork::kSampleRate || 2 * sample_rate == SpeechNetwork::kSampleRate;
  if (!known_rate || candidates.empty()) return candidates;
  auto listener = network_.listen();
  if (!listener) {
    log::warning("OFFLINE_STT", "voice activity is by energy alone", {{"reason", listener.error().detail}});
    return candidates;
  }
  const auto longest = static_cast<std::size_t>(sample_rate * settings_.piece.count() / 1000);
  std::vector<Stretch> speech;
  for (const auto& candidate : candidates) {
    for (const auto& piece : pieces_of(candidate, std::max<std::size_t>(1, longest))) {
      const auto part = samples.subspan(piece.begin, piece.end - piece.begin);
      const auto verdict = is_speech(**listener, part, sample_rate);
      if (verdict && !*verdict) continue;
      if (!speech.empty() && speech.back().end == piece.begin) {
        speech.back().end = piece.end;
      } else {
        speech.push_back(piece);
      }
    }
  }
  return speech;
}

Result<bool> SileroVoiceActivity::is_speech(SpeechListener& listener, std::span<const float> samples,
                                            int sample_rate) const {
  std::vector<float> doubled;
  if (sample_rate != SpeechNetwork::kSampleRate) {
    doubled = at_twice_the_rate(samples);
    samples = doubled;
  }
  constexpr auto kWindow = SpeechNetwork::kWindow;
  const auto step = static_cast<std::size_t>(std::max(1, settings_.probe)) * kWindow;
  const auto warm_up = static_cast<std::size_t>(std::max(0, settings_.warm_up));
  const bool has_time = samples.size() / kWindow >= warm_up + 2 * static_cast<std::size_t>(settings_.enough);
  int above = 0;
  for (std::size_t begin = 0; begin < samples.size(); begin += step) {
    const auto heard = listener.hear(samples.subspan(begin, std::min(step, samples.size() - begin)));
    if (!heard) return heard.error();
    for (std::size_t i = 0; i < heard->size(); ++i) {
      if (has_time && begin / kWindow + i < warm_up) continue;
      if ((*heard)[i] >= settings_.threshold) ++above;
    }
    if (above >= settings_.enough) return true;
  }
  return false;
}

}  // namespace kolog::speech
