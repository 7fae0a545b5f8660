// SPDX-License-Identifier: Apache-2.0
#include "http/connection.h"

#include <algorithm>
#include <exception>
#include <sys/socket.h>
#include <utility>
#include <variant>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/log.h"
#include "http/request_rules.h"
#include "http/url.h"

namespace kolog::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;
using Parser = beast_http::request_parser<beast_http::string_body>;
using std::chrono::steady_clock;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadAtOnce = 8 << 10;
constexpr std::size_t kBodyBuffer = 64 << 10;
constexpr std::size_t kDrained = 1 << 20;
constexpr std::chrono::milliseconds kDrainTime{1'000};

Response refused(const Refusal& refusal) {
  return error_response(refusal.status, refusal.code, refusal.message);
}

Response bad_request() {
  return error_response(400, "invalid_request", "The request is malformed");
}

Response header_too_large() {
  return error_response(431, "header_too_large", "The request's header is too large");
}

Response timed_out() {
  return error_response(408, "request_timeout", "The request took too long to arrive");
}

Response something_went_wrong() {
  return error_response(500, "internal", "Something went wrong on our side");
}

/// Nothing for a client that has hung up.
std::optional<Response> refusal_of(error_code error) {
  if (error.category() != beast_http::make_error_code(beast_http::error::bad_method).category()) return {};
  if (error == beast_http::error::end_of_stream || error == beast_http::error::partial_message) return {};
  if (error == beast_http::error::body_limit) {
    return error_response(413, "payload_too_large", "The request's body is too large");
  }
  if (error == beast_http::error::header_limit) return header_too_large();
  if (error == beast_http::error::bad_version) {
    return error_response(505, "version_not_supported", "The only versions understood are HTTP/1.0 and 1.1");
  }
  return bad_request();
}

/// Trailers of a chunked body would end up among the parser's fields: this is called before the body is read.
void take_head(const Parser& parser, Request& request) {
  const auto& message = parser.get();
  request.method = message.method_string();
  request.target = message.target();
  for (const auto& field : message) {
    request.headers.add(std::string(field.name_string()), std::string(field.value()));
  }
}

/// Fills path and query from the target; false if it is none.
bool split_target(Request& request) {
  if (!request.target.starts_with('/')) {
    // A proxy's absolute form, which every server is to take (RFC 9112 section 3.2.2).
    auto url = parse_url(request.target);
    if (!url) return false;
    request.target = std::move(url->target);
  }
  const std::string_view target = request.target;
  const auto question = std::min(target.find('?'), target.size());
  auto path = decode_path(target.substr(0, question));
  auto query = parse_parameters(target.substr(std::min(question + 1, target.size())));
  if (!path || !query || target.find('#') != target.npos) return false;
  const bool text = std::ranges::all_of(
      *query, [](const auto& parameter) { return is_utf8(parameter.first) && is_utf8(parameter.second); });
  request.path = *std::move(path);
  request.query = *std::move(query);
  return text;
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::shared_ptr<const ServerContext> context)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), context_(std::move(context)) {}

void Connection::finish() {
  asio::dispatch(socket_.get_executor(), [self = shared_from_this()] {
    error_code ignored;
    if (self->idle_) self->socket_.close(ignored);
  });
}

void Connection::limit(std::chrono::milliseconds time) {
  timed_out_ = false;
  timer_.expires_after(time);
  timer_.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    // A wait that ended just before the limit was moved still comes here.
    if (error || !self || self->timer_.expiry() > steady_clock::now()) return;
    self->timed_out_ = true;
    error_code ignored;
    self->socket_.cancel(ignored);
    // If the socket was between two reads of one operation, the next ends at once.
    self->socket_.shutdown(asio::ip::tcp::socket::shutdown_receive, ignored);
  });
}

void Connection::lift_limit() {
  timer_.expires_at(steady_clock::time_point::max());
  timed_out_ = false;
}

asio::awaitable<void> Connection::run() {
  error_code error;
  const auto peer = socket_.remote_endpoint(error);
  if (error) co_return;
  remote_address_ = peer.address().to_string();
  socket_.set_option(asio::ip::tcp::no_delay(true), error);
  socket_.native_non_blocking(true, error);
  while (!context_->stopping) {
    auto incoming = co_await read_request();
    lift_limit();
    if (incoming.gone) break;
    const bool go_on = co_await exchange(std::move(incoming));
    if (!go_on) break;
  }
  lift_limit();
  socket_.close(error);
}

asio::awaitable<Connection::Head> Connection::read_head() {
  const auto& settings = context_->settings;
  HeaderScanner scanner;
  idle_ = true;
  limit(settings.idle_timeout);
  while (true) {
    if (idle_ && !buffer_.empty()) {
      idle_ = false;
      limit(settings.read_timeout);
    }
    const auto state = scanner.scan(buffer_);
    if (state == HeaderScanner::State::malformed) co_return Head::malformed;
    const bool complete = state == HeaderScanner::State::complete;
    if ((complete ? scanner.length() : buffer_.size()) > settings.maximum_header) co_return Head::too_large;
    if (complete) {
      head_length_ = scanner.length();
      if (head_length_ > 2) co_return Head::complete;
      // An empty line before a request is passed over (RFC 9112 section 2.2).
      buffer_.erase(0, head_length_);
      scanner = {};
      continue;
    }
    const auto held = buffer_.size();
    buffer_.resize(held + kReadAtOnce);
    const auto [error, count] =
        co_await socket_.async_read_some(asio::buffer(buffer_.data() + held, kReadAtOnce), kAwait);
    buffer_.resize(held + count);
    if (timed_out_) co_return buffer_.empty() ? Head::gone : Head::timed_out;
    if (error) co_return Head::gone;
  }
}

