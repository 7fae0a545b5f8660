// SPDX-License-Identifier: Apache-2.0
// Whatever comes in as a recording's address, what goes out is the canonical URI or nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "twilio/recording_uri.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kolog::twilio;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto uri = canonical_recording_uri(text, "http://127.0.0.1:9010");
  if (!uri) return 0;
  if (!is_canonical_recording_uri(*uri)) std::abort();
  const auto again = canonical_recording_uri(*uri, "");
  if (!again || *again != *uri) std::abort();
  return 0;
}
