// SPDX-License-Identifier: Apache-2.0
// What tools/insight-model learned from the labelled calls, line by line, built in from the .tsv files beside
// this header. Constant; any thread.
#pragma once

#include <span>

namespace kolog::insight {

std::span<const char* const> intent_words();
std::span<const char* const> outcome_words();
std::span<const char* const> urgency_words();
std::span<const char* const> service_words();
std::span<const char* const> service_weights();
std::span<const char* const> city_weights();

}  // namespace kolog::insight
