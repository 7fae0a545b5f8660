// SPDX-License-Identifier: Apache-2.0
#include "workflow/expire_recording.h"

#include <algorithm>

#include "base/log.h"
#include "domain/retention.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/job_store.h"
#include "store/window_store.h"
#include "workflow/deletion_targets.h"

namespace kolog::workflow {

using database::Session;
using store::CallStore;
using store::DeletionStore;

ExpireRecording::ExpireRecording(Settings settings, const StageContext& context,
                                 recordings::RecordingService& recordings, twilio::RestClient& twilio)
    : settings_(settings), context_(context), delete_audio_(context, recordings, twilio) {}

bool ExpireRecording::is_due(const domain::Call& call) const {
  // Also what became known of after all else was gone; a hold keeps it.
  return !call.legal_hold_at && domain::is_audio_over(call, settings_.retention, context_.clock.now());
}

/// In one transaction with the look at the hold: what is not written down is not deleted. A transcription
/// under way is taken from its worker; its next attempt finds no recording and ends as such a call does.
Result<void> ExpireRecording::write_down(const std::string& call_sid) const {
  return context_.database.transact([&](Session& session) -> Result<void> {
    const auto call = CallStore(session).find_any(call_sid);
    if (call && is_due(*call)) {
      ask_for_deletion(session, *call, store::DeletionReason::retention, context_.clock.now());
      store::WindowStore(session).forget(call_sid);
      store::JobStore(session).take_back(kTranscribeJob, call_sid, context_.clock.now());
    }
    return {};
  });
}

Result<bool> ExpireRecording::is_still_due(const std::string& call_sid) const {
  return context_.database.read([&](Session& session) -> Result<bool> {
    const auto call = CallStore(session).find_any(call_sid);
    return call && is_due(*call);
  });
}

Result<void> ExpireRecording::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  if (const auto written = write_down(call_sid); !written) return written;
  const auto deleted = delete_audio_(call_sid, [&] { return is_still_due(call_sid); });
  if (!deleted) return deleted;
  bool expired = false;
  auto committed = context_.database.transact([&](Session& session) -> Result<void> {
    const auto call = CallStore(session).find_any(call_sid);
    // Deleted meanwhile, or held: what is left is another job's, or a later sweep's.
    if (call && is_due(*call) && !call->audio_expired_at) {
      const auto rows = DeletionStore(session).of_call(call_sid);
      expired = !rows.empty() && std::all_of(rows.begin(), rows.end(),
                                             [](const auto& row) { return row.done_at.has_value(); });
      if (expired) CallStore(session).set_audio_expired(call_sid, context_.clock.now());
    }
    return run.complete(session);
  });
  if (committed && expired) log::info("RETENTION", "recording expired", {{"call_sid", call_sid}});
  return committed;
}

}  // namespace kolog::workflow
