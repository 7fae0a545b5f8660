// SPDX-License-Identifier: Apache-2.0
// A copy of a recording in which stretches are replaced by a quiet tone, so that what was said there is not
// in the copy at all. Reads and writes block by block; any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "audio/decode.h"
#include "base/result.h"

namespace kolog::audio {

struct BeepSpan {
  std::optional<int> channel = std::nullopt;  // none, or one that there is not: all
  std::chrono::milliseconds start{};          // of the recording
  std::chrono::milliseconds stop{};
};

struct BeepTone {
  std::chrono::milliseconds padding{80};  // on both sides: when a word begins is known about that well
  std::chrono::milliseconds fade{10};     // of the tone, within what it replaces
  double frequency = 1000;                // Hz
  double loudness = 0.08;                 // of full scale
};

/// Writes the copy in the recording's own form where it can be written: WAV, FLAC, MP3, Ogg, and what is
/// lossless stays the same sample for sample outside of the spans; else in FLAC. The copy's content type.
/// `unsupported_media` if the recording does not decode, `storage_full` if there is no room.
Result<std::string> beep(const std::filesystem::path& recording, const std::filesystem::path& into,
                         std::span<const BeepSpan> spans, const BeepTone& tone = {},
                         const Limits& limits = {});

}  // namespace kolog::audio
