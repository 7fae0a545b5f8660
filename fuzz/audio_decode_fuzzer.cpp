// SPDX-License-Identifier: Apache-2.0
// Any bytes as a recording: they decode within the limits or are refused.
#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/decode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  kolog::audio::Limits limits;
  limits.duration = std::chrono::minutes{10};
  limits.samples = 1U << 22;
  const auto clip = kolog::audio::decode(std::as_bytes(std::span(data, size)), limits);
  if (!clip) return 0;
  for (const auto& channel : clip->channels) {
    if (channel.size() != clip->channels.front().size()) __builtin_trap();
    for (const float sample : channel) {
      if (!(sample >= -1.0F && sample <= 1.0F)) __builtin_trap();
    }
  }
  (void)kolog::audio::is_true_mono(*clip);
  return 0;
}
