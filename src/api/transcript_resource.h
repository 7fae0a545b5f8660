// SPDX-License-Identifier: Apache-2.0
// A call's transcript as JSON, plain text, SubRip or WebVTT.
#pragma once

#include "api/route_table.h"

namespace kolog::api {

void add_transcript_routes(RouteTable& routes);

}  // namespace kolog::api
