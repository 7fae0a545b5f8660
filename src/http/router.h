// SPDX-License-Identifier: Apache-2.0
// Finds the handler of a method and a path. Filled before the server starts, read by any thread afterwards.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "http/message.h"

namespace kolog::http {

/// Runs on the server's io_context: what blocks goes through `run_on` (http/run_on.h).
using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

class Router {
 public:
  /// `pattern` is a path whose segments may be `{name}`: `/api/calls/{call_sid}/download`. A pattern ending
  /// in `/*` takes every path below and captures it as `*`. Where several patterns fit, the literal segment
  /// wins over the capture and both over `*`, from the left. A GET route answers HEAD too; the server leaves
  /// the body out.
  void add(std::string_view method, std::string_view pattern, Handler handler);

  struct Match {
    const Handler* handler;
    std::map<std::string, std::string> captures;
  };
  struct NotFound {};
  struct MethodNotAllowed {
    std::string allow;  // for the Allow header
  };
  struct BadPath {};

  /// `path` as it came, still encoded, without query: an encoded slash is part of a segment, not its end.
  /// BadPath is one that `decode_path` (http/url.h) refuses.
  std::variant<Match, NotFound, MethodNotAllowed, BadPath> find(std::string_view method,
                                                                std::string_view path) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    Handler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace kolog::http
