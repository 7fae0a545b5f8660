// SPDX-License-Identifier: Apache-2.0
// Asks Twilio now and then which calls an account had to our numbers, so that one of which every webhook was
// lost, the machine being off say, is found too. Handler of `review:AC…`, which comes again and again.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "recordings/twilio_accounts.h"
#include "twilio/rest_client.h"
#include "workflow/ingest_call.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class ReviewAccount {
 public:
  struct Settings {
    std::chrono::milliseconds every{3'600'000};
  };

  ReviewAccount(Settings settings, const StageContext& context, twilio::RestClient& twilio,
                recordings::TwilioAccounts& accounts, IngestCall& ingest);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  Result<std::vector<std::string>> numbers_of(const std::string& business_id) const;
  Result<bool> is_news(const twilio::CallResource& call, Timestamp since) const;

  const Settings settings_;
  const StageContext& context_;
  twilio::RestClient& twilio_;
  recordings::TwilioAccounts& accounts_;
  IngestCall& ingest_;
};

}  // namespace kolog::workflow
