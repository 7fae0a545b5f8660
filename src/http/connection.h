// SPDX-License-Identifier: Apache-2.0
// One client's connection: reads its requests in order, answers each before the next is read. Owns the socket
// and lives on the socket's strand.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/message.h"
#include "http/response_head.h"
#include "http/server.h"

namespace kolog::http {

/// What all connections of a server share.
struct ServerContext {
  ServerContext(const Server::Settings& all_settings, const Router& routes, Server::Observer all_requests)
      : settings(all_settings), router(routes), observer(std::move(all_requests)) {}

  Server::Settings settings;
  const Router& router;
  Server::Observer observer;
  std::atomic<bool> stopping = false;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<const ServerContext> context);

  /// Ends when the connection does. Whoever runs it keeps the Connection alive meanwhile.
  boost::asio::awaitable<void> run();

  /// Closes now if no request is under way, else after its answer. Any thread.
  void finish();

 private:
  enum class Head { complete, malformed, too_large, timed_out, gone };

  struct Incoming {
    Request request;
    unsigned version = 11;
    KeepAlive keep_alive = KeepAlive::no;
    std::optional<Response> refusal;  // answered instead of asking a handler
    bool gone = false;                // nobody is there to be answered
    std::chrono::steady_clock::time_point started;
  };

  boost::asio::awaitable<Incoming> read_request();
  boost::asio::awaitable<Head> read_head();
  boost::asio::awaitable<Response> answer(Request request);
  boost::asio::awaitable<bool> exchange(Incoming incoming);
  boost::asio::awaitable<bool> send(std::string head, Response response, bool with_body);
  boost::asio::awaitable<bool> write(std::string_view bytes, int flags);
  boost::asio::awaitable<bool> write_file(FileBody body);
  boost::asio::awaitable<bool> copy_file(FileBody body);
  boost::asio::awaitable<void> drain();

  /// From now on what the socket does may take that long; then it is broken off and `timed_out_` says so.
  void limit(std::chrono::milliseconds time);
  void lift_limit();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<const ServerContext> context_;
  std::string buffer_;           // received and not used yet
  std::size_t head_length_ = 0;  // bytes at the front of the buffer
  std::string remote_address_;
  bool idle_ = true;
  bool timed_out_ = false;
};

}  // namespace kolog::http
