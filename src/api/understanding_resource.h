// SPDX-License-Identifier: Apache-2.0
// What a business sets about how its calls are understood: services, fields, thresholds, redaction, rules,
// use of the language model.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_understanding_routes(RouteTable& routes);

}  // namespace kolog::api
