// SPDX-License-Identifier: Apache-2.0
// A rule of a business's that holds for a call, and what it went by.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/insight.h"

namespace kolog::domain {

struct CallTag {
  std::string rule_id;
  std::string name;  // the rule's, on the day the call was tagged
  std::vector<Evidence> evidence = {};
  Timestamp tagged_at{};

  bool operator==(const CallTag&) const = default;
};

}  // namespace kolog::domain
