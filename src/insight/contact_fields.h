// SPDX-License-Identifier: Apache-2.0
// What the caller said in so many words beside service and city: telephone number, name, address, the time
// and the price that were spoken of. Pure; any thread.
#pragma once

#include <map>
#include <string>

#include "domain/insight.h"
#include "insight/call_context.h"

namespace kolog::insight {

/// `phone` (digits), `name`, `time`, `price`, `address`, each as it was said; absent where it was not.
std::map<std::string, domain::FieldFinding> contact_fields(const CallContext& call);

}  // namespace kolog::insight
