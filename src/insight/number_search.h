// SPDX-License-Identifier: Apache-2.0
// Finds sensitive numbers in one speaker's words, whichever way the words can be read. Any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "domain/redaction.h"
#include "insight/spoken_digits.h"

namespace kolog::insight {

/// Words that belong to one number, from `begin` to one past `end`.
struct NumberMatch {
  domain::SensitiveKind kind = domain::SensitiveKind::phone;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Whether what is said around the words from `begin` to `end` announces a number of that kind.
using CueAround = std::function<bool(domain::SensitiveKind kind, std::size_t begin, std::size_t end)>;

/// Every match of every kind; they may overlap.
std::vector<NumberMatch> search_numbers(std::span<const NumberWord> words, const CueAround& cue_around);

}  // namespace kolog::insight
