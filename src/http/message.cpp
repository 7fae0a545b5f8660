// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <boost/json.hpp>

namespace kolog::http {

std::optional<std::string_view> find(const Parameters& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Response error_response(int status, std::string_view code, std::string_view message) {
  boost::json::object body;
  body["success"] = false;
  body["error"] = message;
  body["code"] = code;
  return {status, {{"Content-Type", "application/json"}}, boost::json::serialize(body)};
}

}  // namespace kolog::http
