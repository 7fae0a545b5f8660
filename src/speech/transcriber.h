// SPDX-License-Identifier: Apache-2.0
// A recording to a transcript. Implementations may be called from several threads at once.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "audio/clip.h"
#include "base/result.h"
#include "domain/transcript.h"

namespace kolog::speech {

/// What came of one window of speech: a part of the recording that is given to the model at once.
struct WindowText {
  std::vector<domain::Segment> segments;        // times of the call
  std::vector<domain::DroppedSegment> dropped;  // the same
};

/// Remembers finished windows, so that a transcription that was interrupted goes on where it stood. One
/// recording's; called from several threads at once.
class WindowJournal {
 public:
  virtual ~WindowJournal() = default;
  /// `window` names the piece of audio and everything that its text depends on, the model too.
  virtual std::optional<WindowText> find(const std::string& window) = 0;
  /// A window that cannot be kept costs its time again, and nothing else: errors are the journal's own.
  virtual void save(const std::string& window, const WindowText& text) = 0;
};

struct TranscriptionRequest {
  audio::Clip clip;                          // any sample rate; each channel is transcribed by itself
  std::vector<domain::Speaker> speakers;     // one per channel
  std::optional<domain::Language> language;  // none: detected from the speech
  std::optional<domain::Language> language_if_unsure;  // taken when that is not clear; none: the likelier one
  std::function<void(double)> on_progress;             // 0 to 1, never going back; may be empty
  std::stop_token stop;                                // asks for `cancelled` within a second or so
  WindowJournal* journal = nullptr;                    // none: nothing is remembered
};

class Transcriber {
 public:
  virtual ~Transcriber() = default;

  /// No speech gives a transcript without segments. Segments are in the order of their starts over all
  /// channels.
  virtual Result<domain::Transcript> transcribe(const TranscriptionRequest& request) = 0;
};

}  // namespace kolog::speech
