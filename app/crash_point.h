// SPDX-License-Identifier: Apache-2.0
// For the tests that kill the process: KOLOG_CRASH_AT=STAGE:before or STAGE:after ends it by SIGKILL right
// before or right after that stage's transaction commits. Unset, nothing happens.
#pragma once

#include "base/result.h"
#include "workflow/stages.h"

namespace kolog::app {

/// Empty where the variable is not set; `invalid_request` where it makes no sense.
Result<workflow::StageHook> crash_point();

}  // namespace kolog::app
