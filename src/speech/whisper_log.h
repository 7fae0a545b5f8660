// SPDX-License-Identifier: Apache-2.0
// Where what whisper.cpp says goes: warnings and errors to our log, the rest nowhere. Any thread.
#pragma once

namespace kolog::speech {

/// Once for the whole program, however often it is called. Before the first use of whisper.cpp.
void forward_whisper_log();

}  // namespace kolog::speech
