// SPDX-License-Identifier: Apache-2.0
// Decoded audio: one vector of samples per channel, -1 to 1, all of the same length; and what is wrong with
// the file that it came from.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace kolog::audio {

/// What a damaged file lacks. Where a stretch in the middle is lost, the clip is silent for as long, so that
/// what follows keeps its time.
struct Damage {
  std::chrono::milliseconds intact_until{};  // nothing is missing before
  std::chrono::milliseconds silenced{};      // lost stretches that are silent in the clip, all together
  bool breaks_off = false;                   // the end is missing
  bool place_is_known = true;                // without it, `intact_until` says nothing
};

struct Clip {
  int sample_rate = 0;  // Hz
  std::vector<std::vector<float>> channels;
  std::optional<Damage> damage = std::nullopt;  // only where the caller asked for what is intact

  std::chrono::milliseconds duration() const {
    if (channels.empty() || sample_rate == 0) return std::chrono::milliseconds{0};
    return std::chrono::milliseconds{static_cast<long long>(channels.front().size()) * 1000 / sample_rate};
  }
};

/// What is missing, as the rest of a sentence: `only its first 12.3 s could be read`.
std::string in_words(const Damage& damage);

}  // namespace kolog::audio
