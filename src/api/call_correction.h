// SPDX-License-Identifier: Apache-2.0
// What a person says of a call: read from a request, and held against what the business has. Any thread.
#pragma once

#include <optional>

#include "base/result.h"
#include "domain/call.h"
#include "domain/insight_settings.h"
#include "http/message.h"
#include "store/call_store.h"

namespace kolog::api {

struct CallChange {
  store::CallCorrection correction;
  std::optional<bool> legal_hold;
};

Result<CallChange> read_call_change(const http::Request& request);

/// With the service's name; `invalid_request` where the business has no such service or field, or the value
/// is none of the field's kind. A value of a field that is gone may be taken back.
Result<store::CallCorrection> checked_correction(store::CallCorrection correction,
                                                 const domain::InsightSettings& settings,
                                                 const domain::Call& call);

/// Whether rules may come to another result.
bool changes_understanding(const store::CallCorrection& correction);

}  // namespace kolog::api
