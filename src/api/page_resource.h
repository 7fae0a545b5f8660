// SPDX-License-Identifier: Apache-2.0
// The page: its files, and itself for every path that is its own.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_page_routes(RouteTable& routes);

}  // namespace kolog::api