asio::awaitable<Connection::Incoming> Connection::read_request() {
  Incoming incoming;
  const auto head = co_await read_head();
  incoming.started = steady_clock::now();
  incoming.request.remote_address = remote_address_;
  incoming.gone = head == Head::gone;
  if (head == Head::malformed) incoming.refusal = bad_request();
  if (head == Head::too_large) incoming.refusal = header_too_large();
  if (head == Head::timed_out) incoming.refusal = timed_out();
  if (head != Head::complete) co_return incoming;

  Parser parser;
  parser.header_limit(context_->settings.maximum_header);
  parser.body_limit(context_->settings.maximum_body);
  error_code error;
  parser.put(asio::buffer(buffer_.data(), head_length_), error);
  buffer_.erase(0, head_length_);
  take_head(parser, incoming.request);
  if (error) {
    incoming.refusal = refusal_of(error).value_or(bad_request());
    co_return incoming;
  }
  incoming.version = parser.get().version();
  if (const auto refusal = refuse_framing(incoming.request.headers, incoming.version)) {
    incoming.refusal = refused(*refusal);
  } else if (!split_target(incoming.request)) {
    incoming.refusal = bad_request();
  }
  if (incoming.refusal) co_return incoming;

  if (!parser.is_done()) {
    if (incoming.request.headers.contains("Expect") && buffer_.empty()) {
      const bool told = co_await write("HTTP/1.1 100 Continue\r\n\r\n", 0);
      incoming.gone = !told;
      if (!told) co_return incoming;
      limit(context_->settings.read_timeout);
    }
    auto buffer = asio::dynamic_buffer(buffer_, context_->settings.maximum_header + kBodyBuffer);
    std::tie(error, std::ignore) = co_await beast_http::async_read(socket_, buffer, parser, kAwait);
    if (error) {
      incoming.refusal = timed_out_ ? timed_out() : refusal_of(error);
      incoming.gone = !incoming.refusal;
      co_return incoming;
    }
    incoming.request.body = std::move(parser.get().body());
  }
  incoming.keep_alive = parser.keep_alive() ? KeepAlive::yes : KeepAlive::no;
  co_return incoming;
}

asio::awaitable<bool> Connection::exchange(Incoming incoming) {
  const auto& observer = context_->observer;
  const bool refused_outright = incoming.refusal.has_value();
  auto body = std::exchange(incoming.request.body, {});
  const Request seen = incoming.request;
  incoming.request.body = std::move(body);

  Response response;
  if (refused_outright) {
    response = *std::move(incoming.refusal);
  } else {
    response = co_await answer(std::move(incoming.request));
  }
  const auto keep_alive = context_->stopping ? KeepAlive::no : incoming.keep_alive;
  auto head = response_head(response, keep_alive, incoming.version);
  if (!head) {
    log::error("HTTP", "answer refused", {{"path", seen.path}, {"error", log::describe(head.error())}});
    response = something_went_wrong();
    head = response_head(response, keep_alive, incoming.version);
  }
  const int status = response.status;
  const bool with_body = seen.method != "HEAD" && status != 204 && status != 304;
  const bool sent = co_await send(*std::move(head), std::move(response), with_body);
  lift_limit();
  if (observer) {
    observer(seen, status,
             std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - incoming.started));
  }
  if (sent && refused_outright) co_await drain();
  co_return sent&& keep_alive == KeepAlive::yes;
}

asio::awaitable<Response> Connection::answer(Request request) {
  const std::string target = request.target.substr(0, request.target.find('?'));
  auto found = context_->router.find(request.method, target);
  if (std::holds_alternative<Router::BadPath>(found)) co_return bad_request();
  if (const auto* const other = std::get_if<Router::MethodNotAllowed>(&found)) {
    auto response = error_response(405, "method_not_allowed", "This address does not take that method");
    response.headers.add("Allow", other->allow);
    co_return response;
  }
  auto* const match = std::get_if<Router::Match>(&found);
  if (match == nullptr) co_return error_response(404, "not_found", "There is nothing at this address");
  request.captures = std::move(match->captures);
  try {
    co_return co_await (*match->handler)(std::move(request));
  } catch (const std::exception& exception) {
    log::error("HTTP", "handler failed", {{"path", target}, {"exception", exception.what()}});
  } catch (...) {
    log::error("HTTP", "handler failed", {{"path", target}, {"exception", "unknown"}});
  }
  co_return something_went_wrong();
}

/// Closing at once while the client still sends would reset the connection, and the answer with it.
asio::awaitable<void> Connection::drain() {
  error_code error;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  limit(kDrainTime);
  for (std::size_t drained = 0; !error && !timed_out_ && drained < kDrained;) {
    buffer_.resize(kReadAtOnce);
    std::size_t count = 0;
    std::tie(error, count) = co_await socket_.async_read_some(asio::buffer(buffer_), kAwait);
    drained += count;
  }
}

}  // namespace kolog::http
