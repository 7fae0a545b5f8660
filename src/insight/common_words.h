// SPDX-License-Identifier: Apache-2.0
// Everyday words that lie one letter from a place or a trade and are never a misspelling of it. Any thread.
#pragma once

#include <string_view>

namespace kolog::insight {

bool is_common_word(std::u16string_view folded_word);

}  // namespace kolog::insight
