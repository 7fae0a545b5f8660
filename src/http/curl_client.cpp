// SPDX-License-Identifier: Apache-2.0
#include "http/curl_client.h"

#include <algorithm>
#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

#include <boost/asio/ip/address.hpp>
#include <curl/curl.h>

#include "base/log.h"
#include "http/url.h"

namespace kolog::http {
namespace {

constexpr std::size_t kIdleHandles = 16;
constexpr std::size_t kMaximumHeader = 256 << 10;    // bytes of an answer's header fields
constexpr std::size_t kMaximumErrorBody = 64 << 10;  // bytes kept of an answer that is not 2xx

void initialise_once() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (initialised != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
}

/// What the callbacks collect during one exchange.
struct Exchange {
  const ClientRequest& request;
  CURL* handle;
  ClientResponse response{};
  std::size_t header_bytes = 0;
  bool header_ended = false;
  std::uint64_t body_bytes = 0;
  std::string sent_head{};
  enum class End { none, too_large, header_too_large, told_to, stopped, enough, threw } end = End::none;

  bool succeeded() const { return response.status >= 200 && response.status < 300; }
  std::size_t take_header(std::string_view line);
  std::size_t take_body(std::string_view piece);
  std::size_t take_at_most(std::size_t bytes, std::string_view piece);
};

std::size_t Exchange::take_header(std::string_view line) {
  const auto taken = line.size();
  header_bytes += taken;
  if (header_bytes > kMaximumHeader) {
    end = End::header_too_large;
    return 0;
  }
  const bool final = response.status >= 200;
  if (header_ended && final) return taken;  // a trailer, which nobody asked for
  if (line.starts_with("HTTP/")) {          // again after a 100 Continue
    response.headers = {};
    header_ended = false;
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    return taken;
  }
  const auto colon = line.find(':');
  header_ended = line == "\r\n" || line == "\n";
  if (colon == line.npos) return taken;
  const auto value = line.substr(colon + 1);
  const auto first = value.find_first_not_of(" \t\r\n");
  const auto last = value.find_last_not_of(" \t\r\n");
  response.headers.add(
      std::string(line.substr(0, colon)),
      first == value.npos ? std::string{} : std::string(value.substr(first, last - first + 1)));
  return taken;
}

std::size_t Exchange::take_at_most(std::size_t bytes, std::string_view piece) {
  const auto room = bytes - response.body.size();
  response.body.append(piece.substr(0, room));
  if (piece.size() <= room) return piece.size();
  end = End::enough;
  return 0;
}

std::size_t Exchange::take_body(std::string_view piece) {
  if (request.body_sample) return take_at_most(*request.body_sample, piece);
  if (!succeeded()) return take_at_most(kMaximumErrorBody, piece);
  body_bytes += piece.size();
  if (body_bytes > request.maximum_body) {
    end = End::too_large;
    return 0;
  }
  if (!request.on_body) {
    response.body.append(piece);
    return piece.size();
  }
  if (request.on_body(piece)) return piece.size();
  end = End::told_to;
  return 0;
}

/// An exception must not pass through libcurl's C.
template <auto take>
std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* exchange_pointer) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  try {
    return (exchange.*take)({bytes, size * count});
  } catch (const std::exception& exception) {
    log::error("HTTP", "a response's reader failed", {{"exception", exception.what()}});
    exchange.end = Exchange::End::threw;
    return 0;
  }
}

/// The request's head as it goes out, whole; once more where a kept connection turns out to be closed.
int note_sent(CURL*, curl_infotype type, char* bytes, std::size_t size, void* exchange_pointer) noexcept {
  if (type != CURLINFO_HEADER_OUT) return 0;
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  const std::string_view head(bytes, size);
  if (head.starts_with(exchange.request.method + " ")) exchange.sent_head.clear();
  exchange.sent_head.append(head);
  return 0;
}

/// Called about once a second, and whenever bytes move.
int end_if_stopped(void* exchange_pointer, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  if (!exchange.request.stop.stop_requested()) return 0;
  exchange.end = Exchange::End::stopped;
  return 1;
}

Headers fields_of(std::string_view head) {
  Headers fields;
  for (auto end = head.find("\r\n"); end != head.npos; end = head.find("\r\n")) {
    const auto line = head.substr(0, end);
    head.remove_prefix(end + 2);
    const auto colon = line.find(": ");
    if (colon != line.npos)
      fields.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
  }
  return fields;
}

void fill_record(ExchangeRecord& record, const Exchange& exchange, CURLcode code) {
  curl_off_t connected_after = 0;
  curl_easy_getinfo(exchange.handle, CURLINFO_CONNECT_TIME_T, &connected_after);
  const char* address = nullptr;
  curl_easy_getinfo(exchange.handle, CURLINFO_PRIMARY_IP, &address);
  const auto& head = exchange.sent_head;
  record.connected = connected_after > 0 || !head.empty();  // a kept connection takes no time
  record.address = address != nullptr ? address : "";
  record.failure = code == CURLE_OK ? "" : curl_easy_strerror(code);
  const auto first_line = head.find("\r\n");
  record.sent =
      first_line == head.npos ? Headers{} : fields_of(std::string_view(head).substr(first_line + 2));
}

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDeleter>;

void append(List& list, const std::string& line) {
  auto* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  list.release();  // now the head of `longer`
  list.reset(longer);
}

bool breaks_a_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

