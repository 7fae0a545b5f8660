// SPDX-License-Identifier: Apache-2.0
// Who calls belong to: businesses, their numbers and what happens to a call there, their users and keys.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/language.h"

namespace kolog::domain {

struct Business {
  std::string id;
  std::string name;
  Timestamp created_at{};
};

/// What a call to a number does: ring another phone, take a message, or talk to an external voice agent.
enum class CallFlow { forward, voicemail, stream };

std::string_view to_string(CallFlow flow);
std::optional<CallFlow> parse_call_flow(std::string_view text);

struct PhoneNumber {
  std::string number;  // E.164
  std::string business_id;
  CallFlow flow = CallFlow::voicemail;
  std::string forward_to;  // E.164, for `forward`
  std::string stream_url;  // wss://…, for `stream`
  std::optional<Language>
      notice;  // the language in which callers hear that they are recorded; none: they do not
  std::optional<Language> language;  // spoken on this number; none: the installation's
};

struct User {
  std::string id;
  std::string email;        // lower case
  std::string business_id;  // empty: a login without a business
  std::string role;         // `owner` or `member`
  std::string password_hash;
};

struct WebhookEndpoint {
  std::string id;
  std::string business_id;
  std::string url;
  std::string events;  // comma-separated: `call.processed,call.failed`
  std::string secret;  // `whsec_…`
  bool enabled = true;
  Timestamp created_at{};
};

}  // namespace kolog::domain
