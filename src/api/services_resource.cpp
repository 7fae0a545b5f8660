// SPDX-License-Identifier: Apache-2.0
#include "api/services_resource.h"

#include <utility>

#include <boost/json.hpp>

#include "api/json_response.h"
#include "store/insight_settings_store.h"

namespace kolog::api {
namespace {

namespace json = boost::json;

RouteTable::Answer list_services(Context& context, const Principal& principal, const http::Request&) {
  return context.database.read([&](database::Session& session) -> RouteTable::Answer {
    const auto settings =
        store::InsightSettingsStore(session).read(principal.business_id, context.insight_defaults);
    json::array items;
    for (const auto& service : settings.services) {
      items.push_back(json::object{
          {"id", service.id}, {"name_he", service.hebrew_name}, {"name_en", service.english_name}});
    }
    const auto total = static_cast<long long>(items.size());
    return json_response(200, page_json(std::move(items), total, ""));
  });
}

}  // namespace

void add_services_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/services", list_services);
}

}  // namespace kolog::api
