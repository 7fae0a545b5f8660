// SPDX-License-Identifier: Apache-2.0
// Where in a stretch the sound itself begins, pauses and ends: voice activity leaves some silence on both
// sides for the speech model's sake, and a model's own idea of a word's border is rough. Any thread.
#pragma once

#include <span>
#include <vector>

#include "domain/transcript.h"
#include "speech/voice_activity.h"

namespace kolog::speech {

/// The parts of `stretch` that sound, in order, to 10 ms: what comes within 30 dB of its loud parts, pauses
/// shorter than 120 ms included. All of it where nothing stands out. Samples are the channel's, at 16 kHz.
std::vector<Stretch> sounding_parts(std::span<const float> channel, const Stretch& stretch);

/// Words and segments that lie in the stretch take the borders of its sound: the first word begins with it
/// and the last one ends with it, and two words that a pause lies between end and begin at the pause.
void align_with_sound(std::span<domain::Segment* const> segments, std::span<const float> channel,
                      const Stretch& stretch);

}  // namespace kolog::speech
