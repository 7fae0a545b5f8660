// SPDX-License-Identifier: Apache-2.0
// The JSON form of what a business has set, the same in the API and the database. Any thread.
#pragma once

#include <boost/json/object.hpp>

#include "base/result.h"
#include "domain/insight_settings.h"
#include "domain/insight_settings_parts.h"

namespace kolog::domain {

/// `{"services","fields","thresholds","redaction","rules","model":{"enabled","daily_tokens"}}`
boost::json::object to_json(const InsightSettings& settings);
/// The parts that are set, and no others.
boost::json::object to_json(const InsightSettingsParts& parts);

/// What people send: a part replaces the whole part, null takes it away, what is not named stays. Keys that
/// are no parts are left alone. Everything that is not as it should be is `invalid_request`, with a sentence
/// for each of the first mistakes that names the item. Whether it makes sense, `check` says.
Result<InsightSettingsParts> changed(InsightSettingsParts parts, const boost::json::object& change);

/// What is stored: an item that cannot be read is left out, a rule with all its conditions.
InsightSettingsParts stored_parts(const boost::json::value& value);

}  // namespace kolog::domain
