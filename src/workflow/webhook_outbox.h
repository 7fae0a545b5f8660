// SPDX-License-Identifier: Apache-2.0
// Puts rows into the outbox of webhooks and back into it, each with its job, in the caller's transaction. A
// paused endpoint's rows wait without a job until it goes on.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "database/database.h"
#include "domain/business.h"
#include "store/webhook_store.h"

namespace kolog::workflow {

struct OutgoingEvent {
  std::string type;
  std::string call_sid;  // empty: about no call
  std::string body;
};

/// The new webhook-id.
std::string queue_delivery(database::Session& session, Timestamp now, const domain::WebhookEndpoint& endpoint,
                           const OutgoingEvent& event);

/// The endpoint goes on: what waits for it is due now, but for what is to be tried again later anyway.
void release_deliveries(database::Session& session, Timestamp now, std::string_view endpoint_id);

/// Sends what is over once more, under the same webhook-id and with the same body.
void repeat_delivery(database::Session& session, Timestamp now, const domain::WebhookEndpoint& endpoint,
                     const store::Delivery& delivery);

}  // namespace kolog::workflow
