// SPDX-License-Identifier: Apache-2.0
// What speaks for and against each mention of a service as the one that is asked for, as the choice model
// weighs it. Pure; any thread.
#pragma once

#include <vector>

#include "insight/call_context.h"
#include "insight/choice_model.h"
#include "insight/mentions.h"

namespace kolog::insight {

/// One option a mention, in their order; `thing` is the service.
std::vector<Option> service_options(const CallContext& call, const std::vector<ServiceMention>& mentions);

}  // namespace kolog::insight
