// SPDX-License-Identifier: Apache-2.0
// A request's JSON object, read key by key. Every mistake is an `invalid_request` that names the key. Any
// thread.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.h"
#include "http/message.h"

namespace kolog::api {

class RequestBody {
 public:
  /// Other keys than these are refused, and so is another Content-Type than application/json
  /// (`unsupported_media`): a form on somebody else's page cannot send that.
  static Result<RequestBody> parse(const http::Request& request,
                                   std::initializer_list<std::string_view> keys);

  /// At most `longest` bytes, and no NUL.
  Result<std::string> text(std::string_view key, std::size_t longest) const;
  /// None where the key is not there; null is refused.
  Result<std::optional<std::string>> optional_text(std::string_view key, std::size_t longest) const;
  Result<std::optional<bool>> optional_flag(std::string_view key) const;
  bool contains(std::string_view key) const;
  /// An object of strings, each at most `longest` bytes, or nulls; empty where the key is not there.
  Result<std::map<std::string, std::optional<std::string>>> texts_by_name(std::string_view key,
                                                                          std::size_t longest) const;
  const boost::json::object& object() const { return object_; }
  Result<std::vector<std::string>> texts(std::string_view key, std::size_t longest) const;

 private:
  explicit RequestBody(boost::json::object object) : object_(std::move(object)) {}

  boost::json::object object_;
};

}  // namespace kolog::api
