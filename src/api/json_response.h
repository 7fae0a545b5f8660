// SPDX-License-Identifier: Apache-2.0
// JSON answers. Any thread.
#pragma once

#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "http/message.h"

namespace kolog::api {

/// Not to be kept by caches: it depends on who asks, and on when.
http::Response json_response(int status, const boost::json::value& body);

/// 204.
http::Response empty_response();

/// `{"items":…,"total":…,"next_cursor":…}`; an empty cursor is null.
boost::json::object page_json(boost::json::array items, long long total, const std::string& next_cursor);

/// Empty text is null.
boost::json::value text_or_null(const std::string& text);

}  // namespace kolog::api
