// SPDX-License-Identifier: Apache-2.0
// The insight's JSON form, the same for `kolog extract`, the API and the database.
#pragma once

#include <vector>

#include <boost/json/value.hpp>

#include "base/result.h"
#include "domain/insight.h"

namespace kolog::domain {

/// `{"language","service":{…}|null,"city":{…}|null,"summary","fields":{…}}`
boost::json::object to_json(const Insight& insight);

boost::json::object to_json(const Evidence& evidence);
boost::json::array to_json(const std::vector<Evidence>& evidence);

/// What is no evidence is left out.
std::vector<Evidence> evidence_list_from_json(const boost::json::value& value);

/// Reads what `to_json` writes; a `null` stands for nothing found.
Result<Insight> insight_from_json(const boost::json::value& value);

}  // namespace kolog::domain
