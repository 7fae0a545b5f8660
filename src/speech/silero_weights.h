// SPDX-License-Identifier: Apache-2.0
// Silero's voice activity model, in the form that whisper.cpp reads, as it was built in. Any thread.
#pragma once

#include <cstddef>
#include <span>

namespace kolog::speech {

/// Nothing where the program was built without the model.
std::span<const std::byte> silero_weights();

}  // namespace kolog::speech
