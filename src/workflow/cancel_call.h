// SPDX-License-Identifier: Apache-2.0
// A person stops a call's transcription, whether it waits or runs. Any thread; blocks.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "database/database.h"

namespace kolog::workflow {

/// The job is gone and the call at rest as `failed` at `transcribed`, with the code
/// `domain::kCancelledByPerson`. A run that is under way can save nothing any more; its worker stops it. The
/// windows that it finished stay for whoever asks for the rest. No webhook: to the business's systems it is
/// nothing new that one of its people stopped. `call_not_found` if the business has no such call, `conflict`
/// if it is not being transcribed.
Result<void> cancel_call(database::Database& database, const std::string& business_id,
                         const std::string& call_sid);

}  // namespace kolog::workflow
