// SPDX-License-Identifier: Apache-2.0
// Deletes what `audio_deletions` names of one call: the file here and the copies at Twilio. What each place
// answers is written down as it comes. What the jobs `expire` and `erase` have in common.
#pragma once

#include <functional>
#include <string>

#include "recordings/recording_service.h"
#include "twilio/rest_client.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class DeleteAudio {
 public:
  DeleteAudio(const StageContext& context, recordings::RecordingService& recordings,
              twilio::RestClient& twilio);

  /// Whether the next one may still be deleted; asked before each.
  using MayGoOn = std::function<Result<bool>()>;

  /// One place's failure keeps none of the others from being tried. Of several errors the one that can be
  /// retried is returned. Success says that all was tried, or that `may_go_on` said no.
  Result<void> operator()(const std::string& call_sid, const MayGoOn& may_go_on) const;

 private:
  Result<std::string> delete_target(const std::string& call_sid, const std::string& target) const;
  Result<void> note(const std::string& call_sid, const std::string& target,
                    const Result<std::string>& answer) const;

  const StageContext& context_;
  recordings::RecordingService& recordings_;
  twilio::RestClient& twilio_;
};

}  // namespace kolog::workflow
