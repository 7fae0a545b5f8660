// SPDX-License-Identifier: Apache-2.0
// Any bytes as a request's header block: found in pieces or at once, it ends at the same place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/request_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kolog::http;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  HeaderScanner at_once;
  const auto state = at_once.scan(bytes);
  HeaderScanner in_pieces;
  auto last = HeaderScanner::State::incomplete;
  for (std::size_t length = 0; length <= size && last == HeaderScanner::State::incomplete; ++length) {
    last = in_pieces.scan(bytes.substr(0, length));
  }
  if (last != state) std::abort();
  if (state != HeaderScanner::State::complete) return 0;
  if (at_once.length() != in_pieces.length()) std::abort();
  const auto block = bytes.substr(0, at_once.length());
  if (!block.ends_with("\r\n") || block.find("\n\r\n") + 3 < block.size()) std::abort();
  return 0;
}
