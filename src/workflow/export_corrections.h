// SPDX-License-Identifier: Apache-2.0
// What people corrected, as a set of labelled calls that engines can be measured by. Blocks.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "database/database.h"

namespace kolog::workflow {

struct CorrectionsWanted {
  std::string_view business_id;
  std::string_view time_zone;
  std::size_t most = 0;  // calls, the newest
};

/// One JSON object a line, as tests/data/understanding/README.md describes, `answered` beside it: what the
/// machine said. Only labels that a person has given or left as they were; a call without text is left out.
void export_corrections(database::Session& session, const CorrectionsWanted& wanted,
                        const std::function<void(std::string_view line)>& write);

}  // namespace kolog::workflow
