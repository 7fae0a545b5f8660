// SPDX-License-Identifier: Apache-2.0
// The table `model_usage`: what a language model was asked for, by business and day (UTC).
#pragma once

#include <string_view>

#include "base/clock.h"
#include "database/database.h"

namespace kolog::store {

struct ModelUsage {
  long long requests = 0;
  long long input_tokens = 0;
  long long output_tokens = 0;

  long long tokens() const { return input_tokens + output_tokens; }
  bool operator==(const ModelUsage&) const = default;
};

class ModelUsageStore {
 public:
  explicit ModelUsageStore(database::Session& session) : session_(session) {}

  /// To what the business has used on that day. False if there is no such business.
  bool add(std::string_view business_id, Timestamp when, const ModelUsage& used);
  ModelUsage of_day(std::string_view business_id, Timestamp when);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
