// SPDX-License-Identifier: Apache-2.0
#include "api/corrections_resource.h"

#include <string>
#include <utility>

#include "workflow/export_corrections.h"

namespace kolog::api {
namespace {

using Answer = RouteTable::Answer;

Answer export_corrections(Context& context, const Principal& principal, const http::Request&) {
  const auto owner = require_owner_in_person(principal);
  if (!owner) return owner.error();
  return context.database.read([&](database::Session& session) -> Answer {
    std::string lines;
    workflow::export_corrections(
        session, {principal.business_id, context.settings.time_zone, context.settings.corrections_per_export},
        [&](std::string_view line) { lines += line; });
    return http::Response{200,
                          {{"Content-Type", "application/x-ndjson"},
                           {"Content-Disposition", "attachment; filename=\"corrections.jsonl\""},
                           {"Cache-Control", "no-store"}},
                          std::move(lines)};
  });
}

}  // namespace

void add_corrections_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/corrections", export_corrections);
}

}  // namespace kolog::api
