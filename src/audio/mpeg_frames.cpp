// SPDX-License-Identifier: Apache-2.0
#include "audio/mpeg_frames.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace kolog::audio {
namespace {

/// How far into the file the first MPEG frame may begin: encoders and splitters leave rubbish before it.
constexpr std::size_t kMpegSearch = 4096;
constexpr std::size_t kMpegLargestFrame = 2881;  // layer II, 384 kbit/s at 32 kHz, padded, with room

constexpr std::size_t kLargestPadding = 4;
constexpr std::size_t kWindow = 65'536;
/// Bytes after the last frame that are taken for padding, or for a tag of a kind that is not known.
constexpr std::uint64_t kHarmlessTail = 4096;

std::uint32_t byte_at(std::span<const std::byte> bytes, std::size_t index) {
  return std::to_integer<std::uint32_t>(bytes[index]);
}

bool has_text(std::span<const std::byte> bytes, std::size_t index, std::string_view text) {
  if (bytes.size() < index + text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (byte_at(bytes, index + i) != static_cast<unsigned char>(text[i])) return false;
  }
  return true;
}

/// Kilobits a second by the header's four bits; rows: MPEG-1 layers I, II, III, then MPEG-2 and 2.5 layer I,
/// layers II and III (ISO 11172-3 and 13818-3, table of the bit rate index).
constexpr std::array<std::array<int, 16>, 5> kBitRates = {{
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
}};
constexpr std::array<int, 3> kSampleRates = {44100, 48000, 32000};  // halved for MPEG-2, quartered for 2.5

/// The tag's length with its header; 0 if there is none (id3.org, ID3v2.4 section 3.1).
std::uint64_t id3_tag_bytes(std::span<const std::byte> start) {
  if (start.size() < 10 || !has_text(start, 0, "ID3")) return 0;
  std::uint64_t length = 0;
  for (std::size_t i = 6; i < 10; ++i) length = length << 7 | (byte_at(start, i) & 0x7F);
  return length + 10;
}

/// Reads a file from its beginning to its end in large pieces, a few bytes at a time.
class Window {
 public:
  explicit Window(const ByteSource& bytes) : bytes_(bytes), size_(bytes.size()), buffer_(kWindow) {}

  std::uint64_t size() const { return size_; }
  /// At most `count` bytes at `position`, fewer at the end.
  std::span<const std::byte> at(std::uint64_t position, std::size_t count) {
    if (position >= size_) return {};
    const auto end = begin_ + filled_;
    if (position < begin_ || position >= end || (position + count > end && end < size_)) {
      begin_ = position;
      filled_ = bytes_.read(position, buffer_);
    }
    const auto offset = static_cast<std::size_t>(position - begin_);
    if (offset >= filled_) return {};
    return std::span<const std::byte>(buffer_).subspan(offset, std::min(count, filled_ - offset));
  }

 private:
  const ByteSource& bytes_;
  std::uint64_t size_;
  std::vector<std::byte> buffer_;
  std::uint64_t begin_ = 0;
  std::size_t filled_ = 0;
};

/// The first position from `from` and before `to` where a frame of the stream begins and another follows it.
std::optional<std::uint64_t> next_frame(Window& window, std::uint64_t from, std::uint64_t to,
                                        std::optional<std::uint32_t> fixed) {
  for (auto position = from; position < to && position + 4 <= window.size(); ++position) {
    const auto here = window.at(position, kMpegLargestFrame + 4);
    const auto header = mpeg_header(here);
    if (!header || (fixed && header->fixed != *fixed) || here.size() < header->frame_bytes + 4) continue;
    const auto next = mpeg_header(here.subspan(header->frame_bytes));
    if (next && next->fixed == header->fixed) return position;
  }
  return std::nullopt;
}

/// A tag's length where one begins; tags stand between frames when files were put one after another.
std::uint64_t tag_bytes(std::span<const std::byte> start) {
  constexpr std::uint64_t kId3v1 = 128;
  if (has_text(start, 0, "TAG")) return kId3v1;
  if (!has_text(start, 0, "APETAGEX") || start.size() < 16) return id3_tag_bytes(start);
  constexpr std::uint64_t kApeHeader = 32;  // not in the size that the tag names
  std::uint64_t length = 0;
  for (std::size_t i = 16; i > 12; --i) length = length << 8 | byte_at(start, i - 1);
  return length + kApeHeader;
}

/// How many frames an encoder says that it wrote after this one, in the frame that it puts first for that
/// ("Xing" or "Info", after the side information); 0 if it does not.
std::uint64_t announced_frames(std::span<const std::byte> frame) {
  for (const std::size_t offset : {13U, 21U, 36U}) {
    if (!has_text(frame, offset, "Xing") && !has_text(frame, offset, "Info")) continue;
    if (frame.size() < offset + 12 || (byte_at(frame, offset + 7) & 1) == 0) return 0;
    std::uint64_t frames = 0;
    for (std::size_t i = offset + 8; i < offset + 12; ++i) frames = frames << 8 | byte_at(frame, i);
    return frames;
  }
  return 0;
}

/// Frames that fitted into so many bytes, by the mean length of those that are there.
std::uint64_t frames_lost(const MpegMap& map, std::uint64_t bytes) {
  const auto& last = map.stretches.back();
  const auto mean =
      std::max<std::uint64_t>((last.end - last.begin) / std::max<std::uint64_t>(last.frames, 1), 1);
  return (bytes + mean / 2) / mean;
}

}  // namespace

