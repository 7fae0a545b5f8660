// SPDX-License-Identifier: Apache-2.0
// Speech in two steps: what stands out by its energy is judged by a network that knows voices from music,
// ringing and noise. The energy gives the borders, the network says yes or no, and listens no longer than it
// must. It hears a channel's candidates as one stream: its memory of music keeps it from taking more of it
// for a voice. May be called from several threads at once.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "speech/speech_network.h"
#include "speech/voice_activity.h"

namespace kolog::speech {

/// For audio at 16 kHz, or at 8 kHz, which is brought to 16 for the network. At other rates, and where the
/// network fails, candidates are kept unjudged: a word that is lost is worse than a second of music.
class SileroVoiceActivity final : public VoiceActivity {
 public:
  struct Settings {
    /// Looser than the detector's own: its mistakes are mended here.
    EnergyVoiceActivity::Settings candidates{
        .onset_over_noise = 6, .offset_over_noise = 4, .lowest_level = -62, .smallest_level_change = 1};
    float threshold = 0.5F;  // of the network's probability: its authors' own
    int enough = 4;          // windows of 32 ms above it, which make a piece speech: a short "yes" has five
    /// Windows in which the network still thinks of the piece before: not counted where there are more.
    int warm_up = 4;
    int probe = 8;                           // windows that are heard at a time, until there is enough
    std::chrono::milliseconds piece{2'000};  // what is judged as one: music within talk is as exact
  };

  /// The network must outlive this.
  explicit SileroVoiceActivity(const SpeechNetwork& network) : SileroVoiceActivity(network, Settings()) {}
  SileroVoiceActivity(const SpeechNetwork& network, Settings settings)
      : network_(network), settings_(settings), energy_(settings.candidates) {}

  std::vector<Stretch> find(std::span<const float> samples, int sample_rate) const override;

 private:
  std::vector<Stretch> judged(std::span<const float> samples, int sample_rate,
                              std::vector<Stretch> candidates) const;
  Result<bool> is_speech(SpeechListener& listener, std::span<const float> samples, int sample_rate) const;

  const SpeechNetwork& network_;
  Settings settings_;
  EnergyVoiceActivity energy_;
};

/// At twice the rate, by a band-limited interpolation.
std::vector<float> at_twice_the_rate(std::span<const float> samples);

}  // namespace kolog::speech
