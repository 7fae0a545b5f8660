// SPDX-License-Identifier: Apache-2.0
// Twilio's webhooks. Nothing is done before the signature is found right; then facts are stored, and work is
// left to jobs.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_twilio_routes(RouteTable& routes);

}  // namespace kolog::api
