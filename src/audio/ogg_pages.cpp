// SPDX-License-Identifier: Apache-2.0
#include "audio/ogg_pages.h"

#include <array>
#include <cstring>
#include <optional>

namespace kolog::audio {
namespace {

constexpr std::size_t kHeader = 27;
constexpr std::size_t kLargestPage = kHeader + 255 + 255 * 255;
constexpr std::uint32_t kPolynomial = 0x04C11DB7;  // RFC 3533, section 6

constexpr std::array<std::uint32_t, 256> checksum_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t rest = i << 24;
    for (int bit = 0; bit < 8; ++bit) rest = rest << 1 ^ ((rest & 0x80000000U) != 0 ? kPolynomial : 0);
    table[i] = rest;
  }
  return table;
}
constexpr auto kChecksumTable = checksum_table();

std::uint64_t little_endian(std::span<const std::byte> bytes, std::size_t index, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i > 0; --i)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[index + i - 1]);
  return value;
}

std::uint32_t checksum(std::span<const std::byte> page) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const bool is_checksum = i >= 22 && i < 26;  // counts as zero in its own sum
    const auto byte = is_checksum ? 0U : std::to_integer<std::uint32_t>(page[i]);
    sum = sum << 8 ^ kChecksumTable[(sum >> 24 ^ byte) & 0xFF];
  }
  return sum;
}

struct Page {
  std::size_t bytes = 0;
  bool is_last = false;
  std::uint64_t position = 0;
  std::uint64_t stream = 0;
  std::uint64_t number = 0;
};

/// None where the bytes do not begin with a whole page that is as it was written.
std::optional<Page> page_of(std::span<const std::byte> bytes) {
  if (bytes.size() < kHeader || std::memcmp(bytes.data(), "OggS", 4) != 0) return std::nullopt;
  const auto segments = std::to_integer<std::size_t>(bytes[26]);
  if (bytes.size() < kHeader + segments) return std::nullopt;
  Page page;
  page.bytes = kHeader + segments;
  for (std::size_t i = 0; i < segments; ++i) page.bytes += std::to_integer<std::size_t>(bytes[kHeader + i]);
  if (bytes.size() < page.bytes) return std::nullopt;
  if (checksum(bytes.first(page.bytes)) != little_endian(bytes, 22, 4)) return std::nullopt;
  page.is_last = (std::to_integer<unsigned>(bytes[5]) & 4) != 0;
  page.position = little_endian(bytes, 6, 8);
  page.stream = little_endian(bytes, 14, 4);
  page.number = little_endian(bytes, 18, 4);
  return page;
}

std::size_t next_capture(std::span<const std::byte> bytes) {
  for (std::size_t i = 1; i + 4 <= bytes.size(); ++i) {
    if (std::memcmp(bytes.data() + i, "OggS", 4) == 0) return i;
  }
  return bytes.size() < 4 ? bytes.size() : bytes.size() - 3;
}

/// Puts page after page into the map.
class Walk {
 public:
  void take(const Page& page) {
    if (!first_) first_ = page.stream;
    if (page.stream != *first_) return;
    constexpr auto kNoPacketEnds = ~std::uint64_t{0};
    const bool missing = page.number != next_number_;
    next_number_ = page.number + 1;
    in_gap_ = in_gap_ || missing;
    map_.breaks_off = !page.is_last;
    if (page.position == kNoPacketEnds) return;
    if (in_gap_ && page.position > map_.end) map_.gaps.push_back({map_.end, page.position});
    in_gap_ = false;
    map_.end = page.position;
  }
  OggMap map() const { return map_; }

 private:
  OggMap map_{{}, 0, true};
  std::optional<std::uint64_t> first_;
  std::uint64_t next_number_ = 0;
  bool in_gap_ = false;
};

}  // namespace

OggMap map_ogg(const ByteSource& bytes) {
  Walk walk;
  std::vector<std::byte> buffer(4 * kLargestPage);
  std::uint64_t begin = 0;
  while (begin < bytes.size()) {
    const auto filled = bytes.read(begin, buffer);
    if (filled == 0) break;
    const bool is_end = begin + filled >= bytes.size();
    std::size_t offset = 0;
    while (offset < filled && (is_end || filled - offset >= kLargestPage)) {
      const auto rest = std::span<const std::byte>(buffer).subspan(offset, filled - offset);
      const auto page = page_of(rest);
      if (page) walk.take(*page);
      offset += page ? page->bytes : next_capture(rest);
    }
    begin += offset;
  }
  return walk.map();
}

}  // namespace kolog::audio
