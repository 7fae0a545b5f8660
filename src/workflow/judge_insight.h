// SPDX-License-Identifier: Apache-2.0
// What of an engine's answer is saved with the call, under its business's thresholds. Pure; any thread.
#pragma once

#include "domain/insight.h"
#include "domain/insight_settings.h"
#include "store/call_store.h"

namespace kolog::workflow {

/// Service and city are empty below `ask`; the insight itself keeps what was found.
store::Extraction judged(const domain::Insight& insight, const domain::Thresholds& thresholds);

}  // namespace kolog::workflow
