// SPDX-License-Identifier: Apache-2.0
#include "api/webhook_deliveries_resource.h"

#include <utility>

#include <boost/json.hpp>

#include "api/call_json.h"
#include "api/json_response.h"
#include "api/query_parameters.h"
#include "store/webhook_store.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using Answer = RouteTable::Answer;

Answer list_deliveries(Context& context, const Principal& principal, const http::Request& request) {
  const auto names = check_names(request.query, {"limit"});
  if (!names) return names.error();
  const auto limit = limit_parameter(request.query);
  if (!limit) return limit.error();
  return context.database.read([&](database::Session& session) -> Answer {
    store::WebhookStore webhooks(session);
    json::array items;
    for (const auto& delivery : webhooks.deliveries(principal.business_id, *limit)) {
      auto item = delivery_json(delivery);
      item["call_sid"] = delivery.call_sid;
      item["endpoint_id"] = delivery.endpoint_id;
      item["last_error"] = delivery.last_error;
      items.push_back(std::move(item));
    }
    return json_response(200,
                         page_json(std::move(items), webhooks.count_deliveries(principal.business_id), ""));
  });
}

}  // namespace

void add_webhook_deliveries_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/webhook-deliveries", list_deliveries);
}

}  // namespace kolog::api
