// SPDX-License-Identifier: Apache-2.0
// The tables of words behind the taxonomy, each by service, phrases separated by `|`. Constant; any thread.
#pragma once

#include <span>

#include "insight/taxonomy.h"

namespace kolog::insight {

/// Names of the trade, the worker and the job: plain phrases.
std::span<const Symptom> hebrew_keywords();
std::span<const Symptom> english_keywords();

/// What is wrong or wanted: patterns, see phrase_patterns.h.
std::span<const Symptom> hebrew_symptoms();
std::span<const Symptom> english_symptoms();

}  // namespace kolog::insight
