// SPDX-License-Identifier: Apache-2.0
#include "workflow/deletion_targets.h"

#include <algorithm>
#include <set>
#include <string>

#include "store/recording_store.h"
#include "twilio/recording_uri.h"

namespace kolog::workflow {
namespace {

using store::DeletionStore;
using store::RecordingStore;

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
}

}  // namespace kolog::workflow
