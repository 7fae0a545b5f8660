// SPDX-License-Identifier: Apache-2.0
// Whom a business wants told of its calls.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_webhook_endpoints_routes(RouteTable& routes);

}  // namespace kolog::api
