// SPDX-License-Identifier: Apache-2.0
// An Ogg file as a chain of pages (RFC 3533), each with a number and a checksum: where pages are missing.
// Decodes nothing. Any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "audio/byte_source.h"

namespace kolog::audio {

/// Positions as the codec counts them: the samples that have ended by then.
struct OggGap {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

struct OggMap {
  std::vector<OggGap> gaps;
  std::uint64_t end = 0;    // the last position that a page names
  bool breaks_off = false;  // no page says that it is the last
  bool is_whole() const { return gaps.empty() && !breaks_off; }
};

/// Of the file's first stream; others are passed over.
OggMap map_ogg(const ByteSource& bytes);

}  // namespace kolog::audio
