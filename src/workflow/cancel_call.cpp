// SPDX-License-Identifier: Apache-2.0
#include "workflow/cancel_call.h"

#include "base/log.h"
#include "store/call_store.h"
#include "store/job_store.h"
#include "store/progress_store.h"
#include "workflow/stages.h"

namespace kolog::workflow {

Result<void> cancel_call(database::Database& database, const std::string& business_id,
                         const std::string& call_sid) {
  auto cancelled = database.transact([&](database::Session& session) -> Result<void> {
    store::CallStore calls(session);
    if (!calls.find(business_id, call_sid)) return failure(ErrorCode::call_not_found, "Call not found");
    store::JobStore jobs(session);
    if (!jobs.is_open(kTranscribeJob, call_sid)) {
      return failure(ErrorCode::conflict, "The call is not being transcribed, so there is nothing to cancel");
    }
    // Not buried: a dead job is a fault that somebody should look into.
    jobs.forget(kTranscribeJob, call_sid);
    store::ProgressStore(session).clear(call_sid);
    calls.fail(call_sid, {std::string(to_string(domain::Stage::transcribed)), "Cancelled by a person",
                          std::string(domain::kCancelledByPerson)});
    return {};
  });
  if (cancelled) log::info("OFFLINE_STT", "cancelled by a person", {{"call_sid", call_sid}});
  return cancelled;
}

}  // namespace kolog::workflow
