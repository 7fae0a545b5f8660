// SPDX-License-Identifier: Apache-2.0
#include "workflow/delete_audio.h"

#include <optional>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "store/deletion_store.h"
#include "twilio/recording_uri.h"
#include "workflow/deletion_targets.h"

namespace kolog::workflow {
namespace {

using database::Session;
using store::AudioDeletion;
using store::DeletionStore;

constexpr std::string_view kTag = "RETENTION";

/// How a target is named in the log: `file`, or the recording's SID.
std::string name_of(const std::string& target) {
  return target == store::kFileTarget ? target : twilio::recording_sid_of(target);
}

}  // namespace

DeleteAudio::DeleteAudio(const StageContext& context, recordings::RecordingService& recordings,
                         twilio::RestClient& twilio)
    : context_(context), recordings_(recordings), twilio_(twilio) {}

Result<std::string> DeleteAudio::delete_target(const std::string& call_sid, const std::string& target) const {
  if (target == store::kFileTarget) {
    const auto erasure = recordings_.erase(call_sid);
    if (!erasure) return erasure.error();
    return std::string(to_string(*erasure));
  }
  const auto deletion = twilio_.delete_recording(target);
  if (!deletion) return deletion.error();
  return std::string(to_string(*deletion));
}

Result<void> DeleteAudio::note(const std::string& call_sid, const std::string& target,
                               const Result<std::string>& answer) const {
  // Nobody was asked, so there is no answer.
  if (!answer && answer.error().code == ErrorCode::held_off) return {};
  if (answer) {
    log::info(kTag, "deleted", {{"call_sid", call_sid}, {"target", name_of(target)}, {"answer", *answer}});
  } else {
    log::warning(
        kTag, "not deleted",
        {{"call_sid", call_sid}, {"target", name_of(target)}, {"error", log::describe(answer.error())}});
  }
  return context_.database.transact([&](Session& session) -> Result<void> {
    const auto outcome = answer ? store::Outcome::done : store::Outcome::failed;
    DeletionStore(session).note_answer(call_sid, target, answer ? *answer : answer.error().public_message,
                                       outcome, context_.clock.now());
    return {};
  });
}

Result<void> DeleteAudio::operator()(const std::string& call_sid, const MayGoOn& may_go_on) const {
  const auto open = context_.database.read([&](Session& session) -> Result<std::vector<AudioDeletion>> {
    return DeletionStore(session).open_of_call(call_sid);
  });
  if (!open) return open.error();
  std::optional<Error> failed;
  for (const auto& deletion : *open) {
    if (account_of_unheard(deletion.target)) continue;
    const auto proceed = may_go_on();
    if (!proceed) return proceed.error();
    if (!*proceed) return {};
    const auto answer = delete_target(call_sid, deletion.target);
    if (const auto noted = note(call_sid, deletion.target, answer); !noted) return noted;
    if (!answer && (!failed || is_retryable(answer.error().code))) failed = answer.error();
  }
  if (failed) return *failed;
  return {};
}

}  // namespace kolog::workflow