std::optional<MpegHeader> mpeg_header(std::span<const std::byte> bytes) {
  if (bytes.size() < 4 || byte_at(bytes, 0) != 0xFF || (byte_at(bytes, 1) & 0xE0) != 0xE0)
    return std::nullopt;
  const auto version = byte_at(bytes, 1) >> 3 & 3;  // 0: 2.5, 2: MPEG-2, 3: MPEG-1
  const auto layer_bits = byte_at(bytes, 1) >> 1 & 3;
  const auto rate_index = byte_at(bytes, 2) >> 2 & 3;
  if (version == 1 || layer_bits == 0 || rate_index == 3) return std::nullopt;
  const auto layer = 4 - layer_bits;
  const bool first = version == 3;
  const auto row = first ? layer - 1 : (layer == 1 ? 3U : 4U);
  const int kilobits = kBitRates[row][byte_at(bytes, 2) >> 4];
  if (kilobits == 0) return std::nullopt;
  const int sample_rate = kSampleRates[rate_index] / (first ? 1 : (version == 2 ? 2 : 4));
  const int padding = static_cast<int>(byte_at(bytes, 2) >> 1 & 1);
  MpegHeader header;
  header.fixed = (byte_at(bytes, 1) & 0xFE) << 8 | (byte_at(bytes, 2) & 0x0C);
  if (layer == 1) {
    header.samples = 384;
    header.frame_bytes = static_cast<std::size_t>((12 * kilobits * 1000 / sample_rate + padding) * 4);
  } else {
    header.samples = layer == 3 && !first ? 576 : 1152;
    header.frame_bytes =
        static_cast<std::size_t>(header.samples / 8 * kilobits * 1000 / sample_rate + padding);
  }
  return header;
}

std::vector<std::byte> counting_frame(const ByteSource& bytes, const MpegStretch& stretch) {
  std::vector<std::byte> frame(4);
  if (bytes.read(stretch.begin, frame) != frame.size()) return {};
  const bool is_layer_three = (byte_at(frame, 1) >> 1 & 3) == 1;
  if (!is_layer_three) return {};
  frame[1] |= std::byte{1};                                   // no checksum
  frame[2] = std::byte{0xE0} | (frame[2] & std::byte{0x0C});  // as many bits as there may be, so that it fits
  const auto header = mpeg_header(frame);
  if (!header) return {};
  frame.resize(header->frame_bytes);
  const bool is_first_version = (byte_at(frame, 1) >> 3 & 3) == 3;
  const bool is_one_channel = byte_at(frame, 3) >> 6 == 3;
  const std::size_t side = is_first_version ? (is_one_channel ? 17 : 32) : (is_one_channel ? 9 : 17);
  constexpr std::string_view kSign("Xing\0\0\0\1", 8);  // and that the number of frames follows
  for (std::size_t i = 0; i < kSign.size(); ++i) frame[4 + side + i] = static_cast<std::byte>(kSign[i]);
  for (std::size_t i = 0; i < 4; ++i)
    frame[4 + side + kSign.size() + i] = static_cast<std::byte>(stretch.frames >> (8 * (3 - i)) & 0xFF);
  return frame;
}

bool MpegMap::is_whole() const {
  return !breaks_off && std::none_of(stretches.begin(), stretches.end(),
                                     [](const MpegStretch& stretch) { return stretch.lost_before > 0; });
}

std::uint64_t MpegMap::frames() const {
  std::uint64_t frames = 0;
  for (const auto& stretch : stretches) frames += stretch.frames + stretch.lost_before;
  return frames;
}

std::optional<std::uint64_t> first_mpeg_frame(const ByteSource& bytes) {
  Window window(bytes);
  const auto begin = id3_tag_bytes(window.at(0, 10));
  return next_frame(window, begin, begin + kMpegSearch, std::nullopt);
}

std::optional<MpegMap> map_mpeg(const ByteSource& bytes) {
  const auto first = first_mpeg_frame(bytes);
  if (!first) return std::nullopt;
  Window window(bytes);
  const auto stream = *mpeg_header(window.at(*first, 4));
  const auto announced = announced_frames(window.at(*first, 48));
  MpegMap map;
  map.samples_per_frame = static_cast<std::uint64_t>(stream.samples);
  map.stretches.push_back({*first, *first, 0, 0});
  while (true) {
    auto& stretch = map.stretches.back();
    const auto header = mpeg_header(window.at(stretch.end, 4));
    if (header && header->fixed == stream.fixed) {
      const auto [shorter, longer] = std::minmax(header->frame_bytes, stream.frame_bytes);
      map.rate_varies = map.rate_varies || longer - shorter > kLargestPadding;
      map.breaks_off = stretch.end + header->frame_bytes > window.size();
      if (map.breaks_off) break;
      stretch.end += header->frame_bytes;
      ++stretch.frames;
      continue;
    }
    auto after_tag = stretch.end;
    while (const auto tag = tag_bytes(window.at(after_tag, 16))) after_tag += tag;
    const auto next = next_frame(window, after_tag, window.size(), stream.fixed);
    if (!next) {
      map.breaks_off = after_tag < window.size() && window.size() - after_tag > kHarmlessTail;
      break;
    }
    map.stretches.push_back({*next, *next, 0, frames_lost(map, *next - after_tag)});
  }
  map.is_counted = announced > 0;
  if (announced > 0 && map.frames() < announced + 1) map.breaks_off = true;
  return map;
}

}  // namespace kolog::audio
