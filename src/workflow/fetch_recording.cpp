// SPDX-License-Identifier: Apache-2.0
#include "workflow/fetch_recording.h"

#include "store/job_store.h"

namespace kolog::workflow {

FetchRecording::FetchRecording(const StageContext& context, recordings::RecordingService& recordings)
    : context_(context), recordings_(recordings) {}

Result<void> FetchRecording::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  const auto audio = recordings_.open(call_sid);
  if (!audio) return audio.error();
  return finish_stage(
      context_, run, call_sid, domain::Stage::fetched, [&](database::Session& session) -> Result<void> {
        store::JobStore(session).enqueue_again(kTranscribeJob, call_sid, context_.clock.now());
        return {};
      });
}

}  // namespace kolog::workflow
