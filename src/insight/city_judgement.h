// SPDX-License-Identifier: Apache-2.0
// Which of the places that a call names is where the job is, and how sure that is. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "insight/call_context.h"
#include "insight/mentions.h"

namespace kolog::insight {

/// A move and a tow go from somewhere to somewhere: the job is where they begin.
enum class JobKind { at_a_place, journey };

struct Destination {
  std::size_t place = 0;
  PhraseMatch evidence;
};

struct CityJudgement {
  std::size_t place = 0;  // index into gazetteer_rows()
  double confidence = 0;
  PhraseMatch evidence;
  std::optional<Destination> destination;  // of a journey
};

std::optional<CityJudgement> judge_cities(const CallContext& call, const std::vector<PlaceMention>& mentions,
                                          JobKind job);

}  // namespace kolog::insight
