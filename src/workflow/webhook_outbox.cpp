// SPDX-License-Identifier: Apache-2.0
#include "workflow/webhook_outbox.h"

#include <optional>

#include "base/ids.h"
#include "store/job_store.h"
#include "workflow/stages.h"

namespace kolog::workflow {
namespace {

std::optional<Timestamp> first_attempt(Timestamp now, const domain::WebhookEndpoint& endpoint) {
  return endpoint.paused ? std::nullopt : std::optional(now);
}

}  // namespace

std::string queue_delivery(database::Session& session, Timestamp now, const domain::WebhookEndpoint& endpoint,
                           const OutgoingEvent& event) {
  store::Delivery delivery;
  delivery.id = new_id("msg_");
  delivery.endpoint_id = endpoint.id;
  delivery.business_id = endpoint.business_id;
  delivery.call_sid = event.call_sid;
  delivery.event = event.type;
  delivery.body = event.body;
  delivery.created_at = now;
  delivery.next_attempt_at = first_attempt(now, endpoint);
  store::WebhookStore(session).insert_delivery(delivery);
  if (!endpoint.paused) store::JobStore(session).enqueue(kDeliverJob, delivery.id, now);
  return delivery.id;
}

void release_deliveries(database::Session& session, Timestamp now, std::string_view endpoint_id) {
  store::WebhookStore webhooks(session);
  store::JobStore jobs(session);
  for (const auto& id : webhooks.pending_of(endpoint_id)) {
    if (jobs.is_open(kDeliverJob, id)) continue;
    webhooks.set_next_attempt(id, now);
    jobs.enqueue_again(kDeliverJob, id, now);
  }
}

void repeat_delivery(database::Session& session, Timestamp now, const domain::WebhookEndpoint& endpoint,
                     const store::Delivery& delivery) {
  store::WebhookStore(session).make_pending(delivery.id, first_attempt(now, endpoint));
  store::JobStore jobs(session);
  // A job that was left over when the endpoint switched itself off would come much later, if it is there.
  jobs.forget(kDeliverJob, delivery.id);
  if (!endpoint.paused) jobs.enqueue(kDeliverJob, delivery.id, now);
}

}  // namespace kolog::workflow
