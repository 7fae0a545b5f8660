// SPDX-License-Identifier: Apache-2.0
#include "twilio/request_signature.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "http/url.h"

namespace kolog::twilio {
namespace {

constexpr std::string_view kSignatureHeader = "X-Twilio-Signature";
constexpr std::string_view kBodyHash = "bodySHA256";
constexpr std::string_view kForm = "application/x-www-form-urlencoded";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string sha256_hex(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(bytes_of(text), text.size(), digest.data());
  std::string hex;
  for (const auto byte : digest) hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  return hex;
}

struct Authority {
  std::string_view before_port;  // scheme and host
  std::string_view port;         // with its colon; empty: none
  std::string_view rest;         // path and query
  std::string_view default_port;
};

Authority split(std::string_view url) {
  const auto scheme = url.find("://");
  const auto host = scheme == url.npos ? 0 : scheme + 3;
  const auto end = std::min(url.find('/', host), url.size());
  const auto authority = url.substr(host, end - host);
  auto colon = authority.rfind(':');
  if (colon == authority.npos || authority.ends_with(']')) colon = authority.size();
  return {url.substr(0, host + colon), authority.substr(colon), url.substr(end),
          url.starts_with("https:") ? ":443" : ":80"};
}

/// Twilio signs the URL with or without its port, depending on how it got there.
std::array<std::string, 2> url_forms(std::string_view url) {
  const auto parts = split(url);
  const auto port = parts.port.empty() ? parts.default_port : parts.port;
  return {std::string(parts.before_port).append(parts.rest),
          std::string(parts.before_port).append(port).append(parts.rest)};
}

bool is_form(const http::Request& request) {
  const auto type = request.headers.get("Content-Type");
  return type.substr(0, kForm.size()) == kForm &&
         (type.size() == kForm.size() || type[kForm.size()] == ';' || type[kForm.size()] == ' ');
}

Error refused(std::string detail) {
  return failure(ErrorCode::forbidden, "The request was not signed by Twilio", std::move(detail));
}

/// The parameters that the signature covers besides the URL; an error if it leaves the body uncovered.
Result<http::Parameters> signed_parameters(const http::Request& request) {
  const auto question = request.target.find('?');
  const auto query = http::parse_parameters(question == std::string::npos
                                                ? std::string_view{}
                                                : std::string_view(request.target).substr(question + 1));
  if (!query) return refused("malformed query");
  if (const auto hash = http::find(*query, kBodyHash)) {
    if (!equal_in_constant_time(*hash, sha256_hex(request.body))) return refused("wrong bodySHA256");
    return http::Parameters{};
  }
  if (request.body.empty()) return http::Parameters{};
  if (request.method != "POST" || !is_form(request)) return refused("a body that no signature covers");
  auto form = http::parse_parameters(request.body);
  if (!form) return refused("malformed form");
  return *std::move(form);
}

}  // namespace

std::string request_signature(const Secret& auth_token, std::string_view url, const http::Parameters& form) {
  std::map<std::string_view, std::set<std::string_view>> sorted;
  for (const auto& [name, value] : form) sorted[name].insert(value);
  std::string text(url);
  for (const auto& [name, values] : sorted) {
    for (const auto value : values) text.append(name).append(value);
  }
  const auto& key = auth_token.reveal();
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), digest.data(),
       nullptr);
  std::array<unsigned char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> base64{};
  const auto length = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  return {reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(length)};
}

RequestValidator::RequestValidator(std::string_view public_url, std::vector<Secret> auth_tokens)
    : public_url_(public_url), auth_tokens_(std::move(auth_tokens)) {
  while (public_url_.ends_with('/')) public_url_.pop_back();
}

Result<void> RequestValidator::check(const http::Request& request) const {
  const auto signature = request.headers.get(kSignatureHeader);
  if (signature.empty()) return refused("no X-Twilio-Signature");
  // A target in absolute form would put another host where the configured one belongs.
  if (!request.target.starts_with('/')) return refused("target in absolute form");
  const auto parameters = signed_parameters(request);
  if (!parameters) return parameters.error();
  bool matches = false;
  for (const auto& token : auth_tokens_) {
    if (token.empty()) continue;
    for (const auto& url : url_forms(public_url_ + request.target)) {
      matches |= equal_in_constant_time(signature, request_signature(token, url, *parameters));
    }
  }
  if (!matches) return refused("wrong signature");
  return {};
}

}  // namespace kolog::twilio
