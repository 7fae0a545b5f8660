// SPDX-License-Identifier: Apache-2.0
// The place that a language model named, and whether its quote names it too. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "insight/call_context.h"
#include "insight/mentions.h"

namespace kolog::insight {

/// Index into gazetteer_rows(), of a place by any of its spellings in either language, alone or behind "in".
/// None for what is no place, or several.
std::optional<std::size_t> resolved_place(const PlaceLexicon& places, std::string_view name);

/// Whether the words of the call name the place as one: not a street's or a person's name, not denied. A name
/// that is also a word counts behind "in", "from" and the like, or as an answer by itself.
bool names_place(const PlaceLexicon& places, const CallContext& call, const PhraseMatch& words,
                 std::size_t place);

}  // namespace kolog::insight
