// SPDX-License-Identifier: Apache-2.0
// Sends HTTP requests to other servers; blocks the calling thread. Implementations may be called from any
// thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/secret.h"
#include "http/headers.h"

namespace kolog::http {

/// What an exchange looked like from here, answered or not.
struct ExchangeRecord {
  bool connected = false;
  std::string address;  // that it was connected to
  std::string failure;  // what went wrong, without names and addresses; empty: nothing
  Headers sent;         // the request's header fields as they went out, credentials among them
};

struct ClientRequest {
  std::string method = "GET";
  std::string url;  // http or https; redirects are never followed
  Headers headers;
  std::string body;
  std::optional<std::pair<std::string, Secret>> basic_authentication;
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds timeout{30'000};  // for the whole exchange
  std::uint64_t maximum_body = 8 << 20;       // bytes of an answer; more is an error
  std::string connect_to;  // an IP address to connect to instead of resolving the host; empty: resolve
  /// Takes the body of a 2xx answer piece by piece instead of `ClientResponse::body`; false ends the
  /// exchange.
  std::function<bool(std::string_view)> on_body;
  /// Keeps so many bytes of the body, whatever the status, and reads no further: the answer counts once its
  /// header is there. For answers of strangers, whose status alone matters.
  std::optional<std::size_t> body_sample;
  std::stop_token stop;              // ends the exchange within a second or so: `cancelled`
  ExchangeRecord* record = nullptr;  // filled in by `send`
};

struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

class Client {
 public:
  virtual ~Client() = default;
  /// Any status is a response. No answer, a broken one, one that is shorter than announced, or a timeout is
  /// `unavailable`.
  virtual Result<ClientResponse> send(const ClientRequest& request) = 0;
};

}  // namespace kolog::http
