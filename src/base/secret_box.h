// SPDX-License-Identifier: Apache-2.0
// Seals secrets for keeping in the database (XChaCha20-Poly1305 of libsodium) under a key that stands in a
// file of its own: whoever reads the database alone, or a backup of it, reads none of them. Any thread.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace kolog {

class SecretBox {
 public:
  static constexpr std::size_t kKeyBytes = 32;
  using Key = std::array<unsigned char, kKeyBytes>;

  /// Reads the key from `file`, or makes one with mode 0600 where there is none. A file that others may read,
  /// or that holds no key, is refused.
  static Result<SecretBox> open(const std::filesystem::path& file);
  /// The same without making one: `not_found` where there is no file.
  static Result<SecretBox> open_existing(const std::filesystem::path& file);
  explicit SecretBox(const Key& key) : key_(key) {}

  /// Text that only the same key and the same `context` (what the secret is of: `twilio:AC…`) open again, so
  /// that a sealed secret moved to another row is worth nothing.
  std::string seal(const Secret& secret, std::string_view context) const;
  /// `internal` if it was sealed under another key or context, or altered.
  Result<Secret> unseal(std::string_view sealed, std::string_view context) const;

  /// What the holder of the key alone can say, and what says nothing of the key: by it an installation is
  /// told from another.
  std::string fingerprint() const;

 private:
  Key key_;
};

}  // namespace kolog
