// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include "api/auth_resource.h"
#include "api/calls_resource.h"
#include "api/corrections_resource.h"
#include "api/download_resource.h"
#include "api/health_resource.h"
#include "api/page_resource.h"
#include "api/services_resource.h"
#include "api/transcript_resource.h"
#include "api/twilio_resource.h"
#include "api/understanding_resource.h"
#include "api/webhook_deliveries_resource.h"
#include "api/webhook_endpoints_resource.h"

namespace kolog::api {

std::vector<RouteName> add_routes(http::Router& router, Context& context) {
  RouteTable routes(router, context);
  add_auth_routes(routes);
  add_calls_routes(routes);
  add_transcript_routes(routes);
  add_download_routes(routes);
  add_services_routes(routes);
  add_understanding_routes(routes);
  add_corrections_routes(routes);
  add_webhook_endpoints_routes(routes);
  add_webhook_deliveries_routes(routes);
  add_twilio_routes(routes);
  add_health_routes(routes);
  add_page_routes(routes);
  return routes.routes();
}

}  // namespace kolog::api
