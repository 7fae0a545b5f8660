// SPDX-License-Identifier: Apache-2.0
// Puts handlers into the router together with what every route needs: who asks, where the work runs, errors,
// security headers, metrics. A route cannot be added without saying who may ask.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "api/authentication.h"
#include "api/context.h"
#include "base/result.h"
#include "http/router.h"

namespace kolog::api {

struct RouteName {
  std::string method;
  std::string pattern;

  bool operator==(const RouteName&) const = default;
};

class RouteTable {
 public:
  using Answer = Result<http::Response>;
  using OpenHandler = std::function<Answer(Context&, const http::Request&)>;
  using LoginHandler = std::function<Answer(Context&, const Principal&, const http::Request&)>;
  using AsyncHandler = std::function<boost::asio::awaitable<Answer>(Context&, http::Request)>;

  RouteTable(http::Router& router, Context& context) : router_(router), context_(context) {}

  /// Anybody may ask. Runs on the database's threads.
  void add_open(std::string_view method, std::string_view pattern, OpenHandler handler);

  /// For any login. A method that changes something needs the CSRF header with a cookie. Runs on the
  /// database's threads.
  void add_for_login(std::string_view method, std::string_view pattern, LoginHandler handler);

  /// The same for logins with a business: a principal's `business_id` is not empty.
  void add_for_business(std::string_view method, std::string_view pattern, LoginHandler handler);

  /// Runs on the server's thread and sees to everything itself, `authorise_for_business` say.
  void add_async(std::string_view method, std::string_view pattern, AsyncHandler handler);

  const std::vector<RouteName>& routes() const { return routes_; }

 private:
  http::Router& router_;
  Context& context_;
  std::vector<RouteName> routes_;
};

/// `unauthenticated`, `forbidden` (CSRF) or `business_required`, in this order. Blocks.
Result<Principal> authorise_for_business(Context& context, const http::Request& request);

}  // namespace kolog::api
