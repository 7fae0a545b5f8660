// SPDX-License-Identifier: Apache-2.0
// Whether one condition of a rule holds for a call. Made once for a call; one thread.
#pragma once

#include <optional>
#include <vector>

#include "domain/insight.h"
#include "domain/insight_settings.h"
#include "insight/rules.h"
#include "insight/tokens.h"

namespace kolog::insight {

struct Finding {
  bool holds = false;
  std::vector<domain::Evidence> evidence = {};
};

class RuleConditions {
 public:
  explicit RuleConditions(const RuleInput& input);

  /// None: it cannot be told. `negated` is the caller's matter.
  std::optional<Finding> judge(const domain::Condition& condition) const;

 private:
  std::optional<Finding> judge(const domain::WordsCondition& words) const;
  std::optional<Finding> judge(const domain::FieldCondition& field) const;
  std::optional<Finding> judge(const domain::SilenceCondition& silence) const;
  std::optional<Finding> judge(const domain::DurationCondition& duration) const;
  std::optional<Finding> judge(const domain::TimeCondition& time) const;

  /// None: the words have no time.
  std::optional<bool> is_in_time(const domain::WordsCondition& words, const domain::Evidence& said) const;

  const RuleInput& input_;
  TokenisedTranscript text_;
};

}  // namespace kolog::insight
