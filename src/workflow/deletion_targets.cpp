// SPDX-License-Identifier: Apache-2.0
#include "workflow/deletion_targets.h"

#include <algorithm>
#include <set>
#include <string>

#include "domain/call_facts.h"
#include "store/recording_store.h"
#include "twilio/recording_uri.h"

namespace kolog::workflow {
namespace {

using store::DeletionStore;
using store::RecordingStore;

constexpr std::string_view kAccounts = "/2010-04-01/Accounts/";
constexpr std::string_view kCalls = "/Calls/";

/// Whether Twilio may have a recording that we do not know of: the call has not come to rest, or is still
/// being recorded.
bool may_get_more(database::Session& session, const domain::Call& call) {
  if (!domain::is_account_sid(call.account_sid)) return false;
  const auto known = RecordingStore(session).of_call(call.call_sid);
  if (std::any_of(known.begin(), known.end(), domain::is_unfinished)) return true;
  const bool was_answered = !domain::is_ended(call.status) || domain::may_have_recording(call.status);
  const bool is_at_rest = call.status == domain::kStatusProcessed ||
                          call.status == domain::kStatusNoRecording || !call.failure_stage.empty();
  return was_answered && !is_at_rest;
}

std::set<std::string> copies_of(database::Session& session, const domain::Call& call) {
  RecordingStore recordings(session);
  std::set<std::string> uris;
  for (const auto& recording : recordings.of_call(call.call_sid)) uris.insert(recording.uri);
  // A leg may show its parent's recording, which is deleted with the parent.
  const auto shown = recordings.find(call.recording_sid);
  if (!shown || shown->call_sid == call.call_sid) uris.insert(call.recording_url);
  std::erase_if(uris, [](const std::string& uri) { return !twilio::is_canonical_recording_uri(uri); });
  return uris;
}

}  // namespace

void ask_for_deletion(database::Session& session, const domain::Call& call, store::DeletionReason reason,
                      Timestamp now) {
  DeletionStore deletions(session);
  const auto ask = [&](const std::string& target) {
    deletions.ask({.call_sid = call.call_sid,
                   .target = target,
                   .business_id = call.business_id,
                   .reason = reason,
                   .asked_at = now});
  };
  const auto asked = deletions.of_call(call.call_sid);
  const bool file_was_deleted = std::any_of(asked.begin(), asked.end(), [](const auto& row) {
    return row.target == store::kFileTarget && row.done_at;
  });
  // A file may be here without its row, where the process ended between the two.
  const bool is_here = RecordingStore(session).audio_file(call.call_sid).fetched_at.has_value();
  if (is_here || !file_was_deleted || reason == store::DeletionReason::call_deleted) {
    ask(std::string(store::kFileTarget));
  }
  for (const auto& uri : copies_of(session, call)) ask(uri);
  if (reason == store::DeletionReason::call_deleted && may_get_more(session, call)) {
    ask(unheard_target(call.account_sid, call.call_sid));
  }
}

std::string unheard_target(std::string_view account_sid, std::string_view call_sid) {
  return std::string(kAccounts).append(account_sid).append(kCalls).append(call_sid);
}

std::optional<std::string> account_of_unheard(std::string_view target) {
  if (!target.starts_with(kAccounts)) return std::nullopt;
  target.remove_prefix(kAccounts.size());
  const auto account_sid = target.substr(0, target.find('/'));
  target.remove_prefix(account_sid.size());
  if (!target.starts_with(kCalls) || !domain::is_account_sid(account_sid)) return std::nullopt;
  return std::string(account_sid);
}

}  // namespace kolog::workflow
