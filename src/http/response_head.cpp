// SPDX-License-Identifier: Apache-2.0
#include "http/response_head.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <variant>

#include "base/clock.h"

namespace kolog::http {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 34> kReasons = {{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
}};

constexpr std::array<std::string_view, 8> kOwnFields = {
    "content-length", "connection",        "date",    "keep-alive",
    "server",         "transfer-encoding", "upgrade", "x-content-type-options"};

std::string_view reason(int status) {
  const auto* const found =
      std::ranges::find(kReasons, status, [](const auto& known) { return known.first; });
  return found == kReasons.end() ? std::string_view{} : found->second;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool is_own(std::string_view name) {
  return std::ranges::any_of(kOwnFields, [&](auto own) { return std::ranges::equal(name, own, {}, lower); });
}

/// RFC 9110 section 5.6.2.
bool is_token(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool fits_a_line(std::string_view value) {
  return std::ranges::none_of(
      value, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

}  // namespace

std::uint64_t body_length(const Response& response) {
  if (const auto* const text = std::get_if<std::string>(&response.body)) return text->size();
  return std::get<FileBody>(response.body).length;
}

Result<std::string> response_head(const Response& response, KeepAlive keep_alive, unsigned version) {
  if (response.status < 200 || response.status > 599) {
    return failure(ErrorCode::internal, "A handler answered with an impossible status");
  }
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers) {
    if (is_own(name)) continue;
    if (!is_token(name) || !fits_a_line(value)) {
      return failure(ErrorCode::internal, "A handler answered with a broken header field");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }
  if (response.status != 204 && response.status != 304) {
    head.append("Content-Length: ").append(std::to_string(body_length(response))).append("\r\n");
  }
  if (keep_alive == KeepAlive::no) {
    head.append("Connection: close\r\n");
  } else if (version < 11) {
    head.append("Connection: keep-alive\r\n");
  }
  head.append("Date: ").append(format_http_date(SystemClock().now())).append("\r\n");
  head.append("X-Content-Type-Options: nosniff\r\n\r\n");
  return head;
}

}  // namespace kolog::http
