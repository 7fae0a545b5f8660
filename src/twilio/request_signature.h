// SPDX-License-Identifier: Apache-2.0
// Whether a webhook request was signed by Twilio (X-Twilio-Signature). The URL is the configured public one:
// what a proxy or a client says of host and scheme is not asked. Any thread.
// https://www.twilio.com/docs/usage/webhooks/webhooks-security
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "http/message.h"

namespace kolog::twilio {

class RequestValidator {
 public:
  /// Several tokens while one is rotated. An empty token never matches; without any, all is refused.
  RequestValidator(std::string_view public_url, std::vector<Secret> auth_tokens);

  /// Success, or `forbidden` with the reason in its detail. A body that the signature does not cover (neither
  /// a form nor announced by `bodySHA256`) is refused as well.
  Result<void> check(const http::Request& request) const;

 private:
  std::string public_url_;  // without trailing slash
  std::vector<Secret> auth_tokens_;
};

/// base64(HMAC-SHA1(token, URL and the parameters by name; a repeated one's values once each, sorted)).
std::string request_signature(const Secret& auth_token, std::string_view url, const http::Parameters& form);

}  // namespace kolog::twilio
