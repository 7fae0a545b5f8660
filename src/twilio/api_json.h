// SPDX-License-Identifier: Apache-2.0
// Reading Twilio's JSON: any member may be null or missing, and numbers may come as strings. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.h"

namespace kolog::twilio {

/// `unavailable` for what is no JSON object: it did not come from Twilio's API.
Result<boost::json::object> parse_api_object(std::string_view text);

Error unreadable(std::string detail);

/// Empty where there is none.
std::string text_of(const boost::json::object& object, std::string_view name);
std::optional<std::int64_t> number_of(const boost::json::object& object, std::string_view name);

}  // namespace kolog::twilio
