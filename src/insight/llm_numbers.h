// SPDX-License-Identifier: Apache-2.0
// The numbers that words name, in digits or in Hebrew and English number words. Pure; any thread.
#pragma once

#include <set>
#include <span>
#include <string>

#include "insight/tokens.h"

namespace kolog::insight {

/// Each number by itself and put together: "three hundred and twenty" names 3, 100, 20 and 320.
std::set<long long> named_numbers(std::span<const Token> tokens);

/// All digits in a row, single digit words too: what somebody dictates a telephone number with.
std::string dictated_digits(std::span<const Token> tokens);

/// The digits of a text, and nothing else of it.
std::string digits_of(std::string_view text);

}  // namespace kolog::insight
