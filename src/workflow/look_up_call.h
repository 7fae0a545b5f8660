// SPDX-License-Identifier: Apache-2.0
// Asks Twilio how a call stands of whose end nobody told us, or that we only know by its recording. Goes on
// until the call has ended. Handler of `lookup:AC…/CA…`.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "recordings/twilio_accounts.h"
#include "twilio/rest_client.h"
#include "workflow/ingest_call.h"
#include "workflow/stages.h"

namespace kolog::workflow {

/// The job's subject: the account whose call it is, and the call.
std::string look_up_subject(std::string_view account_sid, std::string_view call_sid);

class LookUpCall {
 public:
  struct Settings {
    std::chrono::seconds give_up_after{24 * 3600};  // the longest call that Twilio carries
  };

  LookUpCall(Settings settings, const StageContext& context, twilio::RestClient& twilio,
             recordings::TwilioAccounts& accounts, IngestCall& ingest);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  Result<bool> is_settled(const std::string& call_sid) const;
  Result<void> end(const jobs::JobRun& run) const;

  const Settings settings_;
  const StageContext& context_;
  twilio::RestClient& twilio_;
  recordings::TwilioAccounts& accounts_;
  IngestCall& ingest_;
};

/// What Twilio's API told of a call, as a fact from the account of that business.
CallFacts facts_of(const twilio::CallResource& call, std::string account_business);

}  // namespace kolog::workflow
