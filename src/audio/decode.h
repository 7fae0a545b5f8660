// SPDX-License-Identifier: Apache-2.0
// Recordings to samples: WAV (PCM, µ-law, A-law), MP3, FLAC, Ogg. What a file is, its bytes say and not its
// name. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "audio/clip.h"
#include "base/result.h"
#include "domain/recording.h"

namespace kolog::audio {

/// What a recording may cost, whatever its header says. Beyond it: `payload_too_large`.
struct Limits {
  int channels = 8;
  std::chrono::seconds duration = std::chrono::hours{12};
  std::uint64_t samples =
      1ULL << 29;  // kept at once, over all channels: 2 GiB, 9 hours of a two-channel call
};

/// Decodes the whole file at its own sample rate. `unsupported_media` if the bytes are no audio, break off
/// at once, or end before the header says.
Result<Clip> decode(const std::filesystem::path& path, const Limits& limits = {});
Result<Clip> decode(std::span<const std::byte> bytes, const Limits& limits = {});

/// Decodes all of the file without keeping it: what it is, and that it is whole.
Result<domain::RecordingProbe> probe(const std::filesystem::path& path, const Limits& limits = {});

/// The clip at another sample rate; each channel by itself.
Result<Clip> resample(const Clip& clip, int sample_rate);
Result<std::vector<float>> resample(std::span<const float> samples, int from_rate, int to_rate);

/// Whether a two-channel clip is one channel in truth: both the same, or one of them empty. To transcribe
/// both would say everything twice, or invent words for silence.
bool is_true_mono(const Clip& clip);
bool channels_are_identical(const Clip& clip);

}  // namespace kolog::audio
