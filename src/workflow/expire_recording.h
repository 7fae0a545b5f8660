// SPDX-License-Identifier: Apache-2.0
// Deletes a call's recording once its days are over: the file here and every copy at Twilio. The call, its
// text and its `recording_url` stay. Handler of `expire:CA…`; docs/retention.md has the order of things.
#pragma once

#include <chrono>
#include <string>

#include "workflow/delete_audio.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class ExpireRecording {
 public:
  struct Settings {
    std::chrono::days retention{7};
  };

  ExpireRecording(Settings settings, const StageContext& context, recordings::RecordingService& recordings,
                  twilio::RestClient& twilio);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  bool is_due(const domain::Call& call) const;
  Result<void> write_down(const std::string& call_sid) const;
  Result<bool> is_still_due(const std::string& call_sid) const;

  const Settings settings_;
  const StageContext& context_;
  const DeleteAudio delete_audio_;
};

}  // namespace kolog::workflow
