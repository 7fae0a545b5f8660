// SPDX-License-Identifier: Apache-2.0
// In a two-channel call one side is often heard, quietly and late, in the other's channel as well: an echo,
// or a loudspeaker beside a microphone. A speech model would write it down a second time, as said by the
// wrong person. Any thread.
#pragma once

#include <chrono>
#include <vector>

#include "audio/clip.h"
#include "speech/voice_activity.h"

namespace kolog::speech {

/// A part of a channel is a leak if it is both much quieter than the other channel and the same sound. Either
/// alone is not enough: somebody may speak softly while the other shouts, and two people may say "yes" at
/// once.
struct CrossTalkSettings {
  float quieter = 12;        // dB; an echo that is louder would disturb the callers themselves
  float correlation = 0.7F;  // of 1; more than half of the part's energy is then the other channel's sound
  std::chrono::milliseconds farthest{
      300};  // between the channels, either way; ITU-T G.114 calls 400 unfit for talk
  std::chrono::milliseconds part{500};  // what is judged as one
  int searches =
      12;  // for the lag, each a millisecond or less; a call has one or two lags, and later parts try them
};

/// The stretches of each channel without what only leaked into it; what is left of a stretch keeps its
/// borders where it can. Clips of other than two channels are given back as they are.
std::vector<std::vector<Stretch>> without_cross_talk(const audio::Clip& clip,
                                                     std::vector<std::vector<Stretch>> speech,
                                                     const CrossTalkSettings& settings = {});

}  // namespace kolog::speech
