// SPDX-License-Identifier: Apache-2.0
#include "workflow/reprocess_call.h"

#include "store/call_store.h"
#include "store/job_store.h"
#include "store/window_store.h"
#include "workflow/stages.h"

namespace kolog::workflow {
namespace {

using domain::Stage;

std::string_view job_of(Stage stage) {
  switch (stage) {
    case Stage::fetched:
      return kFetchJob;
    case Stage::transcribed:
      return kTranscribeJob;
    case Stage::extracted:
      return kExtractJob;
    case Stage::summarised:
      return kSummariseJob;
    case Stage::ingested:
    case Stage::recorded:
    case Stage::delivered:
      return {};
  }
  return {};
}

/// Whoever asks for a whole new run gets one. After a failure or a cancellation the windows that were
/// finished are as good as they were, and only the rest is to be done.
bool goes_on(const domain::Call& call, Stage from) {
  return from == Stage::transcribed && call.failure_stage == to_string(Stage::transcribed);
}

}  // namespace

Result<void> reprocess_call(database::Database& database, const Clock& clock, const std::string& business_id,
                            const std::string& call_sid, Stage from) {
  const auto job = job_of(from);
  if (job.empty()) {
    return failure(ErrorCode::invalid_request,
                   "A call can run again from fetched, transcribed, extracted or summarised");
  }
  return database.transact([&](database::Session& session) -> Result<void> {
    store::CallStore calls(session);
    const auto call = calls.find(business_id, call_sid);
    if (!call) return failure(ErrorCode::call_not_found, "Call not found");
    bool has_before = false;
    for (const auto& reached : calls.stages(call_sid)) {
      has_before = has_before || static_cast<int>(reached.stage) == static_cast<int>(from) - 1;
    }
    if (!has_before) {
      return failure(ErrorCode::conflict,
                     "The call has not come as far as the stage before " + std::string(to_string(from)));
    }
    const bool needs_audio = from == Stage::fetched || from == Stage::transcribed;
    if (needs_audio && call->audio_expired_at) {
      return failure(ErrorCode::recording_expired, "Recording expired and deleted");
    }
    if (needs_audio && !goes_on(*call, from)) store::WindowStore(session).forget(call_sid);
    calls.unreach(call_sid, from);
    calls.clear_failure(call_sid);
    calls.set_status(call_sid, domain::kStatusProcessing);
    store::JobStore(session).enqueue_again(job, call_sid, clock.now());
    return {};
  });
}

}  // namespace kolog::workflow
