// SPDX-License-Identifier: Apache-2.0
// What a business has set itself, part by part: a part that is none is the installation's default.
#pragma once

#include <optional>
#include <vector>

#include "domain/insight_settings.h"

namespace kolog::domain {

struct InsightSettingsParts {
  std::optional<Taxonomy> services = std::nullopt;
  std::optional<std::vector<CustomField>> fields = std::nullopt;
  std::optional<Thresholds> thresholds = std::nullopt;
  std::optional<RedactionPolicy> redaction = std::nullopt;
  std::optional<std::vector<TagRule>> rules = std::nullopt;
  std::optional<ModelUse> model = std::nullopt;

  bool operator==(const InsightSettingsParts&) const = default;
};

inline InsightSettings with_defaults(const InsightSettingsParts& parts, const InsightSettings& defaults) {
  return {.services = parts.services.value_or(defaults.services),
          .fields = parts.fields.value_or(defaults.fields),
          .thresholds = parts.thresholds.value_or(defaults.thresholds),
          .redaction = parts.redaction.value_or(defaults.redaction),
          .rules = parts.rules.value_or(defaults.rules),
          .model = parts.model.value_or(defaults.model)};
}

}  // namespace kolog::domain
