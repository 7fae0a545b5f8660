// SPDX-License-Identifier: Apache-2.0
// The services that a business offers until it says otherwise, and what people complain of when they need
// one. Constant; any thread.
#pragma once

#include <span>
#include <string_view>

#include "domain/insight_settings.h"

namespace kolog::insight {

/// 22 home services with their names and keywords in Hebrew and English.
const domain::Taxonomy& default_taxonomy();

/// What holds for a business that has set nothing.
const domain::InsightSettings& default_settings();

/// What is wrong, rather than who is wanted: "a leak" asks for a plumber unless somebody else is asked for.
struct Symptom {
  std::string_view service;  // id
  std::string_view phrases;  // patterns (phrase_patterns.h), separated by `|`
};

std::span<const Symptom> symptoms();

/// Things that a service may be about: alone they say little.
std::span<const Symptom> hints();

/// Trades and shops that are not in the taxonomy, separated by `|`.
std::string_view other_trades();

}  // namespace kolog::insight
