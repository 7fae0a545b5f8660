// SPDX-License-Identifier: Apache-2.0
// Which pieces of a recording are given to a speech model together, and where in the call they were. Samples
// are at 16 kHz throughout, which is what Whisper takes. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

#include "audio/clip.h"
#include "audio/decode.h"
#include "domain/transcript.h"
#include "speech/model_handling.h"
#include "speech/voice_activity.h"

namespace kolog::speech {

/// Speech of one channel, and where in its window it lies.
struct Piece {
  Stretch samples;         // of the channel
  std::size_t offset = 0;  // in the window

  std::size_t length() const { return samples.end - samples.begin; }
};

/// Up to 30 s of one channel, the long silences left out.
struct Window {
  std::size_t channel = 0;
  std::vector<Piece> pieces;  // never empty

  std::size_t length() const { return pieces.back().offset + pieces.back().length(); }
  /// Where in the call a moment of the window was. A moment on the border of two pieces is the later one's
  /// beginning.
  std::chrono::milliseconds in_call(std::chrono::milliseconds moment) const;
  /// The piece that a moment of the window lies in.
  std::size_t piece_at(std::chrono::milliseconds moment) const;
};

struct WindowPlan {
  std::vector<std::vector<Stretch>> speech;  // for each channel
  std::vector<Window> windows;               // the longest first, so that lanes of work end together
  std::size_t samples = 0;                   // in all windows

  /// Windows of one piece each: the `count` longest stretches of all channels, the longest first.
  std::vector<Window> longest_stretches(std::size_t count) const;
};

/// `speech` as voice activity found it, for each channel.
WindowPlan plan_windows(std::vector<std::vector<Stretch>> speech, const ModelHandling& handling);

std::vector<float> samples_of(const Window& window, const audio::Clip& clip);

/// Moves words from the window's time to the call's. A segment that runs over several pieces is divided, for
/// what is between them was cut out; each part takes its times from its words. One without words is moved as
/// it is.
std::vector<domain::Segment> place(const domain::Segment& segment, const Window& window);

/// Whether a segment touches speech of its channel; text that does not is nobody's.
bool touches_speech(const domain::Segment& segment, const WindowPlan& plan);

}  // namespace kolog::speech
