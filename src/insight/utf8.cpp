// SPDX-License-Identifier: Apache-2.0
#include "insight/utf8.h"

#include <unicode/utf8.h>

namespace kolog::insight {

std::int32_t next_code_point(std::string_view text, std::size_t& position) {
  UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
  // The macro narrows int to its own byte type.
  U8_NEXT(text.data(), position, text.size(), c);
#pragma GCC diagnostic pop
  return c;
}

}  // namespace kolog::insight
