// SPDX-License-Identifier: Apache-2.0
// Recordings to samples: WAV (PCM, µ-law, A-law), MP3, FLAC, Ogg. What a file is, its bytes say and not its
// name.
#pragma once

#include <filesystem>

#include "audio/clip.h"
#include "base/result.h"
#include "domain/recording.h"

namespace kolog::audio {

/// Decodes the whole file at its own sample rate. `unsupported_media` if the bytes are no audio or break off
/// at once.
Result<Clip> decode(const std::filesystem::path& path);

/// Decodes all of the file without keeping it: what it is, and that it is whole.
Result<domain::RecordingProbe> probe(const std::filesystem::path& path);

/// The clip at another sample rate; each channel by itself.
Result<Clip> resample(const Clip& clip, int sample_rate);

}  // namespace kolog::audio
