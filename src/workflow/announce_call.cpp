// SPDX-License-Identifier: Apache-2.0
#include "workflow/announce_call.h"

#include <string>

#include "store/transcript_store.h"
#include "store/webhook_store.h"
#include "webhooks/events.h"
#include "workflow/redact_call.h"
#include "workflow/webhook_outbox.h"

namespace kolog::workflow {
namespace {

/// Whether the comma-separated list names the event.
bool subscribes_to(std::string_view events, std::string_view event) {
  while (!events.empty()) {
    const auto comma = events.find(',');
    if (events.substr(0, comma) == event) return true;
    events.remove_prefix(comma == events.npos ? events.size() : comma + 1);
  }
  return false;
}

}  // namespace

void announce_call(database::Session& session, const Clock& clock, std::string_view public_url,
                   const domain::Call& call, std::string_view event) {
  store::WebhookStore store(session);
  const auto now = clock.now();
  webhooks::CallEvent content{
      call, call.final_transcript,
      store::TranscriptStore(session).insight(call.call_sid).value_or(domain::Insight{}),
      std::string(public_url), now};
  if (is_withheld(session, call)) {
    content.call.summary.clear();
    content.transcript.clear();
    content.insight = {};
  }
  for (const auto& endpoint : store.endpoints(call.business_id)) {
    if (!endpoint.enabled || !subscribes_to(endpoint.events, event)) continue;
    const auto body = event == webhooks::kCallFailed ? webhooks::call_failed_body(content)
                                                     : webhooks::call_processed_body(content);
    queue_delivery(session, now, endpoint, {std::string(event), call.call_sid, body});
  }
}

}  // namespace kolog::workflow
