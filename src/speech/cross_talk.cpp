// SPDX-License-Identifier: Apache-2.0
#include "speech/cross_talk.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

/// Voices have their energy below 1 kHz, and so has what of them comes through a wall or an earpiece.
constexpr int kCoarseRate = 2000;  // Hz
/// What is no leak, and this much below the stretch's loudest part, is a pause: it goes with what is beside
/// it.
constexpr float kPause = 15;  // dB
/// How far a lag may drift, and be off by, where it is tried again.
constexpr std::ptrdiff_t kDrift = 4;  // coarse samples, 2 ms

double energy_of(std::span<const float> samples) {
  float sums[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= samples.size(); i += 8) {
    for (std::size_t k = 0; k < 8; ++k) sums[k] += samples[i + k] * samples[i + k];
  }
  for (; i < samples.size(); ++i) sums[0] += samples[i] * samples[i];
  double sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

float decibels(double energy) {
  return static_cast<float>(10 * std::log10(energy + 1e-12));
}

/// Means of neighbouring samples: low enough a pass for what is to be compared.
std::vector<float> coarse(std::span<const float> samples, std::size_t factor) {
  std::vector<float> means(samples.size() / factor);
  for (std::size_t i = 0; i < means.size(); ++i) {
    float sum = 0;
    for (std::size_t k = 0; k < factor; ++k) sum += samples[i * factor + k];
    means[i] = sum / static_cast<float>(factor);
  }
  return means;
}

float product(const float* a, const float* b, std::size_t count) {
  float sums[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t k = 0; k < 8; ++k) sums[k] += a[i + k] * b[i + k];
  }
  for (; i < count; ++i) sums[0] += a[i] * b[i];
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

enum class Part { own, leak, pause };

/// Looks for one channel's sound in the other.
class LeakSearch {
 public:
  LeakSearch(std::span<const float> channel, std::span<const float> other, int sample_rate,
             const CrossTalkSettings& settings)
      : channel_(channel),
        other_(other),
        settings_(settings),
        factor_(static_cast<std::size_t>(std::max(1, sample_rate / kCoarseRate))),
        farthest_(samples_in(settings.farthest, sample_rate)),
        part_(std::max<std::size_t>(factor_, samples_in(settings.part, sample_rate))),
        searches_left_(settings.searches) {}

  void remove_from(std::vector<Stretch>& stretches) {
    std::vector<Stretch> kept;
    for (const auto& stretch : stretches) keep_own(stretch, kept);
    stretches = std::move(kept);
  }

 private:
  static std::size_t samples_in(milliseconds time, int sample_rate) {
    return static_cast<std::size_t>(sample_rate) * static_cast<std::size_t>(time.count()) / 1000;
  }

  std::vector<Stretch> parts_of(const Stretch& stretch) const {
    const auto length = stretch.end - stretch.begin;
    const auto count = std::max<std::size_t>(1, (length + part_ / 2) / part_);
    std::vector<Stretch> parts;
    for (std::size_t i = 0; i < count; ++i) {
      parts.push_back({stretch.begin + length * i / count, stretch.begin + length * (i + 1) / count});
    }
    return parts;
  }

  void keep_own(const Stretch& stretch, std::vector<Stretch>& kept) {
    const auto parts = parts_of(stretch);
    std::vector<float> levels;
    for (const auto& part : parts) levels.push_back(level(channel_, part));
    const float loudest = *std::max_element(levels.begin(), levels.end());
    std::vector<Part> kinds;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      kinds.push_back(is_leak(parts[i], levels[i])   ? Part::leak
                      : levels[i] < loudest - kPause ? Part::pause
                                                     : Part::own);
    }
    if (std::ranges::find(kinds, Part::leak) == kinds.end()) {
      kept.push_back(stretch);
      return;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!belongs_to_own(kinds, i)) continue;
      if (!kept.empty() && kept.back().end == parts[i].begin && i > 0) {
        kept.back().end = parts[i].end;
      } else {
        kept.push_back(parts[i]);
      }
    }
  }

  /// A pause is kept beside what is the channel's own, since a soft end of a word may lie in it.
  static bool belongs_to_own(const std::vector<Part>& kinds, std::size_t i) {
    if (kinds[i] != Part::pause) return kinds[i] == Part::own;
    return (i > 0 && kinds[i - 1] == Part::own) || (i + 1 < kinds.size() && kinds[i + 1] == Part::own);
  }

  bool is_leak(const Stretch& part, float part_level) {
    const Stretch reach{part.begin > farthest_ ? part.begin - farthest_ : 0,
                        std::min(other_.size(), part.end + farthest_)};
    if (reach.end <= reach.begin || level(other_, reach) < part_level + settings_.quieter - kReachLoss)
      return false;
    const auto sound = coarse(channel_.subspan(part.begin, part.end - part.begin), factor_);
    const auto source = coarse(other_.subspan(reach.begin, reach.end - reach.begin), factor_);
    // Where in `source` the part's own time lies.
    const auto here = static_cast<std::ptrdiff_t>((part.begin - reach.begin) / factor_);
    for (const auto lag : lags_) {
      if (const auto match = best(sound, source, here + lag - kDrift, here + lag + kDrift)) {
        return is_quieter(part_level, match->source_level);
      }
    }
    if (searches_left_ == 0) return false;
    --searches_left_;
    const auto last = std::ssize(source) - std::ssize(sound);
    const auto match = best(sound, source, 0, last);
    if (!match || !is_quieter(part_level, match->source_level)) return false;
    lags_.push_back(match->position - here);
    return true;
  }

  bool is_quieter(float part_level, float source_level) const {
    return source_level >= part_level + settings_.quieter;
  }

  struct Match {
    std::ptrdiff_t position;
    float source_level;
  };

  /// Where between two places the source resembles the sound most, if it does so enough.
  std::optional<Match> best(const std::vector<float>& sound, const std::vector<float>& source,
                            std::ptrdiff_t first, std::ptrdiff_t last) const {
    first = std::max<std::ptrdiff_t>(first, 0);
    last = std::min(last, std::ssize(source) - std::ssize(sound));
    const double own = energy_of(sound);
    if (own <= 0) return std::nullopt;
    std::optional<Match> found;
    float most = settings_.correlation;
    for (auto position = first; position <= last; ++position) {
      const float* begin = source.data() + position;
      const double there = energy_of({begin, sound.size()});
      const float both = std::abs(product(sound.data(), begin, sound.size()));
      const auto correlation = static_cast<float>(both / std::sqrt(own * there + 1e-20));
      if (correlation < most) continue;
      most = correlation;
      found = Match{position, decibels(there / static_cast<double>(sound.size()))};
    }
    return found;
  }

  static float level(std::span<const float> samples, const Stretch& where) {
    const auto part = samples.subspan(where.begin, where.end - where.begin);
    return decibels(energy_of(part) / static_cast<double>(std::max<std::size_t>(1, part.size())));
  }

  /// What a sound loses on average over its part and the reach on both sides of it.
  static constexpr float kReachLoss = 4;  // dB

  std::span<const float> channel_;
  std::span<const float> other_;
  CrossTalkSettings settings_;
  std::size_t factor_;
  std::size_t farthest_;
  std::size_t part_;
  int searches_left_;
  std::vector<std::ptrdiff_t> lags_;  // found so far, in coarse samples
};

}  // namespace

std::vector<std::vector<Stretch>> without_cross_talk(const audio::Clip& clip,
                                                     std::vector<std::vector<Stretch>> speech,
                                                     const CrossTalkSettings& settings) {
  if (clip.channels.size() != 2 || speech.size() != 2 || clip.sample_rate < kCoarseRate) return speech;
  for (std::size_t i = 0; i < 2; ++i) {
    LeakSearch(clip.channels[i], clip.channels[1 - i], clip.sample_rate, settings).remove_from(speech[i]);
  }
  return speech;
}

}  // namespace kolog::speech
