// SPDX-License-Identifier: Apache-2.0
// Whether this process lives, whether it can work, how it is doing, and what its API is.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_health_routes(RouteTable& routes);

}  // namespace kolog::api
