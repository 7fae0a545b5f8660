// SPDX-License-Identifier: Apache-2.0
// Logging in and out, and who is logged in.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_auth_routes(RouteTable& routes);

}  // namespace kolog::api
