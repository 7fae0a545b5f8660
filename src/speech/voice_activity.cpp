// SPDX-License-Identifier: Apache-2.0
#include "speech/voice_activity.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFrame{20};
constexpr float kSilence = -96;  // dB, for frames of nothing at all
/// The noise is what the quietest tenth of the frames around sounds like: people pause that much.
constexpr milliseconds kNoiseWindow{10'000};
constexpr milliseconds kNoiseStep{1'000};
constexpr double kNoiseShare = 0.10;

std::size_t frames_in(milliseconds time) {
  return static_cast<std::size_t>(time / kFrame);
}

std::vector<float> frame_levels(std::span<const float> samples, std::size_t frame_samples) {
  std::vector<float> levels;
  levels.reserve(samples.size() / frame_samples);
  for (std::size_t begin = 0; begin + frame_samples <= samples.size(); begin += frame_samples) {
    double energy = 0;
    for (const float sample : samples.subspan(begin, frame_samples)) energy += double{sample} * sample;
    energy /= static_cast<double>(frame_samples);
    levels.push_back(energy > 0 ? std::max(kSilence, static_cast<float>(10 * std::log10(energy))) : kSilence);
  }
  return levels;
}

/// One value for each step of a second, from the window around it.
std::vector<float> noise_levels(const std::vector<float>& levels) {
  const auto step = frames_in(kNoiseStep);
  const auto half = frames_in(kNoiseWindow) / 2;
  std::vector<float> noise;
  for (std::size_t middle = 0; middle < levels.size(); middle += step) {
    const auto first = middle > half ? middle - half : 0;
    const auto last = std::min(levels.size(), middle + step + half);
    std::vector<float> window(levels.begin() + static_cast<std::ptrdiff_t>(first),
                              levels.begin() + static_cast<std::ptrdiff_t>(last));
    const auto rank = static_cast<std::size_t>(static_cast<double>(window.size() - 1) * kNoiseShare);
    const auto nth = window.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(window.begin(), nth, window.end());
    noise.push_back(*nth);
  }
  return noise;
}

/// Frames [begin, end) and which of them were loud.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<float> loud;  // their levels
};

/// The middle half of the levels, so that a tone's two edges do not make it look alive.
float level_change(std::vector<float> levels) {
  const auto quarter = static_cast<std::ptrdiff_t>(levels.size() / 4);
  std::sort(levels.begin(), levels.end());
  return *(levels.end() - 1 - quarter) - *(levels.begin() + quarter);
}

bool is_speech(const Run& run, const EnergyVoiceActivity::Settings& settings) {
  return run.loud.size() >= frames_in(settings.shortest) &&
         level_change(run.loud) >= settings.smallest_level_change;
}

std::vector<Run> speech_runs(const std::vector<float>& levels,
                             const EnergyVoiceActivity::Settings& settings) {
  const auto noise = noise_levels(levels);
  const auto hangover = frames_in(settings.silence);
  std::vector<Run> runs;
  bool speaking = false;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const float over = speaking ? settings.offset_over_noise : settings.onset_over_noise;
    const float threshold = std::max(noise[i / frames_in(kNoiseStep)] + over, settings.lowest_level);
    speaking = levels[i] >= threshold;
    if (!speaking) continue;
    if (runs.empty() || i - runs.back().end >= hangover) runs.push_back({i, i, {}});
    runs.back().end = i + 1;
    runs.back().loud.push_back(levels[i]);
  }
  std::erase_if(runs, [&](const Run& run) { return !is_speech(run, settings); });
  return runs;
}

/// Cuts [begin, end) at its quietest places until no part is longer than `longest` frames.
void split(const std::vector<float>& levels, std::size_t begin, std::size_t end, std::size_t longest,
           std::vector<Stretch>& parts) {
  constexpr std::size_t kBreath = 5;  // a quiet place is 0.1 s long, not one frame inside a word
  while (end - begin > longest) {
    std::size_t quietest = begin + longest;
    float lowest = 0;
    for (std::size_t i = begin + longest / 2; i + kBreath <= begin + longest; ++i) {
      float sum = 0;
      for (std::size_t k = i; k < i + kBreath; ++k) sum += levels[k];
      if (sum < lowest) {
        lowest = sum;
        quietest = i + kBreath / 2;
      }
    }
    parts.push_back({begin, quietest});
    begin = quietest;
  }
  parts.push_back({begin, end});
}

}  // namespace

std::vector<Stretch> EnergyVoiceActivity::find(std::span<const float> samples, int sample_rate) const {
  return find_judged(samples, sample_rate, std::identity{});
}

std::vector<Stretch> EnergyVoiceActivity::find_judged(std::span<const float> samples, int sample_rate,
                                                      const Judge& judge) const {
  const auto frame_samples = static_cast<std::size_t>(sample_rate * kFrame.count() / 1000);
  if (frame_samples == 0 || samples.size() < frame_samples) return {};
  const auto levels = frame_levels(samples, frame_samples);
  std::vector<Stretch> candidates;
  for (const auto& run : speech_runs(levels, settings_)) {
    candidates.push_back({run.begin * frame_samples, run.end * frame_samples});
  }
  const auto speech = judge(std::move(candidates));
  const auto padding = frames_in(settings_.padding);
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < speech.size(); ++i) {
    const Stretch frames{speech[i].begin / frame_samples, speech[i].end / frame_samples};
    const auto earliest = i == 0 ? 0 : (speech[i - 1].end + speech[i].begin) / 2 / frame_samples;
    const auto latest =
        i + 1 == speech.size() ? levels.size() : (speech[i].end + speech[i + 1].begin) / 2 / frame_samples;
    const auto begin = std::max(earliest, frames.begin > padding ? frames.begin - padding : 0);
    const auto end = std::min(latest, frames.end + padding);
    split(levels, begin, end, frames_in(settings_.longest), stretches);
  }
  for (auto& stretch : stretches) {
    stretch.begin *= frame_samples;
    stretch.end *= frame_samples;
  }
  return stretches;
}

}  // namespace kolog::speech
