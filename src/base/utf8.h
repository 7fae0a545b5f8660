// SPDX-License-Identifier: Apache-2.0
// Text that came from outside as bytes: out of a model, or in a stranger's answer. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace kolog {

/// The text with every byte that belongs to no whole character (RFC 3629: overlong forms, surrogates and ends
/// cut off, too) replaced by U+FFFD, one for each broken sequence; NUL and other control characters but line
/// feed and tab are left out.
std::string valid_utf8(std::string_view bytes);

}  // namespace kolog
