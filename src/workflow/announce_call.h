// SPDX-License-Identifier: Apache-2.0
// Writes the outbox rows that tell a business of a call: one a subscribed endpoint, each with its job, in the
// transaction of the fact that is told.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "database/database.h"
#include "domain/call.h"

namespace kolog::workflow {

void announce_call(database::Session& session, const Clock& clock, std::string_view public_url,
                   const domain::Call& call, std::string_view event);

}  // namespace kolog::workflow
