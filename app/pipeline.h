// SPDX-License-Identifier: Apache-2.0
// Everything between a call's first webhook and its last, built by hand and in order: what `kolog serve` and
// `kolog worker` share. Owns all of it; the database, the object store and the box of secrets outlive it.
#pragma once

#include <memory>

#include "app/open_insight.h"
#include "app/settings.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret_box.h"
#include "database/database.h"
#include "domain/insight_settings.h"
#include "http/client.h"
#include "jobs/worker.h"
#include "objects/object_store.h"
#include "recordings/recording_service.h"
#include "recordings/twilio_accounts.h"
#include "speech/transcriber.h"
#include "twilio/rest_client.h"
#include "webhooks/sender.h"
#include "workflow/ingest_call.h"
#include "workflow/model_budget.h"
#include "workflow/stages.h"

namespace kolog::app {

class Pipeline {
 public:
  static Result<std::unique_ptr<Pipeline>> open(const Settings& settings, database::Database& database,
                                                objects::ObjectStore& objects, const SecretBox& secrets,
                                                const Clock& clock);
  ~Pipeline();

  workflow::IngestCall& ingest() { return ingest_; }
  recordings::RecordingService& recordings() { return recordings_; }
  recordings::TwilioAccounts& accounts() { return accounts_; }
  const domain::InsightSettings& insight_defaults() const { return insight_defaults_; }

  /// Starts the workers, with this transcriber for speech.
  void start_workers(std::unique_ptr<speech::Transcriber> transcriber);

  /// A call's transcription was ended: what of it runs here stops at once.
  void stop_transcription(std::string_view call_sid);

  /// Hands back what is under way.
  void stop_workers();

 private:
  Pipeline(const Settings& settings, workflow::StageHook hook, database::Database& database,
           objects::ObjectStore& objects, const SecretBox& secrets, const Clock& clock);

  jobs::JobKind call_job(std::string_view name, domain::Stage stage,
                         std::function<Result<void>(const jobs::JobRun&)> handle) const;
  jobs::JobKind find_job();
  jobs::JobKind patient_job(std::string_view name,
                            std::function<Result<void>(const jobs::JobRun&)> handle) const;
  void ask_for_reviews();
  void ask_for_sweep();
  jobs::JobKind deliver_job();

  const Settings settings_;
  objects::ObjectStore& objects_;
  const SecretBox& secrets_;
  const workflow::StageContext context_;
  const domain::InsightSettings insight_defaults_;
  std::unique_ptr<http::Client> client_;
  recordings::TwilioAccounts accounts_;
  twilio::RestClient twilio_;
  webhooks::Sender sender_;
  recordings::RecordingService recordings_;
  workflow::IngestCall ingest_;
  workflow::ModelBudget model_budget_;
  InsightEngine insight_;
  std::unique_ptr<speech::Transcriber> transcriber_;
  jobs::Worker worker_;
};

}  // namespace kolog::app
