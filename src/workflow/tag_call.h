// SPDX-License-Identifier: Apache-2.0
// Holds a call against its business's rules: tags it, and tells the business. Blocks.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "database/database.h"
#include "domain/call.h"
#include "domain/insight_settings.h"

namespace kolog::workflow {

/// A view: all of it outlives the tagging.
struct TagSettings {
  const domain::InsightSettings& defaults;  // for what a business has not set itself
  std::string_view time_zone;
  std::string_view public_url;
};

/// In the caller's transaction, after everything that the rules go by is saved. `call.tagged` is queued where
/// other rules hold than did before, and any do: a new run with the same outcome is no news.
void tag_call(database::Session& session, const Clock& clock, const TagSettings& settings,
              const domain::Call& call);

}  // namespace kolog::workflow
