// SPDX-License-Identifier: Apache-2.0
// Looks a call's recordings up at Twilio: at once when a media stream has ended, and as a backstop after
// every call, since a callback can be lost. Goes on for hours before it says that there is none. Handler of
// `find:CA…`.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

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

  /// For `JobKind::on_dead`: the call has failed, unless a recording of it is known.
  static void give_up(database::Session& session, const StageContext& context, std::string_view public_url,
                      const domain::Job& job, const Error& error);

 private:
  Result<std::optional<domain::Call>> call_to_look_for(const std::string& call_sid) const;

  const Settings settings_;
  const StageContext& context_;
  twilio::RestClient& twilio_;
};

}  // namespace kolog::workflow
