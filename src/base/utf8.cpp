// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <cstddef>

namespace kolog {
namespace {

struct Sequence {
  std::size_t length = 1;
  bool whole = false;
};

/// Table 3-7 of the Unicode Standard, "Well-Formed UTF-8 Byte Sequences". A broken sequence is as long as its
/// longest correct beginning.
Sequence sequence_at(std::string_view bytes, std::size_t index) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned lead = at(index);
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const std::size_t length = lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4);
  unsigned lowest = 0x80;
  unsigned highest = 0xBF;
  if (lead == 0xE0) lowest = 0xA0;
  if (lead == 0xED) highest = 0x9F;
  if (lead == 0xF0) lowest = 0x90;
  if (lead == 0xF4) highest = 0x8F;
  for (std::size_t i = 1; i < length; ++i) {
    if (index + i >= bytes.size() || at(index + i) < lowest || at(index + i) > highest) return {i, false};
    lowest = 0x80;
    highest = 0xBF;
  }
  return {length, true};
}

}  // namespace

std::string valid_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const auto sequence = sequence_at(bytes, i);
    const auto first = static_cast<unsigned char>(bytes[i]);
    if (!sequence.whole) {
      text += "\xEF\xBF\xBD";
    } else if (sequence.length > 1 || (first >= 0x20 && first != 0x7F) || first == '\n' || first == '\t') {
      text.append(bytes.substr(i, sequence.length));
    }
    i += sequence.length;
  }
  return text;
}

}  // namespace kolog
