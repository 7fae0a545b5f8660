// SPDX-License-Identifier: Apache-2.0
// Passwords as Argon2id hashes in their usual text form. Any thread; takes tens of milliseconds on purpose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kolog::api {

inline constexpr std::size_t kShortestPassword = 10;   // characters
inline constexpr std::size_t kLongestPassword = 1024;  // bytes

class PasswordHasher {
 public:
  /// OWASP's Password Storage Cheat Sheet, the first of its recommended settings for Argon2id.
  struct Settings {
    std::uint32_t memory_kibibytes = 19 * 1024;
    std::uint32_t iterations = 2;
    std::uint32_t lanes = 1;
  };

  PasswordHasher();
  explicit PasswordHasher(const Settings& settings);

  Result<std::string> hash(std::string_view password) const;
  bool verify(std::string_view password, const std::string& hash) const;

  /// Takes as long as `verify` and is never right: for an e-mail address that nobody has, so that the
  /// answer's time does not say so.
  void verify_nobody(std::string_view password) const;

  /// Whether `hash` was made with other settings: then hash again at the next login.
  bool is_outdated(std::string_view hash) const;

 private:
  Settings settings_;
  std::string nobody_;  // the hash of a password that nobody knows
};

/// `invalid_request` if it is too short or too long.
Result<void> check_new_password(std::string_view password);

}  // namespace kolog::api
