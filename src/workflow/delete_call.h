// SPDX-License-Identifier: Apache-2.0
// A person deletes a call: its row and all that hangs on it go at once, its file and Twilio's copies by the
// job `erase:CA…`, and what Twilio tells of it later brings nothing back. Any thread; blocks.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "database/database.h"
#include "workflow/delete_audio.h"
#include "workflow/stages.h"

namespace kolog::workflow {

/// `call_not_found` if the business has no such call, `conflict` if it is under a legal hold.
Result<void> delete_call(database::Database& database, const Clock& clock, const std::string& business_id,
                         const std::string& call_sid);

/// Twilio tells of a recording, by its canonical URI, of a call that was deleted: it is deleted as well. In
/// the transaction of the telling. Nothing happens where the call was not deleted.
void erase_late_recording(database::Session& session, const Clock& clock, std::string_view call_sid,
                          std::string_view uri);

/// Handler of `erase:CA…`: knows the call by `audio_deletions` alone.
class EraseCall {
 public:
  struct Settings {
    std::chrono::seconds lookup{4 * 3600};  // how long after the deletion a recording may still turn up
  };

  EraseCall(Settings settings, const StageContext& context, recordings::RecordingService& recordings,
            twilio::RestClient& twilio);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  Result<void> ask_for_unheard(const std::string& call_sid) const;

  const Settings settings_;
  const StageContext& context_;
  twilio::RestClient& twilio_;
  const DeleteAudio delete_audio_;
};

}  // namespace kolog::workflow
