// SPDX-License-Identifier: Apache-2.0
// What a file has lost, and the silence in its place, handed out block by block. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audio/clip.h"

namespace kolog::audio {

class Losses {
 public:
  /// So many frames are missing after `frame`, which counts silence that was handed out before too.
  void lose(std::uint64_t frame, std::uint64_t frames);
  /// `frame` is the last that is there.
  void break_off(std::uint64_t frame);

  bool is_silent() const { return silence_ > 0; }
  std::span<const float> next_silence(int channels);
  std::optional<Damage> damage(int sample_rate) const;

 private:
  std::optional<std::uint64_t> first_;
  std::uint64_t lost_ = 0;
  std::uint64_t silence_ = 0;  // of what is lost, not handed out yet
  bool breaks_off_ = false;
  std::vector<float> zeros_;
};

}  // namespace kolog::audio
