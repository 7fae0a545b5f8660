// SPDX-License-Identifier: Apache-2.0
// Notices while a text is being written that it has begun to repeat itself. Any thread.
#pragma once

#include <span>

namespace kolog::speech {

/// Whether the last tokens are one to twelve that stand there six times running: more often than people
/// repeat themselves, and before a loop has cost much.
bool ends_in_loop(std::span<const int> tokens);

}  // namespace kolog::speech
