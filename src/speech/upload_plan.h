// SPDX-License-Identifier: Apache-2.0
// Which pieces of a recording are sent to a speech server, one after the other, channel by channel. Any
// thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "audio/clip.h"
#include "speech/voice_activity.h"

namespace kolog::speech {

struct UploadPart {
  std::size_t channel = 0;
  Stretch samples;              // at the clip's own rate
  std::vector<Stretch> speech;  // within them, also from the channel's beginning
};

/// Cut where nobody speaks, each part as long as it may be: from its first word to its last. A channel
/// without speech, or the second of two that are identical, has no part. A stretch of speech that is larger
/// than an upload may be is cut anyhow.
std::vector<UploadPart> plan_uploads(const audio::Clip& clip, const VoiceActivity& voice_activity,
                                     std::uint64_t maximum_upload_bytes);

}  // namespace kolog::speech
