// SPDX-License-Identifier: Apache-2.0
// Names a window for a `WindowJournal`. Any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kolog::speech {

/// The same for the same samples under the same circumstances only: `circumstances` is whatever else the text
/// depends on. 32 hexadecimal digits (BLAKE2b).
std::string window_key(std::string_view circumstances, std::span<const float> samples);

}  // namespace kolog::speech
