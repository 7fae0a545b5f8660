// SPDX-License-Identifier: Apache-2.0
// Any bytes as a recording: they decode within the limits or are refused, damaged or not. What goes to
// another program is left at being recognised.
#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/byte_source.h"
#include "audio/container.h"
#include "audio/decode.h"

namespace {

void check(const kolog::Result<kolog::audio::Clip>& clip) {
  if (!clip) return;
  if (clip->damage && clip->damage->place_is_known && clip->damage->intact_until > clip->duration())
    __builtin_trap();
  for (const auto& channel : clip->channels) {
    if (channel.size() != clip->channels.front().size()) __builtin_trap();
    for (const float sample : channel) {
      if (!(sample >= -1.0F && sample <= 1.0F)) __builtin_trap();
    }
  }
  (void)kolog::audio::is_true_mono(*clip);
  if (kolog::audio::channels_that_carry(*clip).size() > clip->channels.size()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  kolog::audio::Limits limits;
  limits.duration = std::chrono::minutes{10};
  limits.samples = 1U << 22;
  limits.helper.ffmpeg = "/nonexistent";
  const auto bytes = std::as_bytes(std::span(data, size));
  using kolog::audio::Container;
  using kolog::audio::Damaged;
  const auto container = kolog::audio::recognise(kolog::audio::MemoryBytes(bytes));
  if (container == Container::mp4 || container == Container::amr || container == Container::matroska)
    return 0;
  check(kolog::audio::decode(bytes, limits));
  check(kolog::audio::decode_at(bytes, kolog::audio::kSpeechRate, limits, Damaged::salvaged));
  return 0;
}
