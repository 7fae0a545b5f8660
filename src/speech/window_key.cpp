// SPDX-License-Identifier: Apache-2.0
#include "speech/window_key.h"

#include <array>

#include <sodium.h>

namespace kolog::speech {

std::string window_key(std::string_view circumstances, std::span<const float> samples) {
  constexpr std::size_t kBytes = crypto_generichash_BYTES_MIN;
  std::array<unsigned char, kBytes> hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, kBytes);
  const auto add = [&](const void* bytes, std::size_t count) {
    crypto_generichash_update(&state, static_cast<const unsigned char*>(bytes), count);
  };
  add(circumstances.data(), circumstances.size());
  add("", 1);
  add(samples.data(), samples.size_bytes());
  crypto_generichash_final(&state, hash.data(), kBytes);
  std::array<char, kBytes * 2 + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

}  // namespace kolog::speech
