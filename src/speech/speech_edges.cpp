// SPDX-License-Identifier: Apache-2.0
#include "speech/speech_edges.h"

#include <algorithm>
#include <cstddef>

#include "audio/decode.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kFrame = 160;          // samples at 16 kHz: 10 ms
constexpr std::size_t kSmoothing = 2;        // frames that must be loud together: a click is none
constexpr std::size_t kPause = 12;           // frames of quiet; a stop consonant has less
constexpr double kLoudShare = 0.9;           // the level that a tenth of the frames reaches
constexpr double kSilence = 1e-3;            // of its energy: 30 dB
constexpr milliseconds kPauseReach{400};     // how far from where it was thought to be a border may move
constexpr milliseconds kLongestWord{1'500};  // that the end of the sound may be given to

std::vector<double> energies_of(std::span<const float> channel, const Stretch& stretch) {
  std::vector<double> energies;
  for (auto begin = stretch.begin; begin + kFrame <= stretch.end; begin += kFrame) {
    double energy = 0;
    for (const float sample : channel.subspan(begin, kFrame)) energy += double{sample} * sample;
    energies.push_back(energy);
  }
  return energies;
}

/// Two words on both sides of a pause.
struct Border {
  domain::Word* before;
  domain::Word* after;

  milliseconds time() const { return before->end; }
};

std::vector<Border> borders_of(std::span<domain::Segment* const> segments) {
  std::vector<Border> borders;
  domain::Word* before = nullptr;
  for (auto* segment : segments) {
    for (auto& word : segment->words) {
      if (before != nullptr) borders.push_back({before, &word});
      before = &word;
    }
  }
  return borders;
}

void set_border(std::vector<Border>& borders, milliseconds quiet, milliseconds sound) {
  const auto distance = [&](const Border& border) {
    const auto time = border.time();
    return time < quiet ? quiet - time : (time > sound ? time - sound : milliseconds{0});
  };
  const auto nearest =
      std::min_element(borders.begin(), borders.end(),
                       [&](const Border& a, const Border& b) { return distance(a) < distance(b); });
  if (nearest == borders.end() || distance(*nearest) > kPauseReach) return;
  // A word that would have nothing left keeps its place.
  if (nearest->before->start >= quiet || nearest->after->end <= sound) return;
  nearest->before->end = quiet;
  nearest->after->start = sound;
  borders.erase(nearest);
}

}  // namespace

std::vector<Stretch> sounding_parts(std::span<const float> channel, const Stretch& stretch) {
  const auto energies = energies_of(channel, stretch);
  if (energies.size() <= kSmoothing) return {stretch};
  auto sorted = energies;
  const auto loud =
      sorted.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(sorted.size() - 1) * kLoudShare);
  std::nth_element(sorted.begin(), loud, sorted.end());
  const double threshold = *loud * kSilence;
  std::vector<Stretch> parts;
  for (std::size_t frame = 0; frame + 1 < energies.size(); ++frame) {
    if (energies[frame] <= threshold || energies[frame + 1] <= threshold) continue;
    const auto begin = stretch.begin + frame * kFrame;
    const auto end = begin + kSmoothing * kFrame;
    if (parts.empty() || begin >= parts.back().end + kPause * kFrame) {
      parts.push_back({begin, end});
    } else {
      parts.back().end = end;
    }
  }
  return parts.empty() ? std::vector<Stretch>{stretch} : parts;
}

void align_with_sound(std::span<domain::Segment* const> segments, std::span<const float> channel,
                      const Stretch& stretch) {
  if (segments.empty()) return;
  const auto parts = sounding_parts(channel, stretch);
  const auto begin = time_of(parts.front().begin, audio::kSpeechRate);
  const auto end = time_of(parts.back().end, audio::kSpeechRate);
  for (auto* segment : segments) {
    for (auto& word : segment->words) {
      word.start = std::clamp(word.start, begin, end);
      word.end = std::clamp(word.end, word.start, end);
    }
  }
  auto borders = borders_of(segments);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    set_border(borders, time_of(parts[i].end, audio::kSpeechRate),
               time_of(parts[i + 1].begin, audio::kSpeechRate));
  }
  if (!segments.front()->words.empty()) segments.front()->words.front().start = begin;
  if (!segments.back()->words.empty()) {
    auto& last = segments.back()->words.back();
    last.end = std::max(last.end, std::min(end, last.start + kLongestWord));
  }
  for (auto* segment : segments) {
    segment->start =
        segment->words.empty() ? std::clamp(segment->start, begin, end) : segment->words.front().start;
    segment->end =
        segment->words.empty() ? std::clamp(segment->end, segment->start, end) : segment->words.back().end;
  }
}

}  // namespace kolog::speech
