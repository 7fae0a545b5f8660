// SPDX-License-Identifier: Apache-2.0
// The bodies of outgoing webhooks. What is promised as a string is never null. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/call.h"
#include "domain/call_tag.h"
#include "domain/insight.h"

namespace kolog::webhooks {

inline constexpr std::string_view kCallProcessed = "call.processed";
inline constexpr std::string_view kCallFailed = "call.failed";
inline constexpr std::string_view kCallTagged = "call.tagged";
inline constexpr std::string_view kWebhookTest = "webhook.test";  // asked for by a person, for one endpoint

struct CallEvent {
  domain::Call call;
  std::string transcript;  // as text
  domain::Insight insight;
  std::string public_url;
  Timestamp occurred_at{};
  std::vector<domain::CallTag> tags = {};  // for `call.tagged`
};

/// `{"type","timestamp","data":{call_sid, …}}`; `service` and `city` are objects or null, `duration` is
/// seconds or null, `recording_url` is Kolog's own address.
std::string call_processed_body(const CallEvent& event);

/// The same and `data.failure`: `{"stage","reason"}`.
std::string call_failed_body(const CallEvent& event);

/// The same as a processed call's and `data.tags`: `[{"id","name"}]`, by the rules that hold now.
std::string call_tagged_body(const CallEvent& event);

/// `data` is `{"endpoint_id","message"}`.
std::string webhook_test_body(std::string_view endpoint_id, Timestamp occurred_at);

}  // namespace kolog::webhooks
