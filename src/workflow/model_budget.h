// SPDX-License-Identifier: Apache-2.0
// What businesses may spend on a language model, kept in the database, so that all processes count together.
// A day is UTC's. Any thread.
#pragma once

#include "base/clock.h"
#include "database/database.h"
#include "insight/token_budget.h"

namespace kolog::workflow {

class ModelBudget final : public insight::TokenBudget {
 public:
  struct Settings {
    long long daily_tokens = 200'000;  // of one business, whatever it sets itself
  };

  /// Database and clock outlive it.
  ModelBudget(Settings settings, database::Database& database, const Clock& clock)
      : settings_(settings), database_(database), clock_(clock) {}

  /// Until the lower of the two limits is reached: the request that reaches it may go beyond.
  bool may_spend(const std::string& business_id, std::optional<long long> own_limit) override;
  void spent(const std::string& business_id, const insight::TokenUse& use) override;

 private:
  const Settings settings_;
  database::Database& database_;
  const Clock& clock_;
};

}  // namespace kolog::workflow
