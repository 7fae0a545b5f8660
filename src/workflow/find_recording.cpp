// SPDX-License-Identifier: Apache-2.0
#include "workflow/find_recording.h"

#include <algorithm>

#include "domain/call_facts.h"
#include "store/call_store.h"
#include "store/recording_store.h"
#include "workflow/record_call.h"

namespace kolog::workflow {

using database::Session;

FindRecording::FindRecording(Settings settings, const StageContext& context, twilio::RestClient& twilio)
    : settings_(settings), context_(context), twilio_(twilio) {}

/// Whether there is nothing left to look for: a recording is there, nobody answered the call, or the call has
/// been deleted.
Result<bool> FindRecording::is_settled(const std::string& call_sid) const {
  return context_.database.read([&](Session& session) -> Result<bool> {
    const auto call = store::CallStore(session).find_any(call_sid);
    if (!call || (domain::is_ended(call->status) && !domain::may_have_recording(call->status))) return true;
    const auto known = store::RecordingStore(session).of_call(call_sid);
    return std::any_of(known.begin(), known.end(), is_there);
  });
}

Result<void> FindRecording::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  if (const auto before = is_settled(call_sid); !before || *before) {
    if (!before) return before.error();
    // Twilio's own word of it came first, as nearly always.
    return context_.database.transact([&](Session& session) { return run.complete(session); });
  }
  auto listed = twilio_.list_recordings(call_sid);
  const bool too_late = context_.clock.now() > run.job.asked_at + settings_.give_up_after;
  if (!listed && (!is_retryable(listed.error().code) || !too_late)) return listed.error();

  bool settled = false;
  const auto end = [&](Session& session) -> Result<void> {
    settled = true;
    return run.complete(session);
  };
  auto committed = context_.database.transact([&](Session& session) -> Result<void> {
    if (listed) {
      for (auto& recording : *listed) {
        recording.call_sid = call_sid;
        record_call(session, context_.clock, recording);
      }
    }
    const auto known = store::RecordingStore(session).of_call(call_sid);
    if (std::any_of(known.begin(), known.end(), is_there)) return end(session);
    const bool none_will_come = !known.empty() && std::all_of(known.begin(), known.end(), came_to_nothing);
    if (none_will_come || too_late) {
      store::CallStore(session).set_status(call_sid, domain::kStatusNoRecording);
      return end(session);
    }
    return {};  // what was learnt is kept, and the job comes again
  });
  if (!committed || settled) return committed;
  if (!listed) return listed.error();
  return failure(ErrorCode::recording_pending, "Twilio has no recording of this call yet");
}

}  // namespace kolog::workflow
