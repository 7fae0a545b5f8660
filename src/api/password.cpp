// SPDX-License-Identifier: Apache-2.0
#include "api/password.h"

#include <algorithm>

#include <argon2.h>
#include <fmt/format.h>

#include "base/ids.h"

namespace kolog::api {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::uint32_t kHashBytes = 32;

}  // namespace

PasswordHasher::PasswordHasher() : PasswordHasher(Settings{}) {}

PasswordHasher::PasswordHasher(const Settings& settings) : settings_(settings) {
  nobody_ = hash(new_token("")).value();
}

Result<std::string> PasswordHasher::hash(std::string_view password) const {
  const auto salt = random_bytes(kSaltBytes);
  std::string encoded(argon2_encodedlen(settings_.iterations, settings_.memory_kibibytes, settings_.lanes,
                                        kSaltBytes, kHashBytes, Argon2_id),
                      '\0');
  const int status = argon2id_hash_encoded(settings_.iterations, settings_.memory_kibibytes, settings_.lanes,
                                           password.data(), password.size(), salt.data(), salt.size(),
                                           kHashBytes, encoded.data(), encoded.size());
  if (status != ARGON2_OK) {
    return failure(ErrorCode::internal, "The password could not be hashed", argon2_error_message(status));
  }
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool PasswordHasher::verify(std::string_view password, const std::string& hash) const {
  return argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
}

void PasswordHasher::verify_nobody(std::string_view password) const {
  static_cast<void>(verify(password, nobody_));
}

bool PasswordHasher::is_outdated(std::string_view hash) const {
  return !hash.starts_with(fmt::format("$argon2id$v={}$m={},t={},p={}$",
                                       static_cast<int>(ARGON2_VERSION_NUMBER), settings_.memory_kibibytes,
                                       settings_.iterations, settings_.lanes));
}

Result<void> check_new_password(std::string_view password) {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  const auto characters =
      password.size() - static_cast<std::size_t>(std::ranges::count_if(password, continues));
  if (characters < kShortestPassword) {
    return failure(ErrorCode::invalid_request,
                   fmt::format("A password has at least {} characters", kShortestPassword));
  }
  if (password.size() > kLongestPassword) {
    return failure(ErrorCode::invalid_request,
                   fmt::format("A password has at most {} bytes", kLongestPassword));
  }
  return {};
}

}  // namespace kolog::api
