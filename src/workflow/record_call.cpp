// SPDX-License-Identifier: Apache-2.0
#include "workflow/record_call.h"

#include "store/call_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "workflow/stages.h"

namespace kolog::workflow {

using domain::RecordingStatus;

bool is_there(const domain::Recording& recording) {
  return recording.status == RecordingStatus::completed || recording.status == RecordingStatus::processing;
}

bool came_to_nothing(const domain::Recording& recording) {
  return recording.status == RecordingStatus::absent || recording.status == RecordingStatus::failed;
}

bool record_call(database::Session& session, const Clock& clock, const domain::Recording& news) {
  store::RecordingStore recordings(session);
  recordings.save(news);
  const auto recording = recordings.find(news.recording_sid).value_or(news);
  store::CallStore calls(session);
  auto call = calls.find_any(recording.call_sid);
  if (!call) return false;
  // Twilio says in the end that it kept nothing of it, too short or silent: it is not this call's recording
  // after all.
  if (came_to_nothing(recording)) {
    if (call->recording_sid == recording.recording_sid) {
      call->recording_sid.clear();
      call->recording_url.clear();
      calls.save_facts(*call);
      for (const auto& other : recordings.of_call(call->call_sid)) {
        if (is_there(other)) return record_call(session, clock, other);
      }
    }
    return false;
  }
  if (call->recording_sid.empty()) {
    call->recording_sid = recording.recording_sid;
    call->recording_url = recording.uri;
  }
  if (is_there(recording) && call->recording_sid == recording.recording_sid) {
    const bool waiting = call->status != domain::kStatusProcessed && call->status != domain::kStatusFailed;
    if (waiting) call->status = domain::kStatusProcessing;
    calls.reach(call->call_sid, domain::Stage::recorded, clock.now());
    store::JobStore(session).enqueue(kFetchJob, call->call_sid, clock.now());
  }
  calls.save_facts(*call);
  return true;
}

}  // namespace kolog::workflow
