// SPDX-License-Identifier: Apache-2.0
#include "store/insight_settings_store.h"

#include <string>

#include <boost/json.hpp>

#include "database/query.h"
#include "domain/insight_settings_json.h"

namespace kolog::store {

namespace json = boost::json;
using database::Query;

StoredSettings InsightSettingsStore::find(std::string_view business_id) {
  StoredSettings stored;
  std::string text;
  Query query(session_, "SELECT settings, version FROM insight_settings WHERE business_id = :business");
  if (!query.with("business", business_id).into(text, stored.version).next()) return {};
  boost::system::error_code malformed;
  const auto parsed = json::parse(text, malformed);
  if (!malformed) stored.parts = domain::stored_parts(parsed);
  return stored;
}

domain::InsightSettings InsightSettingsStore::read(std::string_view business_id,
                                                   const domain::InsightSettings& defaults) {
  return with_defaults(find(business_id).parts, defaults);
}

Result<long long> InsightSettingsStore::save(std::string_view business_id,
                                             const domain::InsightSettingsParts& parts, long long before,
                                             Timestamp now) {
  const auto version = before + 1;
  Query query(session_,
              before == 0
                  ? "INSERT INTO insight_settings (business_id, settings, version, updated_at) VALUES "
                    "(:business, :settings, :version, :now) ON CONFLICT (business_id) DO NOTHING"
                  : "UPDATE insight_settings SET settings = :settings, version = :version, updated_at = :now "
                    "WHERE business_id = :business AND version = :before");
  query.with("business", business_id)
      .with("settings", json::serialize(domain::to_json(parts)))
      .with("version", version)
      .with("now", now);
  if (before != 0) query.with("before", before);
  if (query.run() == 0) {
    return failure(ErrorCode::settings_changed,
                   "Somebody else has changed the settings meanwhile: look at them again");
  }
  return version;
}

long long InsightSettingsStore::tokens_used(std::string_view business_id, Timestamp day) {
  long long tokens = 0;
  Query(session_,
        "SELECT COALESCE(SUM(input_tokens + output_tokens), 0) FROM model_usage WHERE business_id = "
        ":business AND day = :day")
      .with("business", business_id)
      .with("day", format_database_time(day).substr(0, std::string_view("2026-11-25").size()))
      .into(tokens)
      .next();
  return tokens;
}

}  // namespace kolog::store
