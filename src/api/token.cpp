// SPDX-License-Identifier: Apache-2.0
#include "api/token.h"

#include <array>

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace kolog::api {

std::string token_hash(std::string_view token) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data());
  std::string text;
  for (const auto byte : digest) text += {kDigits[byte >> 4], kDigits[byte & 15]};
  return text;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace kolog::api
