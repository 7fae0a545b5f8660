// SPDX-License-Identifier: Apache-2.0
// What was promised at the end of a call, and for when. Built once; then any thread.
#pragma once

#include <optional>

#include "domain/insight.h"
#include "insight/call_context.h"
#include "insight/local_time.h"
#include "insight/spoken_moment.h"

namespace kolog::insight {

class ClosingReader {
 public:
  /// The promise that the outcome tells of: a visit, a call back; none for other outcomes. Without `now` a
  /// promise has no due time.
  std::optional<domain::FollowUp> follow_up(const CallContext& call, domain::Outcome outcome,
                                            const std::optional<LocalTime>& now) const;

 private:
  domain::FollowUp visit(const CallContext& call, const std::vector<SpokenMoment>& moments) const;
  domain::FollowUp call_back(const CallContext& call, const std::vector<SpokenMoment>& moments) const;

  MomentReader moments_;
};

}  // namespace kolog::insight
