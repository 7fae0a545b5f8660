// SPDX-License-Identifier: Apache-2.0
// Looks a call's recordings up at Twilio: at once when a media stream has ended, and as a backstop after
// every call, since a callback can be lost. Goes on for hours before it says that there is none. Handler of
// `find:CA…`.
#pragma once

#include <chrono>
#include <string>

#include "twilio/rest_client.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class FindRecording {
 public:
  struct Settings {
    std::chrono::seconds give_up_after{4 * 3600};
  };

  FindRecording(Settings settings, const StageContext& context, twilio::RestClient& twilio);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  Result<bool> is_settled(const std::string& call_sid) const;

  const Settings settings_;
  const StageContext& context_;
  twilio::RestClient& twilio_;
};

}  // namespace kolog::workflow
