// SPDX-License-Identifier: Apache-2.0
// Any bytes as a query or a form: what is read writes itself back to the same parameters.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kolog::http;
  const auto parameters = parse_parameters({reinterpret_cast<const char*>(data), size});
  if (!parameters) return 0;
  Parameters named;
  for (const auto& parameter : *parameters) {
    if (parameter.first.find('\0') != parameter.first.npos) std::abort();
    named.push_back(parameter);
  }
  const auto again = parse_parameters(encode_parameters(named));
  if (!again || *again != named) std::abort();
  return 0;
}
