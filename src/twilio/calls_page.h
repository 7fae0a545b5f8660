// SPDX-License-Identifier: Apache-2.0
// Twilio's JSON about calls. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/call_facts.h"

namespace kolog::twilio {

/// A call as Twilio's API tells of it.
struct CallResource {
  std::string call_sid;
  domain::CallNews news;
  std::optional<Timestamp> started_at;
};

struct CallsPage {
  std::vector<CallResource> calls;  // those with a valid SID
  std::string next_page_uri;        // as Twilio gave it; empty: the last page
};

/// What is not a list of calls is `unavailable`: it did not come from Twilio's API.
Result<CallsPage> parse_calls_page(std::string_view json);
Result<CallResource> parse_call(std::string_view json);

}  // namespace kolog::twilio
