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
  std::optional<SpokenLanguage> language = std::nullopt;  // none: the installation's
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
  std::optional<SpokenLanguage> language;  // none: the business's
  std::string notice_words;                // instead of the usual sentence; empty: the usual one
  std::string greeting;  // what callers hear first of all, or instead of the usual invitation to
                         // leave a message; empty: the usual one
};

/// A Twilio account of a business's own.
struct TwilioAccount {
  std::string account_sid;
  std::string business_id;
  std::string sealed_auth_token;  // SecretBox, context `twilio:` and the SID
  std::string api_url;            // its region's; empty: the installation's
  Timestamp created_at{};
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
  std::string
      secret;  // sealed: SecretBox, context `webhook:` and the id; a `whsec_…` of an older version is not
  std::string previous_secret;  // signs as well until `previous_secret_until`; empty: none
  std::optional<Timestamp> previous_secret_until;
  bool enabled = true;  // false: it answered 410, see `disabled_reason`
  bool paused = false;  // deliveries wait until it goes on
  std::string disabled_reason;
  Timestamp created_at{};
};

}  // namespace kolog::domain
