// SPDX-License-Identifier: Apache-2.0
// The JSON form of a rule's condition. Any thread.
#pragma once

#include <optional>

#include <boost/json/object.hpp>

#include "domain/insight_settings.h"
#include "domain/settings_members.h"

namespace kolog::domain {

/// `{"type":"words",…,"not":false}`
boost::json::object to_json(const Condition& condition);

/// None of a type that is not known; whatever else is wrong is in the members' mistakes.
std::optional<Condition> read_condition(const SettingsMembers& members, UnknownKeys unknown);

}  // namespace kolog::domain
