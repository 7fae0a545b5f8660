// SPDX-License-Identifier: Apache-2.0
#include "api/health_resource.h"

#include <boost/json.hpp>

#include "api/json_response.h"
#include "api/openapi.h"
#include "store/job_store.h"

namespace kolog::api {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Answer = RouteTable::Answer;

http::Response ok() {
  return json_response(200, json::object{{"status", "ok"}});
}

/// Not by way of the database's threads: a slow database makes this process unready, not dead.
asio::awaitable<Answer> alive(Context& context, http::Request) {
  co_return json_response(200, json::object{{"status", "ok"}, {"instance", context.settings.instance_id}});
}

Answer ready(Context& context, const http::Request&) {
  const auto pending = context.database.pending_migrations();
  if (!pending)
    return failure(ErrorCode::unavailable, "The database does not answer", pending.error().detail);
  if (*pending != 0) {
    return failure(ErrorCode::unavailable, "The database's schema is not this program's: run kolog migrate");
  }
  if (const auto stored = context.check_storage(); !stored) {
    return failure(ErrorCode::unavailable, "Recordings cannot be stored: " + stored.error().public_message,
                   stored.error().detail);
  }
  return ok();
}

Answer metrics(Context& context, const http::Request&) {
  const auto jobs = context.database.read([](database::Session& session) -> Result<store::JobStore::Counts> {
    return store::JobStore(session).counts();
  });
  if (!jobs) return jobs.error();
  return http::Response{
      200,
      {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}},
      context.metrics.text(*jobs)};
}

Answer openapi(Context&, const http::Request&) {
  return http::Response{200,
                        {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}},
                        std::string(openapi_document())};
}

}  // namespace

void add_health_routes(RouteTable& routes) {
  routes.add_async("GET", "/healthz", alive);
  routes.add_open("GET", "/readyz", ready);
  routes.add_open("GET", "/metrics", metrics);
  routes.add_open("GET", "/api/openapi.json", openapi);
}

}  // namespace kolog::api
