// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <charconv>
#include <exception>
#include <memory>
#include <set>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.h"
#include "http/connection.h"

namespace kolog::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptBackOff{100};
constexpr std::chrono::seconds kAcceptLogInterval{10};

/// Accepts on a strand of its own and knows every open connection.
class Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(asio::io_context& io, tcp::acceptor acceptor, std::shared_ptr<ServerContext> context)
      : io_(io),
        acceptor_(std::move(acceptor)),
        timer_(acceptor_.get_executor()),
        context_(std::move(context)) {}

  asio::awaitable<void> run();
  void stop();

 private:
  asio::awaitable<void> back_off(error_code error);
  void start(tcp::socket socket);
  void forget(const std::shared_ptr<Connection>& connection);

  asio::io_context& io_;
  tcp::acceptor acceptor_;
  asio::steady_timer timer_;  // what the accepting loop waits for when it does not accept
  std::shared_ptr<ServerContext> context_;
  std::set<std::weak_ptr<Connection>, std::owner_less<>> connections_;
  steady_clock::time_point logged_{};
};

asio::awaitable<void> Listener::run() {
  while (!context_->stopping) {
    if (connections_.size() >= context_->settings.maximum_connections) {
      timer_.expires_at(steady_clock::time_point::max());
      co_await timer_.async_wait(kAwait);
      continue;
    }
    auto [error, socket] =
        co_await acceptor_.async_accept(asio::any_io_executor(asio::make_strand(io_)), kAwait);
    if (context_->stopping) break;
    if (!error) {
      start(std::move(socket));
    } else if (error != asio::error::connection_aborted) {
      co_await back_off(error);
    }
  }
}

/// Without it, a process out of file descriptors would accept and fail as fast as it can.
asio::awaitable<void> Listener::back_off(error_code error) {
  if (const auto now = steady_clock::now();
      logged_ == steady_clock::time_point{} || now - logged_ > kAcceptLogInterval) {
    logged_ = now;
    log::error("HTTP", "cannot accept connections", {{"error", error.message()}});
  }
  timer_.expires_after(kAcceptBackOff);
  co_await timer_.async_wait(kAwait);
}

void Listener::start(tcp::socket socket) {
  const auto executor = socket.get_executor();
  const auto connection = std::make_shared<Connection>(std::move(socket), context_);
  connections_.insert(connection);
  asio::co_spawn(
      executor, connection->run(), [self = shared_from_this(), connection](std::exception_ptr failed) {
        try {
          if (failed) std::rethrow_exception(failed);
        } catch (const std::exception& exception) {
          log::error("HTTP", "connection failed", {{"exception", exception.what()}});
        }
        asio::post(self->acceptor_.get_executor(), [self, connection] { self->forget(connection); });
      });
}

void Listener::forget(const std::shared_ptr<Connection>& connection) {
  const bool was_full = connections_.size() >= context_->settings.maximum_connections;
  connections_.erase(connection);
  if (was_full) timer_.cancel();
}

void Listener::stop() {
  asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
    self->context_->stopping = true;
    error_code ignored;
    self->acceptor_.close(ignored);
    self->timer_.cancel();
    for (const auto& weak : self->connections_) {
      if (const auto connection = weak.lock()) connection->finish();
    }
  });
}

class HttpServer final : public Server {
 public:
  HttpServer(std::shared_ptr<Listener> listener, std::string address)
      : listener_(std::move(listener)), address_(std::move(address)) {}
  ~HttpServer() override { listener_->stop(); }

  std::string address() const override { return address_; }
  void stop() override { listener_->stop(); }

 private:
  std::shared_ptr<Listener> listener_;
  std::string address_;
};

Result<tcp::endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  error_code error;
  const auto address = asio::ip::make_address(std::string(host), error);
  std::uint16_t port = 0;
  const auto digits = colon == text.npos ? std::string_view{} : text.substr(colon + 1);
  const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error || digits.empty() || wrong != std::errc{} || end != digits.data() + digits.size()) {
    return failure(ErrorCode::invalid_request, "Not an address and port to listen on: " + std::string(text));
  }
  return tcp::endpoint{address, port};
}

std::string format(const tcp::endpoint& endpoint) {
  const auto host = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port());
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(asio::io_context& context, const Settings& settings,
                                             const Router& router, Observer observer) {
  const auto endpoint = parse_endpoint(settings.listen);
  if (!endpoint) return endpoint.error();
  tcp::acceptor acceptor(asio::make_strand(context));
  error_code error;
  acceptor.open(endpoint->protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(*endpoint, error);
  if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
  const auto bound = error ? tcp::endpoint{} : acceptor.local_endpoint(error);
  if (error) {
    return failure(ErrorCode::unavailable, "Cannot listen on " + settings.listen + ": " + error.message());
  }
  auto shared = std::make_shared<ServerContext>(settings, router, std::move(observer));
  const auto executor = acceptor.get_executor();
  auto listener = std::make_shared<Listener>(context, std::move(acceptor), std::move(shared));
  asio::co_spawn(executor, listener->run(), [listener](std::exception_ptr failed) {
    if (failed) std::rethrow_exception(failed);
  });
  return std::unique_ptr<Server>(std::make_unique<HttpServer>(std::move(listener), format(bound)));
}

}  // namespace kolog::http
