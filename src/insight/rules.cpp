// SPDX-License-Identifier: Apache-2.0
#include "insight/rules.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "insight/rule_conditions.h"

namespace kolog::insight {
namespace {

using domain::CallTag;
using domain::Condition;
using domain::TagRule;

/// What the condition comes to, turned round where it is negated; a negation has nothing to show.
Finding judged(const RuleConditions& conditions, const Condition& condition) {
  auto finding = conditions.judge(condition);
  if (!finding) return {};
  if (condition.negated) return {!finding->holds, {}};
  return *std::move(finding);
}

/// The evidence where the rule holds.
std::optional<std::vector<domain::Evidence>> evidence_for(const TagRule& rule,
                                                          const RuleConditions& conditions) {
  if (!rule.enabled || rule.conditions.empty()) return std::nullopt;
  const bool any = rule.matching == domain::Matching::any;
  bool holds = !any;
  std::vector<domain::Evidence> evidence;
  for (const auto& condition : rule.conditions) {
    auto finding = judged(conditions, condition);
    if (!finding.holds && !any) return std::nullopt;
    if (!finding.holds) continue;
    holds = true;
    std::ranges::move(finding.evidence, std::back_inserter(evidence));
  }
  if (!holds) return std::nullopt;
  return evidence;
}

}  // namespace

std::vector<CallTag> tags_of(const std::vector<TagRule>& rules, const RuleInput& input, Timestamp now) {
  std::vector<CallTag> tags;
  if (rules.empty()) return tags;
  const RuleConditions conditions(input);
  for (const auto& rule : rules) {
    if (auto evidence = evidence_for(rule, conditions)) {
      tags.push_back({rule.id, rule.name, *std::move(evidence), now});
    }
  }
  return tags;
}

}  // namespace kolog::insight
