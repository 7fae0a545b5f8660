// SPDX-License-Identifier: Apache-2.0
// A person asks for a call to be worked on again, from a stage onwards. Any thread; blocks.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "database/database.h"
#include "domain/call.h"

namespace kolog::workflow {

/// From `fetched`, `transcribed`, `extracted` or `summarised`. `call_not_found` if the business has no such
/// call, `conflict` if it has nothing to start from, `recording_expired` if that was its recording.
Result<void> reprocess_call(database::Database& database, const Clock& clock, const std::string& business_id,
                            const std::string& call_sid, domain::Stage from);

}  // namespace kolog::workflow
