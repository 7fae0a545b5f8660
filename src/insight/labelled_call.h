// SPDX-License-Identifier: Apache-2.0
// Calls for which people wrote down what there is to understand: what the engines are measured by.
// tests/data/understanding/README.md describes the form. Any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/insight.h"
#include "domain/transcript.h"

namespace kolog::insight {

struct LabelledCall {
  std::string id;
  domain::Transcript transcript;
  std::optional<std::string> service;  // none: nothing is asked for
  std::optional<std::string> city;
  // What follows is none where the label does not say.
  std::optional<domain::Intent> intent;
  std::optional<domain::Outcome> outcome;
  std::optional<domain::Urgency> urgency;
  std::optional<Timestamp> started_at;
  std::optional<std::optional<std::string>> due;  // inner none: nothing was promised; empty: at no said time
  std::optional<std::map<std::string, std::string>> fields;
  std::vector<std::string> hard;  // the traps it holds
};

/// JSON, one call a line; empty lines are skipped. A mistake names its line.
Result<std::vector<LabelledCall>> read_labelled_calls(std::string_view lines, std::string_view time_zone);

}  // namespace kolog::insight
