// SPDX-License-Identifier: Apache-2.0
// Any bytes as a Range header, after eight bytes of file size: a range is never empty and never leaves the
// file. The same bytes as conditions must only not crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <variant>

#include "http/range.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kolog::http;
  std::uint64_t file_size = 0;
  if (size < sizeof file_size) return 0;
  std::memcpy(&file_size, data, sizeof file_size);
  const std::string header(reinterpret_cast<const char*>(data) + sizeof file_size, size - sizeof file_size);

  const auto decision = parse_range(header, file_size);
  if (const auto* const range = std::get_if<ByteRange>(&decision)) {
    if (range->length == 0 || range->offset >= file_size || range->length > file_size - range->offset) {
      std::abort();
    }
  }
  const Validators current{"\"tag\"", kolog::Timestamp{}};
  range_applies({{"If-Range", header}}, current);
  is_not_modified({{"If-None-Match", header}}, current);
  is_not_modified({{"If-Modified-Since", header}}, current);
  return 0;
}
