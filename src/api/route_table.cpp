// SPDX-License-Identifier: Apache-2.0
#include "api/route_table.h"

#include <chrono>
#include <exception>
#include <utility>

#include "api/error_response.h"
#include "base/log.h"
#include "http/run_on.h"

namespace kolog::api {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kDataPolicy = "default-src 'none'; frame-ancestors 'none'";

bool is_change(const http::Request& request) {
  return request.method != "GET" && request.method != "HEAD";
}

Result<Principal> authorise(Context& context, const http::Request& request) {
  auto principal = authenticate(context.database, context.clock, request);
  if (!principal || !is_change(request)) return principal;
  const auto csrf = check_csrf(*principal, request);
  if (!csrf) return csrf.error();
  return principal;
}

void add_security_headers(http::Headers& headers) {
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "same-origin");
  headers.set("X-Frame-Options", "DENY");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  if (!headers.contains("Content-Security-Policy")) {
    headers.set("Content-Security-Policy", std::string(kDataPolicy));
  }
}

asio::awaitable<http::Response> respond(Context& context, RouteName route, RouteTable::AsyncHandler handler,
                                        http::Request request) {
  const auto started = std::chrono::steady_clock::now();
  http::Response response;
  try {
    auto answer = co_await handler(context, std::move(request));
    response = answer ? std::move(*answer) : error_response(answer.error());
  } catch (const std::exception& error) {
    response = error_response(failure(ErrorCode::internal, "Something went wrong", error.what()));
  }
  add_security_headers(response.headers);
  context.metrics.count_request(route.method, route.pattern, response.status,
                                std::chrono::steady_clock::now() - started);
  co_return response;
}

asio::awaitable<RouteTable::Answer> run_blocking(Context& context, RouteTable::OpenHandler handler,
                                                 http::Request request) {
  auto work = [&context, &handler, &request] { return handler(context, request); };
  co_return co_await http::run_on(context.database_pool, std::move(work));
}

}  // namespace

Result<Principal> authorise_for_business(Context& context, const http::Request& request) {
  auto principal = authorise(context, request);
  if (principal && principal->business_id.empty()) {
    return failure(ErrorCode::business_required, "This login belongs to no business");
  }
  return principal;
}

void RouteTable::add_async(std::string_view method, std::string_view pattern, AsyncHandler handler) {
  routes_.push_back({std::string(method), std::string(pattern)});
  router_.add(method, pattern,
              [context = &context_, route = routes_.back(), handler = std::move(handler)](
                  http::Request request) { return respond(*context, route, handler, std::move(request)); });
}

void RouteTable::add_open(std::string_view method, std::string_view pattern, OpenHandler handler) {
  add_async(method, pattern, [handler = std::move(handler)](Context& context, http::Request request) {
    return run_blocking(context, handler, std::move(request));
  });
}

void RouteTable::add_for_login(std::string_view method, std::string_view pattern, LoginHandler handler) {
  add_open(method, pattern,
           [handler = std::move(handler)](Context& context, const http::Request& request) -> Answer {
             const auto principal = authorise(context, request);
             if (!principal) return principal.error();
             return handler(context, *principal, request);
           });
}

void RouteTable::add_for_business(std::string_view method, std::string_view pattern, LoginHandler handler) {
  add_open(method, pattern,
           [handler = std::move(handler)](Context& context, const http::Request& request) -> Answer {
             const auto principal = authorise_for_business(context, request);
             if (!principal) return principal.error();
             return handler(context, *principal, request);
           });
}

}  // namespace kolog::api
