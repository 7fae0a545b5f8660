// SPDX-License-Identifier: Apache-2.0
// Unguessable identifiers and tokens from the kernel's random source. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kolog {

/// `count` bytes from getrandom(2).
std::vector<unsigned char> random_bytes(std::size_t count);

/// `prefix` followed by 26 lower-case base-32 characters (130 random bits): `biz_7k3…`.
std::string new_id(std::string_view prefix);

/// `prefix` followed by 52 base-32 characters (260 random bits), for secrets that are shown once.
std::string new_token(std::string_view prefix);

}  // namespace kolog
