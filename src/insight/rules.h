// SPDX-License-Identifier: Apache-2.0
// Which of a business's rules hold for a call, and what they go by. Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/call_tag.h"
#include "domain/insight.h"
#include "domain/insight_settings.h"
#include "domain/transcript.h"

namespace kolog::insight {

/// A view: all of it outlives the evaluation.
struct RuleInput {
  const domain::Transcript& transcript;       // what was said: a person's text where there is one
  const std::vector<domain::Segment>& heard;  // when somebody spoke: the recording's segments
  const domain::Insight& insight;             // a person's values in place of the machine's
  std::optional<std::chrono::milliseconds> duration = std::nullopt;  // of the call
  std::optional<Timestamp> started_at = std::nullopt;
  std::string time_zone = "Asia/Jerusalem";
};

/// The tags of the enabled rules that hold, in the rules' order, each with the evidence of its conditions. A
/// condition that cannot be told (the transcript has no times, say) holds neither as it is nor turned round.
/// Rules that make no sense hold for nothing.
std::vector<domain::CallTag> tags_of(const std::vector<domain::TagRule>& rules, const RuleInput& input,
                                     Timestamp now);

}  // namespace kolog::insight
