// SPDX-License-Identifier: Apache-2.0
// Recordings to samples: WAV (PCM, µ-law, A-law), MP3, FLAC, Ogg, and with the program ffmpeg MP4 (M4A), AMR
// and WebM. What a file is, its bytes say and not its name. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "audio/clip.h"
#include "base/result.h"
#include "domain/recording.h"

namespace kolog::audio {

/// What the process that decodes what libsndfile cannot may cost.
struct HelperLimits {
  std::string ffmpeg = "ffmpeg";                         // a path, or a name to be found on PATH
  std::chrono::seconds time = std::chrono::minutes{10};  // on the clock as well as on the processor
  std::uint64_t memory = 1ULL << 30;                     // bytes of address space
};

/// What a recording may cost, whatever its header says. Beyond it: `payload_too_large`.
struct Limits {
  int channels = 8;
  std::chrono::seconds duration = std::chrono::hours{12};
  std::uint64_t samples =
      1ULL << 29;  // kept at once, over all channels: 2 GiB, 9 hours of a two-channel call
  HelperLimits helper{};
};

inline constexpr int kSpeechRate = 16'000;  // Hz: what is given to speech recognition

/// What to do with a file that breaks off or is damaged in the middle.
enum class Damaged {
  refused,  // `unsupported_media`: what is fetched must be whole, and can be fetched again
  salvaged  // a clip of what is intact, with `Clip::damage`
};

/// Decodes the file at its own sample rate. `unsupported_media` if the bytes are no audio, or are damaged and
/// that is refused, or need ffmpeg, which is not there.
Result<Clip> decode(const std::filesystem::path& path, const Limits& limits = {},
                    Damaged damaged = Damaged::refused);
Result<Clip> decode(std::span<const std::byte> bytes, const Limits& limits = {},
                    Damaged damaged = Damaged::refused);

/// The same at another sample rate, without keeping the samples of the file's own. What was heard at a time
/// is heard at the same time.
Result<Clip> decode_at(const std::filesystem::path& path, int sample_rate, const Limits& limits = {},
                       Damaged damaged = Damaged::refused);
Result<Clip> decode_at(std::span<const std::byte> bytes, int sample_rate, const Limits& limits = {},
                       Damaged damaged = Damaged::refused);

/// Decodes all of the file without keeping it: what it is, and that it is whole.
Result<domain::RecordingProbe> probe(const std::filesystem::path& path, const Limits& limits = {});

/// The clip at another sample rate; each channel by itself.
Result<Clip> resample(const Clip& clip, int sample_rate);
Result<std::vector<float>> resample(std::span<const float> samples, int from_rate, int to_rate);

/// Whether a two-channel clip is one channel in truth: both the same, or one of them empty. To transcribe
/// both would say everything twice, or invent words for silence.
bool is_true_mono(const Clip& clip);
/// Whether both channels of two carry the same, also where a lossy coder has treated each by itself.
bool channels_are_identical(const Clip& clip);
/// The channels that carry something which no earlier one carries, in their order; none where all is silent.
std::vector<std::size_t> channels_that_carry(const Clip& clip);

}  // namespace kolog::audio
