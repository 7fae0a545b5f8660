// SPDX-License-Identifier: Apache-2.0
// What speaks for and against each mention of a place as the one where the job is, as the choice model weighs
// it. Pure; any thread.
#pragma once

#include <vector>

#include "insight/call_context.h"
#include "insight/choice_model.h"
#include "insight/mentions.h"

namespace kolog::insight {

/// A move and a tow go from somewhere to somewhere: the job is where they begin, of a tow where the car stands.
enum class JobKind { at_a_place, move, tow };

/// One option a mention, in their order; `thing` is the place.
std::vector<Option> city_options(const CallContext& call, const std::vector<PlaceMention>& mentions,
                                 JobKind job);

/// Somebody goes there: of a journey that is where it ends.
bool is_destination(const CallContext& call, const PhraseMatch& match);

}  // namespace kolog::insight
