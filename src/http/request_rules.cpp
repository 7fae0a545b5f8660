// SPDX-License-Identifier: Apache-2.0
#include "http/request_rules.h"

#include <algorithm>

namespace kolog::http {
namespace {

bool same_word(std::string_view a, std::string_view lower) {
  return std::ranges::equal(a, lower, {}, [](char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; });
}

/// `example.com:8080`, `[::1]:8080`: what RFC 3986 lets stand there, without user name.
bool is_host(std::string_view text) {
  const auto belongs = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~%!$&'()*+,;=:[]").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, belongs);
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

HeaderScanner::State HeaderScanner::scan(std::string_view received) {
  while (position_ < received.size()) {
    const char c = received[position_];
    if (c == '\0' || c == '\n') return State::malformed;
    const bool at_line_start = position_ == line_start_;
    if (at_line_start && (c == ' ' || c == '\t')) return State::malformed;
    if (c != '\r') {
      ++position_;
      continue;
    }
    if (position_ + 1 == received.size()) return State::incomplete;
    if (received[position_ + 1] != '\n') return State::malformed;
    position_ += 2;
    if (at_line_start) return State::complete;
    line_start_ = position_;
  }
  return State::incomplete;
}

std::optional<Refusal> refuse_framing(const Headers& headers, unsigned version) {
  if (headers.count("Host") != 1 || !is_host(headers.get("Host"))) {
    return Refusal{400, "invalid_request", "The request must name exactly one host"};
  }
  const auto lengths = headers.count("Content-Length");
  const auto codings = headers.count("Transfer-Encoding");
  if (lengths + codings > 1 || (codings == 1 && version < 11)) {
    return Refusal{400, "invalid_request", "The length of the request's body is ambiguous"};
  }
  if (lengths == 1 && !is_number(headers.get("Content-Length"))) {
    return Refusal{400, "invalid_request", "Content-Length must be a number"};
  }
  if (codings == 1 && !same_word(headers.get("Transfer-Encoding"), "chunked")) {
    return Refusal{501, "not_implemented", "The only transfer coding understood is chunked"};
  }
  if (headers.contains("Expect") && !same_word(headers.get("Expect"), "100-continue")) {
    return Refusal{417, "expectation_failed", "The only expectation understood is 100-continue"};
  }
  return std::nullopt;
}

}  // namespace kolog::http
