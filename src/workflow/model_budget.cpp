// SPDX-License-Identifier: Apache-2.0
#include "workflow/model_budget.h"

#include <algorithm>

#include "base/log.h"
#include "store/model_usage_store.h"

namespace kolog::workflow {

using database::Session;

bool ModelBudget::may_spend(const std::string& business_id, std::optional<long long> own_limit) {
  const auto limit = std::min(own_limit.value_or(settings_.daily_tokens), settings_.daily_tokens);
  if (limit <= 0) return false;
  const auto used = database_.read([&](Session& session) -> Result<long long> {
    return store::ModelUsageStore(session).of_day(business_id, clock_.now()).tokens();
  });
  if (used) return *used < limit;
  log::error("OFFLINE_EXTRACT", "what the language model has cost cannot be read",
             {{"business_id", business_id}, {"error", log::describe(used.error())}});
  return false;
}

void ModelBudget::spent(const std::string& business_id, const insight::TokenUse& use) {
  const auto kept = database_.transact([&](Session& session) -> Result<bool> {
    return store::ModelUsageStore(session).add(business_id, clock_.now(), {1, use.input, use.output});
  });
  if (!kept) {
    log::error("OFFLINE_EXTRACT", "what the language model has cost cannot be kept",
               {{"business_id", business_id}, {"error", log::describe(kept.error())}});
  }
}

}  // namespace kolog::workflow
