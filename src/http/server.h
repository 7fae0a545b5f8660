// SPDX-License-Identifier: Apache-2.0
// An HTTP/1.1 server: accepts, parses strictly, routes, answers, keeps connections alive. Owns its acceptor
// and its connections; runs on the io_context that it is given.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "base/result.h"
#include "http/router.h"

namespace kolog::http {

class Server {
 public:
  struct Settings {
    std::string listen = "127.0.0.1:8080";             // address:port, `[::1]:8080`, or port 0 for any
    std::uint64_t maximum_body = 1 << 20;              // bytes
    std::uint32_t maximum_header = 16 << 10;           // bytes
    std::size_t maximum_connections = 2048;            // above it, new ones wait to be accepted
    std::chrono::milliseconds read_timeout{30'000};    // for a whole request, from its first byte
    std::chrono::milliseconds idle_timeout{60'000};    // between requests
    std::chrono::milliseconds write_timeout{120'000};  // without any byte taken by the client
  };

  /// Called once per answered request, for log and metrics, on the connection's thread; the request comes
  /// without its body. A request that could not be read has what is known of it.
  using Observer = std::function<void(const Request&, int status, std::chrono::microseconds)>;

  /// Listens at once, answers as soon as `context` runs, on one thread or several. The router outlives the
  /// running of the context, the context outlives the server.
  static Result<std::unique_ptr<Server>> open(boost::asio::io_context& context, const Settings& settings,
                                              const Router& router, Observer observer);
  virtual ~Server() = default;

  /// The address and port that it really listens on: `127.0.0.1:41234`.
  virtual std::string address() const = 0;

  /// Stops accepting and closes idle connections; answers under way are finished. Any thread, any number of
  /// times; so does the destructor.
  virtual void stop() = 0;
};

}  // namespace kolog::http
