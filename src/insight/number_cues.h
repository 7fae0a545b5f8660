// SPDX-License-Identifier: Apache-2.0
// Words that say what a number near them is: "my ID number is", "מה הטלפון שלך?". Any thread.
#pragma once

#include <vector>

#include "domain/redaction.h"
#include "insight/spoken_digits.h"

namespace kolog::insight {

/// Whether the number from `first` to `last` is announced as one of that kind, by whoever speaks: some words
/// before it, in the segments before its own too, or right after it. `segments` has the words of each
/// segment, which the words' `segment` counts.
bool is_announced(domain::SensitiveKind kind, const std::vector<std::vector<NumberWord>>& segments,
                  const NumberWord& first, const NumberWord& last);

}  // namespace kolog::insight
