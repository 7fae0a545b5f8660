// SPDX-License-Identifier: Apache-2.0
// All routes of the program, at one place: API, page, Twilio's webhooks, health.
#pragma once

#include <vector>

#include "api/context.h"
#include "api/route_table.h"
#include "http/router.h"

namespace kolog::api {

/// `context` outlives the router. Returns what was added.
std::vector<RouteName> add_routes(http::Router& router, Context& context);

}  // namespace kolog::api
