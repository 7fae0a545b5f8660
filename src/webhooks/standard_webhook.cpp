// SPDX-License-Identifier: Apache-2.0
#include "webhooks/standard_webhook.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "base/ids.h"

namespace kolog::webhooks {
namespace {

using Bytes = std::vector<unsigned char>;

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kNewSecretBytes = 32;
constexpr std::size_t kLeastSecretBytes = 24;
constexpr std::size_t kMostSecretBytes = 64;

std::string base64(const unsigned char* bytes, std::size_t count) {
  std::string text(4 * ((count + 2) / 3) + 1, '\0');  // OpenSSL ends it with NUL
  const auto length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes, static_cast<int>(count));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

/// Only what `base64` writes, padding included; empty for anything else.
Bytes from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > 2 * kMostSecretBytes) return {};
  Bytes bytes(text.size() / 4 * 3);
  const auto length = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                      static_cast<int>(text.size()));
  if (length < 0) return {};
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  bytes.resize(static_cast<std::size_t>(length) - padding);
  if (base64(bytes.data(), bytes.size()) != text) return {};
  return bytes;
}

Result<std::string> sign_with(std::string_view secret, std::string_view signed_text) {
  const auto key = secret.starts_with(kPrefix) ? from_base64(secret.substr(kPrefix.size())) : Bytes{};
  if (key.size() < kLeastSecretBytes || key.size() > kMostSecretBytes) {
    return failure(ErrorCode::invalid_request,
                   "The endpoint's secret is not whsec_ and base64 of 24 to 64 bytes");
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(), digest.data(),
       nullptr);
  return "v1," + base64(digest.data(), digest.size());
}

std::string unix_seconds(Timestamp timestamp) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(timestamp).time_since_epoch().count());
}

}  // namespace

std::string new_secret() {
  const auto bytes = random_bytes(kNewSecretBytes);
  return std::string(kPrefix) + base64(bytes.data(), bytes.size());
}

Result<std::string> sign(const Secret& secrets, std::string_view id, Timestamp timestamp,
                         std::string_view body) {
  if (id.empty() || id.find('.') != id.npos) {
    return failure(ErrorCode::invalid_request, "A webhook's id must be there and without full stops");
  }
  auto text = std::string(id).append(".").append(unix_seconds(timestamp)).append(".").append(body);
  std::string signatures;
  std::string_view rest = secrets.reveal();
  do {
    const auto end = rest.find(' ');
    const auto signature = sign_with(rest.substr(0, end), text);
    if (!signature) return signature.error();
    if (!signatures.empty()) signatures += ' ';
    signatures += *signature;
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
  } while (!rest.empty());
  return signatures;
}

Result<http::Headers> signature_headers(const Secret& secrets, std::string_view id, Timestamp timestamp,
                                        std::string_view body) {
  const auto signature = sign(secrets, id, timestamp, body);
  if (!signature) return signature.error();
  return http::Headers{{"webhook-id", std::string(id)},
                       {"webhook-timestamp", unix_seconds(timestamp)},
                       {"webhook-signature", *signature}};
}

}  // namespace kolog::webhooks
