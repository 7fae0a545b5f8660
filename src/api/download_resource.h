// SPDX-License-Identifier: Apache-2.0
// A call's audio for players and for people who save it: whole or by range. docs/api.md has the order of the
// checks.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_download_routes(RouteTable& routes);

}  // namespace kolog::api
