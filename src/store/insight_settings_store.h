// SPDX-License-Identifier: Apache-2.0
// The table `insight_settings`: what a business has set about how its calls are understood.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "database/database.h"
#include "domain/insight_settings_parts.h"

namespace kolog::store {

struct StoredSettings {
  domain::InsightSettingsParts parts;
  long long version = 0;  // 0: the business has set nothing
};

class InsightSettingsStore {
 public:
  explicit InsightSettingsStore(database::Session& session) : session_(session) {}

  StoredSettings find(std::string_view business_id);

  /// The business's settings with the defaults filled in.
  domain::InsightSettings read(std::string_view business_id, const domain::InsightSettings& defaults);

  /// The new version; `settings_changed` where it is no longer the one that `before` says.
  Result<long long> save(std::string_view business_id, const domain::InsightSettingsParts& parts,
                         long long before, Timestamp now);

  /// What the business's calls took of the language model on that day (UTC), asked and answered.
  long long tokens_used(std::string_view business_id, Timestamp day);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
