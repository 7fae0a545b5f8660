// SPDX-License-Identifier: Apache-2.0
#include "workflow/find_recording.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "domain/call_facts.h"
#include "store/call_store.h"
#include "store/recording_store.h"
#include "workflow/record_call.h"

namespace kolog::workflow {

using database::Session;

FindRecording::FindRecording(Settings settings, const StageContext& context, twilio::RestClient& twilio)
    : settings_(settings), context_(context), twilio_(twilio) {}

namespace {

bool has_audio(const std::vector<domain::Recording>& known) {
  return std::any_of(known.begin(), known.end(), domain::is_there);
}

bool is_finished(const std::vector<domain::Recording>& known) {
  return !known.empty() && std::all_of(known.begin(), known.end(), domain::is_settled);
}

/// What Twilio has not finished by now, it never will.
void give_up_unfinished(Session& session, const Clock& clock, const std::vector<domain::Recording>& known) {
  for (auto recording : known) {
    if (!domain::is_unfinished(recording)) continue;
    recording.status = domain::RecordingStatus::failed;
    record_call(session, clock, recording);
  }
}

}  // namespace

/// None where there is nothing to look for: nobody answered the call, or it was deleted.
Result<std::optional<domain::Call>> FindRecording::call_to_look_for(const std::string& call_sid) const {
  return context_.database.read([&](Session& session) -> Result<std::optional<domain::Call>> {
    auto call = store::CallStore(session).find_any(call_sid);
    if (call && domain::is_ended(call->status) && !domain::may_have_recording(call->status)) call.reset();
    return call;
  });
}

Result<void> FindRecording::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  const auto call = call_to_look_for(call_sid);
  if (!call) return call.error();
  if (!*call) return context_.database.transact([&](Session& session) { return run.complete(session); });
  // Even where one is known: of several recordings the news of another may have been lost.
  auto listed = twilio_.list_recordings((*call)->account_sid, call_sid);
  const bool too_late = context_.clock.now() > run.job.asked_at + settings_.give_up_after;
  if (!listed && (!is_retryable(listed.error().code) || !too_late)) return listed.error();

  bool settled = false;
  auto committed = context_.database.transact([&](Session& session) -> Result<void> {
    if (listed) {
      for (auto& recording : *listed) {
        recording.call_sid = call_sid;
        record_call(session, context_.clock, recording);
      }
    }
    store::RecordingStore recordings(session);
    if (too_late) give_up_unfinished(session, context_.clock, recordings.of_call(call_sid));
    const auto known = recordings.of_call(call_sid);
    if (!is_finished(known) && !too_late) return {};  // what was learnt is kept, and the job comes again
    if (!has_audio(known)) store::CallStore(session).set_status(call_sid, domain::kStatusNoRecording);
    settled = true;
    return run.complete(session);
  });
  if (!committed) return committed;
  if (settled) {
    if (context_.wake) context_.wake();
    return committed;
  }
  if (!listed) return listed.error();
  return failure(ErrorCode::recording_pending, "Twilio has no recording of this call yet");
}

void FindRecording::give_up(Session& session, const StageContext& context, std::string_view public_url,
                            const domain::Job& job, const Error& error) {
  // What is known already is worked on, whatever becomes of the look-up.
  if (has_audio(store::RecordingStore(session).of_call(job.subject))) return;
  fail_call(session, context.clock, public_url, job.subject, domain::Stage::recorded, error);
}

}  // namespace kolog::workflow
