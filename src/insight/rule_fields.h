// SPDX-License-Identifier: Apache-2.0
// What a rule's `field` stands for in a call, and how it is compared. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/insight.h"
#include "domain/insight_settings.h"

namespace kolog::insight {

struct FieldValue {
  std::string text = {};  // empty: there is none
  std::optional<domain::Evidence> evidence = std::nullopt;
};

FieldValue field_value(const domain::Insight& insight, std::string_view field);

/// Text is compared word by word, without regard to case, points, punctuation and Hebrew's two spellings;
/// numbers as numbers. An empty value is nothing, and so it `is_not` anything.
bool compare(const FieldValue& value, const domain::FieldCondition& condition);

}  // namespace kolog::insight
