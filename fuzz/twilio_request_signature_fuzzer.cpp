// SPDX-License-Identifier: Apache-2.0
// A request whose form is signed as Twilio signs it is accepted, and none is with a signature of the input's
// choosing. The input's first line is the target, the second the signature, the rest the body.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "http/url.h"
#include "twilio/request_signature.h"

namespace {

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text = end == text.npos ? std::string_view{} : text.substr(end + 1);
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kolog;
  const Secret token("12345678901234567890123456789012");
  const twilio::RequestValidator validator("https://kolog.example.org", {token});
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  http::Request request;
  request.method = "POST";
  request.target = "/" + std::string(take_line(rest));
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"X-Twilio-Signature", std::string(take_line(rest))}};
  request.body = rest;
  if (validator.check(request)) std::abort();

  const auto form = http::parse_parameters(request.body);
  if (!form || request.target.find('?') != std::string::npos) return 0;
  request.headers.set("X-Twilio-Signature",
                      twilio::request_signature(token, "https://kolog.example.org" + request.target, *form));
  if (!validator.check(request)) std::abort();
  return 0;
}
