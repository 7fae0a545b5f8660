// SPDX-License-Identifier: Apache-2.0
#include "workflow/fetch_recording.h"

#include <algorithm>
#include <vector>

#include "store/call_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"

namespace kolog::workflow {

namespace {

/// The call names the recording that its audio begins with, whichever was told of first.
void save_recording_of(database::Session& session, const std::string& call_sid,
                       const domain::Recording& first) {
  store::CallStore calls(session);
  auto call = calls.find_any(call_sid);
  if (!call || call->recording_sid == first.recording_sid) return;
  call->recording_sid = first.recording_sid;
  call->recording_url = first.uri;
  calls.save_facts(*call);
}

/// Whether this file was not worked on yet. One that replaces another, since a recording came late, takes the
/// call back to this stage.
bool hand_on(database::Session& session, const std::string& call_sid, Timestamp fetched_at) {
  store::CallStore calls(session);
  for (const auto& reached : calls.stages(call_sid)) {
    if (reached.stage != domain::Stage::fetched) continue;
    if (reached.at >= fetched_at) return false;
    calls.unreach(call_sid, domain::Stage::fetched);
    calls.clear_failure(call_sid);
    calls.set_status(call_sid, domain::kStatusProcessing);
  }
  return true;
}

}  // namespace

FetchRecording::FetchRecording(const StageContext& context, recordings::RecordingService& recordings)
    : context_(context), recordings_(recordings) {}

Result<void> FetchRecording::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  const auto audio = recordings_.open(call_sid);
  if (!audio) {
    const bool is_none = audio.error().code == ErrorCode::recording_not_available;
    return is_none && came_to_nothing(call_sid) ? end_without_audio(run) : audio.error();
  }
  return finish_stage(
      context_, run, call_sid, domain::Stage::fetched, [&](database::Session& session) -> Result<void> {
        store::RecordingStore recordings(session);
        const auto known = recordings.of_call(call_sid);
        const auto file = recordings.audio_file(call_sid);
        if (!store::is_made_of_all(file, known)) {
          return failure(ErrorCode::recording_pending, "Another recording of the call came meanwhile");
        }
        const auto parts = parts_of_audio(known);
        if (!parts.empty()) save_recording_of(session, call_sid, parts.front());
        const bool is_new = hand_on(session, call_sid, file.fetched_at.value_or(context_.clock.now()));
        if (is_new) store::JobStore(session).enqueue_again(kTranscribeJob, call_sid, context_.clock.now());
        return {};
      });
}

/// Every recording that Twilio told of was too short, silent, or failed: the look-up says what that means.
bool FetchRecording::came_to_nothing(const std::string& call_sid) const {
  const auto known =
      context_.database.read([&](database::Session& session) -> Result<std::vector<domain::Recording>> {
        return store::RecordingStore(session).of_call(call_sid);
      });
  return known && !known->empty() && std::all_of(known->begin(), known->end(), domain::came_to_nothing);
}

Result<void> FetchRecording::end_without_audio(const jobs::JobRun& run) const {
  return context_.database.transact([&](database::Session& session) { return run.complete(session); });
}

}  // namespace kolog::workflow
