// SPDX-License-Identifier: Apache-2.0
// Sends one outbox row to its endpoint, under the same webhook-id at each attempt. Handler of
// `deliver:{webhook-id}`.
#pragma once

#include "store/webhook_store.h"
#include "webhooks/sender.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class DeliverWebhook {
 public:
  DeliverWebhook(const StageContext& context, webhooks::Sender& sender);

  Result<void> operator()(const jobs::JobRun& run) const;

  /// For `JobKind::on_dead`: the delivery has failed for good.
  static void give_up(database::Session& session, const domain::Job& job, const Error& error);

 private:
  Result<void> note_delivered(const jobs::JobRun& run, const store::Delivery& delivery, int status) const;

  const StageContext& context_;
  webhooks::Sender& sender_;
};

}  // namespace kolog::workflow
