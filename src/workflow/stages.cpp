// SPDX-License-Identifier: Apache-2.0
#include "workflow/stages.h"

#include <string>

#include "store/call_store.h"
#include "store/progress_store.h"
#include "webhooks/events.h"
#include "workflow/announce_call.h"

namespace kolog::workflow {

using database::Session;

Result<void> finish_stage(const StageContext& context, const jobs::JobRun& run, std::string_view call_sid,
                          domain::Stage stage, const std::function<Result<void>(Session&)>& save) {
  auto committed = context.database.transact([&](Session& session) -> Result<void> {
    if (auto saved = save(session); !saved) return saved;
    store::CallStore(session).reach(call_sid, stage, context.clock.now());
    if (auto completed = run.complete(session); !completed) return completed;
    if (context.hook) context.hook(stage, Moment::before_commit);
    return {};
  });
  if (committed && context.hook) context.hook(stage, Moment::after_commit);
  return committed;
}

void fail_call(Session& session, const Clock& clock, std::string_view public_url, std::string_view call_sid,
               domain::Stage stage, const Error& error) {
  store::CallStore calls(session);
  calls.fail(call_sid,
             {std::string(to_string(stage)), error.public_message, std::string(to_string(error.code))});
  store::ProgressStore(session).clear(call_sid);
  if (const auto call = calls.find_any(call_sid)) {
    announce_call(session, clock, public_url, *call, webhooks::kCallFailed);
  }
}

Result<domain::Call> call_of(database::Database& database, std::string_view call_sid) {
  return database.read([&](Session& session) -> Result<domain::Call> {
    auto call = store::CallStore(session).find_any(call_sid);
    if (!call) return failure(ErrorCode::call_not_found, "The call has been deleted", std::string(call_sid));
    return std::move(*call);
  });
}

}  // namespace kolog::workflow
