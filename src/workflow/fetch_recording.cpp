// SPDX-License-Identifier: Apache-2.0
#include "workflow/fetch_recording.h"

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

}  // namespace

FetchRecording::FetchRecording(const StageContext& context, recordings::RecordingService& recordings)
    : context_(context), recordings_(recordings) {}

Result<void> FetchRecording::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  const auto audio = recordings_.open(call_sid);
  if (!audio) return audio.error();
  return finish_stage(
      context_, run, call_sid, domain::Stage::fetched, [&](database::Session& session) -> Result<void> {
        store::RecordingStore recordings(session);
        const auto parts = parts_of_audio(recordings.of_call(call_sid));
        const auto file = recordings.audio_file(call_sid);
        if (!parts.empty() && !file.recording_sids.empty() && file.recording_sids != sids_of(parts)) {
          return failure(ErrorCode::recording_pending, "Another recording of the call came meanwhile");
        }
        if (!parts.empty()) save_recording_of(session, call_sid, parts.front());
        store::JobStore(session).enqueue_again(kTranscribeJob, call_sid, context_.clock.now());
        return {};
      });
}

}  // namespace kolog::workflow
