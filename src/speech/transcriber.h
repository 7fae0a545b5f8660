// SPDX-License-Identifier: Apache-2.0
// A recording to a transcript. Implementations may be called from several threads at once.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "audio/clip.h"
#include "base/result.h"
#include "domain/transcript.h"

namespace kolog::speech {

struct TranscriptionRequest {
  audio::Clip clip;                          // any sample rate; each channel is transcribed by itself
  std::vector<domain::Speaker> speakers;     // one per channel
  std::optional<domain::Language> language;  // none: detected from the speech
  std::function<void(double)> on_progress;   // 0 to 1, never going back; may be empty
  std::stop_token stop;                      // asks for `cancelled` within a second or so
};

class Transcriber {
 public:
  virtual ~Transcriber() = default;

  /// No speech gives a transcript without segments. Segments are in the order of their starts over all
  /// channels.
  virtual Result<domain::Transcript> transcribe(const TranscriptionRequest& request) = 0;
};

}  // namespace kolog::speech
