// SPDX-License-Identifier: Apache-2.0
// A business's calls: the list, one call, a person's corrections, a legal hold, working on a call
// again, deleting it.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_calls_routes(RouteTable& routes);

/// The business's call that the path names; `call_not_found` also for what is no SID and for another
/// business's.
Result<domain::Call> find_call(database::Session& session, const Principal& principal,
                               const http::Request& request);

}  // namespace kolog::api
