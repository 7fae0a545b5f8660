// SPDX-License-Identifier: Apache-2.0
// What is known of a call when people and thresholds have had their say: what rules go by and webhooks tell.
// Pure; any thread.
#pragma once

#include "domain/call.h"
#include "domain/insight.h"

namespace kolog::workflow {

/// A person's values in place of the machine's, with a confidence of 1; and nothing in the place of a service
/// or city of which the machine was less sure than the business asks.
domain::Insight with_corrections(domain::Insight insight, const domain::Call& call);

}  // namespace kolog::workflow
