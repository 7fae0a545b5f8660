// SPDX-License-Identifier: Apache-2.0
// Where somebody speaks in one channel. What is not found here never reaches a speech model, which would make
// words out of silence. Implementations may be called from several threads at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace kolog::speech {

/// Samples [begin, end) of a channel.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool operator==(const Stretch&) const = default;
};

/// When in its channel a sample is heard.
constexpr std::chrono::milliseconds time_of(std::size_t sample, int sample_rate) {
  return std::chrono::milliseconds{static_cast<long long>(sample) * 1000 / sample_rate};
}

class VoiceActivity {
 public:
  virtual ~VoiceActivity() = default;
  /// In order, not overlapping, none longer than a speech model's window takes.
  virtual std::vector<Stretch> find(std::span<const float> samples, int sample_rate) const = 0;
};

/// Speech is what stands out of the channel's own noise and changes its level all the time: steady noise,
/// hum and ringing tones do not.
class EnergyVoiceActivity final : public VoiceActivity {
 public:
  struct Settings {
    float onset_over_noise = 10;             // dB
    float offset_over_noise = 6;             // dB; below it a stretch may end
    float lowest_level = -52;                // dB of full scale: nothing below it is speech
    float smallest_level_change = 2.5F;      // dB between the quartiles of a stretch: a tone has less
    std::chrono::milliseconds silence{600};  // that ends a stretch
    std::chrono::milliseconds shortest{120};
    std::chrono::milliseconds padding{200};
    std::chrono::milliseconds longest{28'000};
  };

  EnergyVoiceActivity() = default;
  explicit EnergyVoiceActivity(Settings settings) : settings_(settings) {}

  std::vector<Stretch> find(std::span<const float> samples, int sample_rate) const override;

  /// Gets what stands out, with its exact borders, of any length; gives what of it is speech, in order.
  using Judge = std::function<std::vector<Stretch>(std::vector<Stretch> candidates)>;
  /// As `find`, but what somebody else takes for speech is padded and split.
  std::vector<Stretch> find_judged(std::span<const float> samples, int sample_rate, const Judge& judge) const;

 private:
  Settings settings_;
};

}  // namespace kolog::speech