/// Nothing for a header that would break the request.
Result<List> header_list(const ClientRequest& request) {
  List list;
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || name.find_first_of(": ;") != name.npos || breaks_a_line(name) ||
        breaks_a_line(value)) {
      return failure(ErrorCode::invalid_request, "The request has a broken header field");
    }
    // A semicolon is how libcurl is told to send a field without a value.
    append(list, value.empty() ? name + ";" : name + ": " + value);
  }
  // Fields that libcurl would add of itself: a wait for 100 Continue, and the type of a form.
  if (!request.headers.contains("Expect")) append(list, "Expect:");
  if (!request.headers.contains("Content-Type")) append(list, "Content-Type:");
  return list;
}

/// `::203.0.113.7:`: whatever the URL's host and port are, connect to that address and the URL's port.
Result<List> connect_list(const std::string& address_text) {
  List list;
  if (address_text.empty()) return list;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(address_text, error);
  if (error) return failure(ErrorCode::invalid_request, "Not an IP address to connect to: " + address_text);
  append(list, address.is_v6() ? "::[" + address_text + "]:" : "::" + address_text + ":");
  return list;
}

bool is_loopback(const std::string& host) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  return host == "localhost" || (!error && address.is_loopback());
}

/// Where and for how long.
void set_destination(CURL* handle, const ClientRequest& request, const Url& url) {
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  // A proxy named by the environment would resolve the host for itself, or would not know this machine.
  if (!request.connect_to.empty() || is_loopback(url.host)) curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
}

void set_message(CURL* handle, const ClientRequest& request) {
  const bool is_head = request.method == "HEAD";
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT" ||
      request.method == "PATCH") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
  if (is_head) curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  if (!is_head) curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (!request.headers.contains("User-Agent")) curl_easy_setopt(handle, CURLOPT_USERAGENT, "kolog");
  if (request.basic_authentication) {
    const auto& [user, password] = *request.basic_authentication;
    curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(handle, CURLOPT_USERNAME, user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, password.reveal().c_str());
  }
}

void set_callbacks(CURL* handle, Exchange& exchange) {
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &receive<&Exchange::take_header>);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &exchange);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &receive<&Exchange::take_body>);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &exchange);
  if (exchange.request.stop.stop_possible()) {
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &end_if_stopped);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &exchange);
  }
  if (exchange.request.record == nullptr) return;
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, &note_sent);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &exchange);
}

/// The origin alone: a path or a query may hold a token.
Result<ClientResponse> outcome(CURLcode code, Exchange& exchange, const Url& url) {
  const std::string detail = exchange.request.method + " " + origin_of(url) + ": " + curl_easy_strerror(code);
  switch (exchange.end) {
    case Exchange::End::too_large:
    case Exchange::End::header_too_large:
      return failure(ErrorCode::payload_too_large, "The other server's answer is too large", detail);
    case Exchange::End::told_to:
      return failure(ErrorCode::cancelled, "The exchange was ended by its reader", detail);
    case Exchange::End::stopped:
      return failure(ErrorCode::cancelled, "The exchange was stopped", detail);
    case Exchange::End::threw:
      return failure(ErrorCode::internal, "The answer could not be read", detail);
    case Exchange::End::enough:
      return std::move(exchange.response);
    case Exchange::End::none:
      break;
  }
  if (exchange.request.body_sample && exchange.header_ended && exchange.response.status >= 200) {
    return std::move(exchange.response);
  }
  // libcurl takes a connection that ends inside the header for an answer without body.
  if (code != CURLE_OK || !exchange.header_ended)
    return failure(ErrorCode::unavailable, "The other server does not answer", detail);
  return std::move(exchange.response);
}

}  // namespace

class CurlClient::Handle {
 public:
  Handle() : handle_(curl_easy_init()) {
    if (handle_ == nullptr) throw std::bad_alloc();
  }
  ~Handle() { curl_easy_cleanup(handle_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  CURL* get() const { return handle_; }

 private:
  CURL* handle_;
};

CurlClient::CurlClient() {
  initialise_once();
}

CurlClient::~CurlClient() = default;

std::unique_ptr<CurlClient::Handle> CurlClient::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Handle>();
  auto handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void CurlClient::give_back(std::unique_ptr<Handle> handle) {
  curl_easy_reset(handle->get());  // keeps the connections
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleHandles) idle_.push_back(std::move(handle));
}

Result<ClientResponse> CurlClient::send(const ClientRequest& request) {
  const auto url = parse_url(request.url);
  if (!url || !url->scheme.starts_with("http")) {
    return failure(ErrorCode::invalid_request, "Not an http or https URL");
  }
  if (request.method.empty() ||
      !std::ranges::all_of(request.method, [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return failure(ErrorCode::invalid_request, "Not an HTTP method");
  }
  const auto headers = header_list(request);
  if (!headers) return headers.error();
  const auto connect_to = connect_list(request.connect_to);
  if (!connect_to) return connect_to.error();

  auto handle = take();
  Exchange exchange{request, handle->get()};
  set_destination(handle->get(), request, *url);
  set_message(handle->get(), request);
  set_callbacks(handle->get(), exchange);
  curl_easy_setopt(handle->get(), CURLOPT_HTTPHEADER, headers->get());
  if (*connect_to) curl_easy_setopt(handle->get(), CURLOPT_CONNECT_TO, connect_to->get());
  const auto code = curl_easy_perform(handle->get());
  if (request.record != nullptr) fill_record(*request.record, exchange, code);
  auto result = outcome(code, exchange, *url);
  give_back(std::move(handle));
  return result;
}

}  // namespace kolog::http
