// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline.h"

#include <limits>
#include <random>
#include <utility>

#include "app/crash_point.h"
#include "audio/beep.h"
#include "audio/decode.h"
#include "audio/join.h"
#include "base/log.h"
#include "http/curl_client.h"
#include "insight/taxonomy.h"
#include "store/job_store.h"
#include "store/twilio_account_store.h"
#include "webhooks/retry_schedule.h"
#include "workflow/delete_call.h"
#include "workflow/deliver_webhook.h"
#include "workflow/expire_recording.h"
#include "workflow/fetch_recording.h"
#include "workflow/find_recording.h"
#include "workflow/look_up_call.h"
#include "workflow/review_account.h"
#include "workflow/sweep_recordings.h"
#include "workflow/transcribe_call.h"
#include "workflow/understand_call.h"

namespace kolog::app {
namespace {

using jobs::JobKind;
using std::chrono::milliseconds;

/// Twilio and the database are waited for, not computed with: a few threads keep one slow answer from holding
/// up the rest.
constexpr int kLightThreads = 4;
constexpr int kDeliveryThreads = 4;
/// A lane of its own: a thousand recordings whose days are over keep no call waiting.
constexpr int kDeletionThreads = 2;

twilio::RestClient::Settings rest_settings(const Settings& settings) {
  return {settings.twilio_timeout, settings.recording_maximum_bytes, settings.twilio_breaker};
}

webhooks::AddressPolicy address_policy(const Settings& settings) {
  return webhooks::AddressPolicy(settings.allow_private_webhooks ? webhooks::PrivateAddresses::allow
                                                                 : webhooks::PrivateAddresses::refuse);
}

Result<std::string> beep(const std::filesystem::path& recording, const std::filesystem::path& into,
                         const std::vector<domain::RedactedSpan>& spans) {
  std::vector<audio::BeepSpan> stretches;
  for (const auto& span : spans) stretches.push_back({span.channel, span.start, span.stop});
  return audio::beep(recording, into, stretches);
}

int delivery_attempts() {
  int attempts = 1;
  while (webhooks::next_attempt_after(attempts, 0.5)) ++attempts;
  return attempts;
}

}  // namespace

Result<std::unique_ptr<Pipeline>> Pipeline::open(const Settings& settings, database::Database& database,
                                                 objects::ObjectStore& objects, const SecretBox& secrets,
                                                 const Clock& clock) {
  auto hook = crash_point();
  if (!hook) return hook.error();
  return std::unique_ptr<Pipeline>(
      new Pipeline(settings, std::move(*hook), database, objects, secrets, clock));
}

Pipeline::Pipeline(const Settings& settings, workflow::StageHook hook, database::Database& database,
                   objects::ObjectStore& objects, const SecretBox& secrets, const Clock& clock)
    : settings_(settings),
      objects_(objects),
      secrets_(secrets),
      context_{database, clock, std::move(hook), [this] { worker_.wake(); }},
      insight_defaults_(insight::default_settings()),
      client_(std::make_unique<http::CurlClient>()),
      accounts_({settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_api_url}, database,
                secrets),
      twilio_(*client_, accounts_, clock, rest_settings(settings)),
      sender_({settings.webhook_timeout, settings.webhook_log_body_bytes}, *client_,
              address_policy(settings)),
      recordings_({settings.retention, settings.job_lease, kLightThreads}, database, objects, twilio_,
                  {[](const std::filesystem::path& path) { return audio::probe(path); },
                   [](const std::vector<std::filesystem::path>& parts, const std::filesystem::path& into) {
                     return audio::join(parts, into);
                   },
                   beep},
                  clock),
      ingest_({settings.twilio_api_url, settings.recording_lookup_delay, settings.call_lookup}, context_),
      model_budget_({settings.llm_daily_tokens}, database, clock),
      insight_(settings, clock, &model_budget_),
      worker_({.lease = settings.job_lease}, database, clock) {}

Pipeline::~Pipeline() {
  stop_workers();
}

JobKind Pipeline::call_job(std::string_view name, domain::Stage stage,
                           std::function<Result<void>(const jobs::JobRun&)> handle) const {
  return {
      std::string(name), std::move(handle), settings_.job_attempts,
      [this](int attempts) { return jobs::backoff(attempts, settings_.retry_base, settings_.retry_limit); },
      [this, stage](database::Session& session, const domain::Job& job, const Error& error) {
        workflow::fail_call(session, context_.clock, settings_.public_url, job.subject, stage, error);
      }};
}

JobKind Pipeline::find_job() {
  const workflow::FindRecording handle({settings_.recording_lookup}, context_, twilio_);
  auto kind = patient_job(workflow::kFindJob, handle);
  kind.on_dead = [this](database::Session& session, const domain::Job& job, const Error& error) {
    workflow::FindRecording::give_up(session, context_, settings_.public_url, job, error);
  };
  return kind;
}

/// For what ends by the clock, or never, and not by counting; nothing hangs on it when it cannot be done.
JobKind Pipeline::patient_job(std::string_view name,
                              std::function<Result<void>(const jobs::JobRun&)> handle) const {
  return {
      std::string(name), std::move(handle), std::numeric_limits<int>::max(),
      [this](int attempts) { return jobs::backoff(attempts, settings_.retry_base, settings_.retry_limit); },
      [](database::Session&, const domain::Job&, const Error&) {}};
}

/// Which calls the accounts had while nobody was listening.
void Pipeline::ask_for_reviews() {
  const auto asked = context_.database.transact([&](database::Session& session) -> Result<void> {
    store::JobStore jobs(session);
    const auto now = context_.clock.now();
    if (!settings_.twilio_account_sid.empty()) {
      jobs.enqueue_again(workflow::kReviewJob, settings_.twilio_account_sid, now);
    }
    for (const auto& account : store::TwilioAccountStore(session).list()) {
      jobs.enqueue_again(workflow::kReviewJob, account.account_sid, now);
    }
    return {};
  });
  if (!asked) log::error("WEBHOOK", "no review was asked for", {{"error", log::describe(asked.error())}});
}

void Pipeline::ask_for_sweep() {
  const auto asked = context_.database.transact([&](database::Session& session) -> Result<void> {
    store::JobStore(session).enqueue_again(workflow::kSweepJob, workflow::kSweepSubject,
                                           context_.clock.now());
    return {};
  });
  if (!asked) log::error("RETENTION", "no sweep was asked for", {{"error", log::describe(asked.error())}});
}

JobKind Pipeline::deliver_job() {
  const workflow::DeliverWebhook handle(context_, secrets_, sender_);
  return {std::string(workflow::kDeliverJob),
          handle,
          delivery_attempts(),
          [](int attempts) {
            thread_local std::minstd_rand random{std::random_device{}()};
            const auto delay =
                webhooks::next_attempt_after(attempts, std::uniform_real_distribution<double>{0, 1}(random));
            return milliseconds{delay.value_or(std::chrono::seconds{0})};
          },
          workflow::DeliverWebhook::give_up,
          workflow::DeliverWebhook::put_off};
}

void Pipeline::start_workers(std::unique_ptr<speech::Transcriber> transcriber) {
  using domain::Stage;
  transcriber_ = std::move(transcriber);
  worker_.add_lane(
      settings_.workers,
      {call_job(workflow::kTranscribeJob, Stage::transcribed,
                workflow::TranscribeCall({settings_.language}, context_, recordings_, *transcriber_))});
  worker_.add_lane(
      kLightThreads,
      {find_job(),
       patient_job(workflow::kLookUpJob, workflow::LookUpCall({}, context_, twilio_, accounts_, ingest_)),
       patient_job(workflow::kReviewJob, workflow::ReviewAccount({settings_.account_review}, context_,
                                                                 twilio_, accounts_, ingest_)),
       call_job(workflow::kFetchJob, Stage::fetched, workflow::FetchRecording(context_, recordings_)),
       call_job(workflow::kSummariseJob, Stage::summarised,
                workflow::SummariseCall(context_, insight_.summariser(), settings_.public_url, insight_defaults_,
                                        settings_.time_zone))});
  // A lane of its own: a language model may take a minute over each call.
  worker_.add_lane(
      settings_.llm_requests,
      {call_job(workflow::kExtractJob, Stage::extracted,
                workflow::ExtractCall(context_, insight_.extractor(), insight_defaults_, settings_.time_zone))});
  worker_.add_lane(kDeliveryThreads, {deliver_job()});
  worker_.add_lane(
      kDeletionThreads,
      {patient_job(workflow::kExpireJob,
                   workflow::ExpireRecording({settings_.retention}, context_, recordings_, twilio_)),
       patient_job(workflow::kEraseJob,
                   workflow::EraseCall({settings_.recording_lookup}, context_, recordings_, twilio_)),
       patient_job(workflow::kSweepJob, workflow::SweepRecordings({.retention = settings_.retention,
                                                                   .interval = settings_.retention_sweep,
                                                                   .webhook_log = settings_.webhook_log_days},
                                                                  context_, objects_))});
  ask_for_reviews();
  ask_for_sweep();
  worker_.start();
}

void Pipeline::stop_transcription(std::string_view call_sid) {
  worker_.stop_job(workflow::kTranscribeJob, call_sid);
}

void Pipeline::stop_workers() {
  worker_.stop();
}

}  // namespace kolog::app
