// SPDX-License-Identifier: Apache-2.0
#include "workflow/delete_call.h"

#include <optional>
#include <utility>

#include "base/log.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/job_store.h"
#include "store/webhook_store.h"
#include "workflow/deletion_targets.h"

namespace kolog::workflow {
namespace {

using database::Session;
using store::AudioDeletion;
using store::DeletionStore;
using store::JobStore;

/// What waits or runs for the call ends: a running job cannot save, since its row is gone.
void forget_jobs(Session& session, const domain::Call& call) {
  JobStore jobs(session);
  for (const auto kind : {kFindJob, kFetchJob, kTranscribeJob, kExtractJob, kSummariseJob, kExpireJob}) {
    jobs.forget(kind, call.call_sid);
  }
  jobs.forget(kLookUpJob, call.account_sid + "/" + call.call_sid);
  for (const auto& delivery :
       store::WebhookStore(session).deliveries_of_call(call.business_id, call.call_sid)) {
    jobs.forget(kDeliverJob, delivery.id);
  }
}

}  // namespace

Result<void> delete_call(database::Database& database, const Clock& clock, const std::string& business_id,
                         const std::string& call_sid) {
  auto deleted = database.transact([&](Session& session) -> Result<void> {
    store::CallStore calls(session);
    const auto call = calls.find(business_id, call_sid);
    if (!call) return failure(ErrorCode::call_not_found, "Call not found");
    if (call->legal_hold_at) {
      return failure(ErrorCode::conflict,
                     "The call is under a legal hold: release the hold first, then delete the call");
    }
    ask_for_deletion(session, *call, store::DeletionReason::call_deleted, clock.now());
    DeletionStore(session).mark_deleted(call_sid, business_id, clock.now());
    forget_jobs(session, *call);
    calls.remove(business_id, call_sid);
    JobStore(session).enqueue_again(kEraseJob, call_sid, clock.now());
    return {};
  });
  if (deleted) log::info("RETENTION", "call deleted", {{"call_sid", call_sid}});
  return deleted;
}

void erase_late_recording(Session& session, const Clock& clock, std::string_view call_sid,
                          std::string_view uri) {
  DeletionStore deletions(session);
  const auto business_id = deletions.business_of_deleted(call_sid);
  if (!business_id) return;
  deletions.ask({.call_sid = std::string(call_sid),
                 .target = std::string(uri),
                 .business_id = *business_id,
                 .reason = store::DeletionReason::call_deleted,
                 .asked_at = clock.now()});
  JobStore(session).enqueue_again(kEraseJob, call_sid, clock.now());
}

EraseCall::EraseCall(Settings settings, const StageContext& context, recordings::RecordingService& recordings,
                     twilio::RestClient& twilio)
    : settings_(settings), context_(context), twilio_(twilio), delete_audio_(context, recordings, twilio) {}

/// Asks Twilio which recordings it has of a call that was deleted before they were all known. Comes again
/// until none can turn up any more.
Result<void> EraseCall::ask_for_unheard(const std::string& call_sid) const {
  const auto open = context_.database.read([&](Session& session) -> Result<std::optional<AudioDeletion>> {
    for (auto& deletion : DeletionStore(session).open_of_call(call_sid)) {
      if (account_of_unheard(deletion.target)) return std::move(deletion);
    }
    return std::optional<AudioDeletion>();
  });
  if (!open) return open.error();
  if (!*open) return {};
  const auto& unheard = **open;
  const auto listed = twilio_.list_recordings(*account_of_unheard(unheard.target), call_sid);
  if (!listed && listed.error().code != ErrorCode::recording_pending) return listed.error();
  const auto now = context_.clock.now();
  const bool is_late = now > unheard.asked_at + settings_.lookup;
  auto committed = context_.database.transact([&](Session& session) -> Result<void> {
    DeletionStore deletions(session);
    if (listed) {
      for (const auto& recording : *listed) {
        auto deletion = unheard;
        deletion.target = recording.uri;
        deletion.asked_at = now;
        deletions.ask(deletion);
      }
    }
    if (is_late) deletions.note_answer(call_sid, unheard.target, "all known", store::Outcome::done, now);
    return {};
  });
  if (!committed || is_late) return committed;
  return failure(ErrorCode::recording_pending, "Twilio may still get a recording of the deleted call");
}

Result<void> EraseCall::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  // A call that is still there was not deleted, whatever asked for this.
  const auto is_deleted = [&]() -> Result<bool> {
    return context_.database.read(
        [&](Session& session) -> Result<bool> { return DeletionStore(session).is_deleted(call_sid); });
  };
  const auto asked = ask_for_unheard(call_sid);
  if (const auto deleted = delete_audio_(call_sid, is_deleted); !deleted) return deleted;
  if (!asked) return asked;
  return context_.database.transact([&](Session& session) { return run.complete(session); });
}

}  // namespace kolog::workflow
