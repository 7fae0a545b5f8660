// SPDX-License-Identifier: Apache-2.0
// Damages a transcript as a speech recogniser does, so that it can be measured how much of it an engine
// bears: letters that sound alike, vowels written or not, words lost, doubled, run together and torn apart.
// Any thread; the same seed damages the same text alike.
#pragma once

#include <cstdint>

#include "domain/transcript.h"

namespace kolog::insight {

/// `word_errors`: of a hundred words, how many are damaged; 0 to 100. Words of the segments (with their
/// times) are dropped, since they no longer fit.
domain::Transcript damaged(const domain::Transcript& transcript, double word_errors, std::uint32_t seed);

}  // namespace kolog::insight
