// SPDX-License-Identifier: Apache-2.0
#include "speech/token_loop.h"

#include <algorithm>
#include <cstddef>

namespace kolog::speech {
namespace {

constexpr std::size_t kLongestPhrase = 12;
constexpr std::size_t kTimes = 6;
/// Digits and single letters are repeated on purpose: 0000000.
constexpr std::size_t kFewestTokens = 12;

}  // namespace

bool ends_in_loop(std::span<const int> tokens) {
  for (std::size_t length = 1; length <= kLongestPhrase; ++length) {
    const auto needed = std::max(kFewestTokens, kTimes * length);
    if (tokens.size() < needed) continue;
    const auto tail = tokens.last(needed);
    if (std::equal(tail.begin() + static_cast<std::ptrdiff_t>(length), tail.end(), tail.begin())) return true;
  }
  return false;
}

}  // namespace kolog::speech
