// SPDX-License-Identifier: Apache-2.0
#include "workflow/announce_call.h"

#include <string>

#include "store/tag_store.h"
#include "store/transcript_store.h"
#include "store/webhook_store.h"
#include "webhooks/events.h"
#include "workflow/corrected_insight.h"
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

std::string body_of(std::string_view event, const webhooks::CallEvent& content) {
  if (event == webhooks::kCallFailed) return webhooks::call_failed_body(content);
  if (event == webhooks::kCallTagged) return webhooks::call_tagged_body(content);
  return webhooks::call_processed_body(content);
}

}  // namespace

void announce_call(database::Session& session, const Clock& clock, std::string_view public_url,
                   const domain::Call& call, std::string_view event) {
  store::WebhookStore store(session);
  const auto now = clock.now();
  const auto insight = store::TranscriptStore(session).insight(call.call_sid).value_or(domain::Insight{});
  webhooks::CallEvent content{call, call.final_transcript, with_corrections(insight, call),
                              std::string(public_url), now};
  if (event == webhooks::kCallTagged) content.tags = store::TagStore(session).of_call(call.call_sid);
  if (is_withheld(session, call)) {
    content.call.summary.clear();
    content.transcript.clear();
    content.insight = {};
  }
  for (const auto& endpoint : store.endpoints(call.business_id)) {
    if (!endpoint.enabled || !subscribes_to(endpoint.events, event)) continue;
    queue_delivery(session, now, endpoint, {std::string(event), call.call_sid, body_of(event, content)});
  }
}

}  // namespace kolog::workflow
