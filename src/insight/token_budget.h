// SPDX-License-Identifier: Apache-2.0
// What a business may spend on a language model in a day, and what it has spent. Implementations may be
// called from any thread.
#pragma once

#include <optional>
#include <string>

namespace kolog::insight {

struct TokenUse {
  long long input = 0;
  long long output = 0;

  bool operator==(const TokenUse&) const = default;
};

class TokenBudget {
 public:
  virtual ~TokenBudget() = default;

  /// Whether the business may ask once more today; `own_limit` is what it has set for a day. False as well
  /// where that cannot be told.
  virtual bool may_spend(const std::string& business_id, std::optional<long long> own_limit) = 0;

  /// One request.
  virtual void spent(const std::string& business_id, const TokenUse& use) = 0;
};

}  // namespace kolog::insight
