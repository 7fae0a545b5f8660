// SPDX-License-Identifier: Apache-2.0
#include "app/crash_point.h"

#include <csignal>
#include <cstdlib>
#include <string_view>

#include "base/log.h"

namespace kolog::app {

using workflow::Moment;

Result<workflow::StageHook> crash_point() {
  const char* value = std::getenv("KOLOG_CRASH_AT");
  if (value == nullptr || *value == '\0') return workflow::StageHook{};
  const std::string_view text = value;
  const auto colon = text.find(':');
  const auto stage = domain::parse_stage(text.substr(0, colon));
  const auto when = colon == text.npos ? std::string_view{} : text.substr(colon + 1);
  if (!stage || (when != "before" && when != "after")) {
    return failure(ErrorCode::invalid_request,
                   "KOLOG_CRASH_AT must be a stage and before or after, as in fetched:after");
  }
  const auto moment = when == "before" ? Moment::before_commit : Moment::after_commit;
  return workflow::StageHook{[stage = *stage, moment](domain::Stage reached, Moment at) {
    if (reached != stage || at != moment) return;
    log::warning("CRASH", "ending here, as KOLOG_CRASH_AT says", {{"stage", to_string(stage)}});
    std::raise(SIGKILL);
  }};
}

}  // namespace kolog::app
