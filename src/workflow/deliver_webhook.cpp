// SPDX-License-Identifier: Apache-2.0
#include "workflow/deliver_webhook.h"

#include <string>

#include "base/log.h"
#include "store/call_store.h"
#include "store/job_store.h"

namespace kolog::workflow {
namespace {

using database::Session;
using store::Delivery;
using store::WebhookStore;
using webhooks::DeliveryState;

constexpr std::string_view kTag = "WEBHOOK";

struct Outgoing {
  Delivery delivery;
  domain::WebhookEndpoint endpoint;
};

Result<Outgoing> read_outgoing(database::Database& database, const std::string& id) {
  return database.read([&](Session& session) -> Result<Outgoing> {
    WebhookStore store(session);
    auto delivery = store.find_delivery(id);
    if (!delivery) return failure(ErrorCode::not_found, "The call or the endpoint has been deleted", id);
    auto endpoint = store.find_endpoint(delivery->endpoint_id);
    if (!endpoint || !endpoint->enabled)
      return failure(ErrorCode::refused, "The endpoint is switched off", id);
    return Outgoing{std::move(*delivery), std::move(*endpoint)};
  });
}

std::optional<int> status_of(int status) {
  return status == 0 ? std::nullopt : std::optional(status);
}

}  // namespace

DeliverWebhook::DeliverWebhook(const StageContext& context, webhooks::Sender& sender)
    : context_(context), sender_(sender) {}

Result<void> DeliverWebhook::operator()(const jobs::JobRun& run) const {
  const auto outgoing = read_outgoing(context_.database, run.job.subject);
  if (!outgoing) return outgoing.error();
  const auto& delivery = outgoing->delivery;
  const auto outcome = sender_.send({outgoing->endpoint.url, delivery.id, context_.clock.now(), delivery.body,
                                     Secret(outgoing->endpoint.secret)});
  if (outcome.state == DeliveryState::delivered) return note_delivered(run, delivery, outcome.status);
  const auto noted = context_.database.transact([&](Session& session) -> Result<void> {
    WebhookStore store(session);
    store.record_attempt(delivery.id, "pending", status_of(outcome.status), outcome.error, std::nullopt);
    if (outcome.state == DeliveryState::disabled) store.disable_endpoint(delivery.endpoint_id);
    return {};
  });
  if (!noted) return noted.error();
  const auto code = outcome.state == DeliveryState::retry ? ErrorCode::unavailable : ErrorCode::refused;
  return Error{code, outcome.error, delivery.id, outcome.retry_after};
}

Result<void> DeliverWebhook::note_delivered(const jobs::JobRun& run, const Delivery& delivery,
                                            int status) const {
  bool last = false;
  if (context_.hook) context_.hook(domain::Stage::delivered, Moment::before_commit);
  auto committed = context_.database.transact([&](Session& session) -> Result<void> {
    WebhookStore store(session);
    const auto now = context_.clock.now();
    store.record_attempt(delivery.id, "delivered", status, "", now);
    last = store.outstanding(delivery.call_sid) == 0;
    if (last) store::CallStore(session).reach(delivery.call_sid, domain::Stage::delivered, now);
    return run.complete(session);
  });
  if (!committed) return committed;
  if (context_.hook) context_.hook(domain::Stage::delivered, Moment::after_commit);
  log::info(kTag, "delivered",
            {{"call_sid", delivery.call_sid},
             {"webhook_id", delivery.id},
             {"event", delivery.event},
             {"status", status}});
  return committed;
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
