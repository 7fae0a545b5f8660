// SPDX-License-Identifier: Apache-2.0
#include "store/model_usage_store.h"

#include <string>

#include "database/query.h"

namespace kolog::store {

using database::Query;

namespace {

/// `2026-11-24`
std::string day_of(Timestamp when) {
  return format_database_time(when).substr(0, 10);
}

}  // namespace

bool ModelUsageStore::add(std::string_view business_id, Timestamp when, const ModelUsage& used) {
  const auto changed =
      Query(
          session_,
          "INSERT INTO model_usage (business_id, day, requests, input_tokens, output_tokens) "
          "SELECT id, :day, :requests, :input, :output FROM businesses WHERE id = :business "
          "ON CONFLICT (business_id, day) DO UPDATE SET requests = model_usage.requests + excluded.requests, "
          "input_tokens = model_usage.input_tokens + excluded.input_tokens, "
          "output_tokens = model_usage.output_tokens + excluded.output_tokens")
          .with("day", day_of(when))
          .with("requests", used.requests)
          .with("input", used.input_tokens)
          .with("output", used.output_tokens)
          .with("business", business_id)
          .run();
  return changed > 0;
}

ModelUsage ModelUsageStore::of_day(std::string_view business_id, Timestamp when) {
  ModelUsage used;
  Query(
      session_,
      "SELECT requests, input_tokens, output_tokens FROM model_usage WHERE business_id = :business AND day = "
      ":day")
      .with("business", business_id)
      .with("day", day_of(when))
      .into(used.requests, used.input_tokens, used.output_tokens)
      .next();
  return used;
}

}  // namespace kolog::store
