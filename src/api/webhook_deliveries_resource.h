// SPDX-License-Identifier: Apache-2.0
// What was sent to a business's endpoints, and what they answered.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_webhook_deliveries_routes(RouteTable& routes);

}  // namespace kolog::api
