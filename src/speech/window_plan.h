// SPDX-License-Identifier: Apache-2.0
// Which pieces of a recording are given to a speech model, one after the other, channel by channel. Any
// thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "audio/clip.h"
#include "base/result.h"
#include "domain/transcript.h"
#include "speech/voice_activity.h"

namespace kolog::speech {

/// What goes into one of Whisper's windows of 30 s, each of which costs the same.
enum class Windows {
  joined,  // as many neighbouring stretches of speech as fit
  single   // every stretch alone, for models that were trained on single utterances
};

struct Window {
  std::size_t channel = 0;
  Stretch samples;
};

struct WindowPlan {
  std::vector<std::vector<Stretch>> speech;  // for each channel
  std::vector<Window> windows;
  std::size_t samples = 0;  // in all windows

  /// The `count` longest stretches of all channels, the longest first.
  std::vector<Window> longest_stretches(std::size_t count) const;
};

/// The second of two identical channels has no speech of its own.
WindowPlan plan_windows(const audio::Clip& clip, const VoiceActivity& voice_activity, Windows how);

/// The window's samples at the rate that Whisper takes.
Result<std::vector<float>> samples_of(const Window& window, const audio::Clip& clip);

/// Moves segments that were timed from the window's beginning to where they are in the call, sets their
/// channel, and leaves out those that lie in the silence between two stretches, where a model may write what
/// nobody said.
void place(std::vector<domain::Segment>& segments, const Window& window, const WindowPlan& plan,
           int sample_rate);

}  // namespace kolog::speech
