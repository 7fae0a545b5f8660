// SPDX-License-Identifier: Apache-2.0
// The services that the business's calls are sorted into, for filters and corrections.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_services_routes(RouteTable& routes);

}  // namespace kolog::api
