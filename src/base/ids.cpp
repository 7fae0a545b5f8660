// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"

#include <cerrno>
#include <sys/random.h>
#include <system_error>

namespace kolog {
namespace {

std::string random_text(std::string_view prefix, std::size_t characters) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's: no i, l, o, u
  std::string text(prefix);
  for (const auto byte : random_bytes(characters)) text += kAlphabet[byte % kAlphabet.size()];
  return text;
}

}  // namespace

std::vector<unsigned char> random_bytes(std::size_t count) {
  std::vector<unsigned char> bytes(count);
  for (std::size_t done = 0; done < count;) {
    const auto got = ::getrandom(bytes.data() + done, count - done, 0);
    if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string new_id(std::string_view prefix) {
  return random_text(prefix, 26);
}

std::string new_token(std::string_view prefix) {
  return random_text(prefix, 52);
}

}  // namespace kolog
