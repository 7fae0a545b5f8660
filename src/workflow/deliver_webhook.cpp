// SPDX-License-Identifier: Apache-2.0
#include "workflow/deliver_webhook.h"

#include <string>
#include <utility>

#include "base/log.h"
#include "base/utf8.h"
#include "store/call_store.h"
#include "webhooks/endpoint_secrets.h"
#include "webhooks/log_text.h"

namespace kolog::workflow {
namespace {

using database::Session;
using store::DeliveryAttempt;
using store::WebhookStore;
using webhooks::DeliveryOutcome;
using webhooks::DeliveryState;

constexpr std::string_view kTag = "WEBHOOK";
constexpr std::size_t kKeptHeaders = 8192;  // bytes of a request's or an answer's, in the log

DeliveryAttempt attempt_of(const std::string& url, Timestamp at, const DeliveryOutcome& outcome) {
  DeliveryAttempt attempt;
  attempt.at = at;
  attempt.duration = outcome.duration;
  attempt.url = url;
  attempt.address = outcome.address;
  attempt.request_headers = webhooks::header_lines(outcome.request, kKeptHeaders);
  if (outcome.status != 0) attempt.status = outcome.status;
  attempt.response_headers = webhooks::header_lines(outcome.response, kKeptHeaders);
  attempt.response_body = valid_utf8(outcome.body);
  attempt.error = outcome.error;
  return attempt;
}

}  // namespace

DeliverWebhook::DeliverWebhook(const StageContext& context, const SecretBox& secrets,
                               webhooks::Sender& sender)
    : context_(context), secrets_(secrets), sender_(sender) {}

Result<void> DeliverWebhook::operator()(const jobs::JobRun& run) const {
  const auto outgoing = take_up(run);
  if (!outgoing) return outgoing.error();
  if (!*outgoing) return {};
  const auto& [delivery, endpoint] = **outgoing;
  const auto now = context_.clock.now();
  auto secrets = webhooks::signing_secrets(secrets_, endpoint, now);
  if (!secrets) return secrets.error();
  const auto outcome = sender_.send({endpoint.url, delivery.id, now, delivery.body, *std::move(secrets)});
  const auto attempt = attempt_of(endpoint.url, now, outcome);
  if (outcome.state == DeliveryState::delivered) return note_delivered(run, **outgoing, attempt);
  return note_failed(**outgoing, attempt, outcome);
}

/// None where there is nothing to send, for now or ever, since the call or the endpoint was deleted, say:
/// then the job is complete. In one transaction, so that an endpoint which goes on at this moment either
/// finds the job ended or is found by it.
Result<std::optional<DeliverWebhook::Outgoing>> DeliverWebhook::take_up(const jobs::JobRun& run) const {
  using Answer = Result<std::optional<Outgoing>>;
  const auto& id = run.job.subject;
  return context_.database.transact([&](Session& session) -> Answer {
    WebhookStore store(session);
    auto delivery = store.find_delivery(id);
    auto endpoint = delivery ? store.find_endpoint(delivery->endpoint_id) : std::nullopt;
    const bool waits = endpoint && delivery->state == store::kPending;
    if (waits && !endpoint->enabled) return failure(ErrorCode::refused, "The endpoint is switched off", id);
    if (waits && !endpoint->paused) {
      return std::optional(Outgoing{std::move(*delivery), std::move(*endpoint)});
    }
    store.set_next_attempt(id, std::nullopt);
    if (const auto completed = run.complete(session); !completed) return completed.error();
    return std::optional<Outgoing>();
  });
}

Result<void> DeliverWebhook::note_delivered(const jobs::JobRun& run, const Outgoing& outgoing,
                                            const DeliveryAttempt& attempt) const {
  const auto& delivery = outgoing.delivery;
  if (context_.hook) context_.hook(domain::Stage::delivered, Moment::before_commit);
  auto committed = context_.database.transact([&](Session& session) -> Result<void> {
    WebhookStore store(session);
    store.record_attempt(delivery.id, store::kDelivered, attempt);
    if (!delivery.call_sid.empty() && store.outstanding(delivery.call_sid) == 0) {
      store::CallStore(session).reach(delivery.call_sid, domain::Stage::delivered, context_.clock.now());
    }
    return run.complete(session);
  });
  if (!committed) return committed;
  if (context_.hook) context_.hook(domain::Stage::delivered, Moment::after_commit);
  log::info(kTag, "delivered",
            {{"call_sid", delivery.call_sid},
             {"webhook_id", delivery.id},
             {"event", delivery.event},
             {"status", attempt.status.value_or(0)}});
  return committed;
}

Error DeliverWebhook::note_failed(const Outgoing& outgoing, const DeliveryAttempt& attempt,
                                  const DeliveryOutcome& outcome) const {
  const auto& delivery = outgoing.delivery;
  const auto& endpoint = outgoing.endpoint;
  // True while another attempt may follow.
  const auto noted = context_.database.transact([&](Session& session) -> Result<bool> {
    WebhookStore store(session);
    store.record_attempt(delivery.id, store::kPending, attempt);
    if (outcome.state == DeliveryState::disabled) {
      store.disable_endpoint(endpoint.id, "It answered 410 Gone at " + format_rfc3339(attempt.at),
                             "The endpoint answered another webhook 410 and was switched off");
    }
    // It may have been switched off meanwhile, by the answer to another delivery.
    const auto current = store.find_endpoint(endpoint.id);
    return outcome.state == DeliveryState::retry && current && current->enabled;
  });
  if (!noted) return noted.error();
  return {*noted ? ErrorCode::unavailable : ErrorCode::refused, outcome.error, delivery.id,
          outcome.retry_after};
}

void DeliverWebhook::put_off(Session& session, const domain::Job& job, Timestamp until) {
  WebhookStore(session).set_next_attempt(job.subject, until);
}

void DeliverWebhook::give_up(Session& session, const domain::Job& job, const Error& error) {
  WebhookStore store(session);
  const auto delivery = store.find_delivery(job.subject);
  if (!delivery) return;
  store.fail_delivery(delivery->id, error.public_message);
  log::error(
      kTag, "not delivered",
      {{"call_sid", delivery->call_sid}, {"webhook_id", delivery->id}, {"error", error.public_message}});
}

}  // namespace kolog::workflow
