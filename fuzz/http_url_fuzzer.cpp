// SPDX-License-Identifier: Apache-2.0
// Any bytes as an absolute URL: what is read means the same when it is written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kolog::http;
  const auto url = parse_url({reinterpret_cast<const char*>(data), size});
  if (!url) return 0;
  if (url->host.empty() || url->port == 0 || url->host.find_first_of("@/%\\ ") != url->host.npos)
    std::abort();
  const auto again = parse_url(origin_of(*url) + url->target);
  if (!again || *again != *url) std::abort();
  return 0;
}
