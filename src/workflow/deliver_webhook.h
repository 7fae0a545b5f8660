// SPDX-License-Identifier: Apache-2.0
// Sends one outbox row to its endpoint, under the same webhook-id at each attempt, and keeps what was sent
// and answered. Handler of `deliver:{webhook-id}`.
#pragma once

#include <optional>

#include "base/secret_box.h"
#include "store/webhook_store.h"
#include "webhooks/sender.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class DeliverWebhook {
 public:
  DeliverWebhook(const StageContext& context, const SecretBox& secrets, webhooks::Sender& sender);

  Result<void> operator()(const jobs::JobRun& run) const;

  /// For `JobKind::on_put_off`: the delivery says when it is tried next.
  static void put_off(database::Session& session, const domain::Job& job, Timestamp until);

  /// For `JobKind::on_dead`: the delivery has failed for good.
  static void give_up(database::Session& session, const domain::Job& job, const Error& error);

 private:
  struct Outgoing {
    store::Delivery delivery;
    domain::WebhookEndpoint endpoint;
  };

  Result<std::optional<Outgoing>> take_up(const jobs::JobRun& run) const;
  Result<void> note_delivered(const jobs::JobRun& run, const Outgoing& outgoing,
                              const store::DeliveryAttempt& attempt) const;
  Error note_failed(const Outgoing& outgoing, const store::DeliveryAttempt& attempt,
                    const webhooks::DeliveryOutcome& outcome) const;

  const StageContext& context_;
  const SecretBox& secrets_;
  webhooks::Sender& sender_;
};

}  // namespace kolog::workflow
