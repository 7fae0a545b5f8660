// SPDX-License-Identifier: Apache-2.0
#include "api/json_response.h"

#include <utility>

#include <boost/json.hpp>

namespace kolog::api {

namespace json = boost::json;

http::Response json_response(int status, const json::value& body) {
  return {
      status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, json::serialize(body)};
}

http::Response empty_response() {
  return {204, {{"Cache-Control", "no-store"}}, std::string{}};
}

json::object page_json(json::array items, long long total, const std::string& next_cursor) {
  return {{"items", std::move(items)}, {"total", total}, {"next_cursor", text_or_null(next_cursor)}};
}

json::value text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::value(text);
}

}  // namespace kolog::api
