// SPDX-License-Identifier: Apache-2.0
// A request that came in and the response to it, as plain data: handlers know nothing of sockets.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/file_handle.h"
#include "http/headers.h"

namespace kolog::http {

/// Name and value pairs in the order in which they came, decoded.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// The first value under that name.
std::optional<std::string_view> find(const Parameters& parameters, std::string_view name);

struct Request {
  std::string method;  // `GET`, …
  std::string target;  // path and query as they came, for signatures
  std::string path;    // decoded
  Parameters query;
  Headers headers;
  std::string body;
  std::string remote_address;                   // the peer's, without port
  std::map<std::string, std::string> captures;  // what the route's `{name}` matched
};

/// A stretch of an open file, sent without passing through memory where the socket allows it.
struct FileBody {
  std::shared_ptr<const FileHandle> file;
  std::uint64_t offset = 0;  // bytes
  std::uint64_t length = 0;
};

struct Response {
  int status = 200;
  Headers headers;
  std::variant<std::string, FileBody> body;
};

/// The form in which every error is answered: `{"success":false,"error":message,"code":code}`.
Response error_response(int status, std::string_view code, std::string_view message);

}  // namespace kolog::http
