// SPDX-License-Identifier: Apache-2.0
// A recording of a call is known: its URI is saved at once, and a recording that is there is queued for
// fetching. Whoever finds out, Twilio's callback or our own look-up, comes here, so that the two make one
// job.
#pragma once

#include "base/clock.h"
#include "database/database.h"
#include "domain/recording.h"

namespace kolog::workflow {

/// In the transaction of the finding. `recording.uri` is canonical. Whether the recording is there, or will
/// be. One that comes when the call was worked on already is joined to the others, and the call is worked on
/// again.
bool record_call(database::Session& session, const Clock& clock, const domain::Recording& recording);

}  // namespace kolog::workflow
