// SPDX-License-Identifier: Apache-2.0
// How long a call's recording is kept. Any thread.
#pragma once

#include <chrono>

#include "base/clock.h"
#include "domain/call.h"

namespace kolog::domain {

/// When the recording's days are over, were nothing to hold it.
Timestamp audio_expires_at(const Call& call, std::chrono::days retention);

/// Whether the recording's days are over and no legal hold keeps it: it is to be deleted, or has been.
bool is_audio_over(const Call& call, std::chrono::days retention, Timestamp now);

}  // namespace kolog::domain
