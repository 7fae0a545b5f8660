// SPDX-License-Identifier: Apache-2.0
// Several recordings of one call, one after another in one file. Any thread.
#pragma once

#include <filesystem>
#include <span>

#include "audio/decode.h"
#include "base/result.h"

namespace kolog::audio {

/// Writes FLAC, so that nothing is lost a second time: the sample rate and the channels are the most that any
/// part has. A part of one channel among parts of two stands on the first, and the second is silent
/// meanwhile: on both it would be transcribed twice. `unsupported_media` if a part does not decode,
/// `storage_full` if there is no room.
Result<void> join(std::span<const std::filesystem::path> parts, const std::filesystem::path& into,
                  const Limits& limits = {});

}  // namespace kolog::audio
