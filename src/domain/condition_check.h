// SPDX-License-Identifier: Apache-2.0
// Whether a rule's condition can ever be told, given what else a business has set. Any thread.
#pragma once

#include <string_view>

#include "domain/insight_settings.h"
#include "domain/insight_settings_check.h"
#include "domain/settings_mistakes.h"

namespace kolog::domain {

struct ConditionCheck {
  const InsightSettings& settings;
  const InsightLimits& limits;
  SettingsMistakes& mistakes;

  void check(const Condition& condition, std::string_view item) const;
};

/// In code points: what people count, but for accents.
std::size_t characters(std::string_view utf8_text);
bool is_blank(std::string_view text);

}  // namespace kolog::domain
