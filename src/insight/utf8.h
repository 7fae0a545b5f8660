// SPDX-License-Identifier: Apache-2.0
// UTF-8 read one code point at a time. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kolog::insight {

/// The code point at `position`, which moves past it; negative for bytes that are no UTF-8.
std::int32_t next_code_point(std::string_view text, std::size_t& position);

}  // namespace kolog::insight
