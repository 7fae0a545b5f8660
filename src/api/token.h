// SPDX-License-Identifier: Apache-2.0
// Session tokens and API keys: random enough that a plain hash keeps them. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace kolog::api {

inline constexpr std::string_view kApiKeyPrefix = "kolog_";

/// SHA-256 in hexadecimal: what the database keeps of a token.
std::string token_hash(std::string_view token);

/// Takes the same time wherever the texts differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace kolog::api
