// SPDX-License-Identifier: Apache-2.0
// What people corrected, as a labelled set.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_corrections_routes(RouteTable& routes);

}  // namespace kolog::api
