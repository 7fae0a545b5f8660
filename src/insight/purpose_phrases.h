// SPDX-License-Identifier: Apache-2.0
// The families of phrases that say what a call is for, patterns (see phrase_patterns.h) separated by `|`.
// Constant; any thread.
#pragma once

#include <span>
#include <string_view>

namespace kolog::insight {

struct PurposeFamily {
  std::string_view name;
  std::string_view phrases;
};

std::span<const PurposeFamily> purpose_families();

}  // namespace kolog::insight
