// SPDX-License-Identifier: Apache-2.0
// For tests: a Server on a free port with threads of its own, and a client that sends any bytes at all. A
// client waits ten seconds at most for what it expects.
#pragma once

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "base/file_handle.h"
#include "http/server.h"

namespace kolog::http {

class LiveServer {
 public:
  LiveServer(const std::function<void(Router&)>& add_routes, Server::Settings settings = {},
             Server::Observer observer = {}) {
    std::signal(SIGPIPE, SIG_IGN);
    add_routes(router_);
    if (settings.listen == Server::Settings{}.listen) settings.listen = "127.0.0.1:0";
    server_ = Server::open(context_, settings, router_, std::move(observer)).value();
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { context_.run(); });
  }
  ~LiveServer() { stop_and_wait(); }

  std::string url(std::string_view path) const { return "http://" + server_->address() + std::string(path); }
  std::uint16_t port() const {
    const auto address = server_->address();
    return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  }

  void stop() { server_->stop(); }

  /// Returns when the last connection is closed.
  void stop_and_wait() {
    server_->stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  boost::asio::io_context context_{2};
  Router router_;
  std::unique_ptr<Server> server_;
  std::vector<std::thread> threads_;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(socket_.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  bool connected() const { return connected_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(socket_.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void finish_sending() { ::shutdown(socket_.descriptor(), SHUT_WR); }

  /// Whether something, the end included, can be read before that time has passed.
  bool has_something(std::chrono::milliseconds patience) {
    pollfd waited{socket_.descriptor(), POLLIN, 0};
    return !received_.empty() || ::poll(&waited, 1, static_cast<int>(patience.count())) > 0;
  }

  /// One answer with the body that it announces; what is missing when the connection ends stays missing.
  std::string response(bool to_head = false) {
    while (received_.find("\r\n\r\n") == received_.npos && receive()) continue;
    const auto end = received_.find("\r\n\r\n");
    if (end == received_.npos) return std::exchange(received_, {});
    const auto field = received_.find("Content-Length: ");
    std::size_t size = end + 4;
    if (!to_head && field < end) size += std::stoul(received_.substr(field + 16));
    while (received_.size() < size && receive()) continue;
    auto response = received_.substr(0, size);
    received_.erase(0, size);
    return response;
  }

  /// Everything up to the end of the connection.
  std::string rest() {
    while (receive()) continue;
    return std::exchange(received_, {});
  }

 private:
  bool receive() {
    pollfd waited{socket_.descriptor(), POLLIN, 0};
    if (::poll(&waited, 1, 10'000) <= 0) return false;
    char bytes[16384];
    const auto count = ::recv(socket_.descriptor(), bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    received_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  FileHandle socket_;
  bool connected_ = false;
  std::string received_;
};

}  // namespace kolog::http
