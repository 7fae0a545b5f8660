// SPDX-License-Identifier: Apache-2.0
#include "audio/container.h"

#include <algorithm>
#include <array>
#include <vector>

namespace kolog::audio {
namespace {

/// How far into the file the first MPEG frame may begin: encoders and splitters leave rubbish before it.
constexpr std::size_t kMpegSearch = 4096;
constexpr std::size_t kMpegLargestFrame = 2881;  // layer II, 384 kbit/s at 32 kHz, padded, with room

std::uint32_t byte_at(std::span<const std::byte> bytes, std::size_t index) {
  return std::to_integer<std::uint32_t>(bytes[index]);
}

std::uint32_t little_endian(std::span<const std::byte> bytes, std::size_t index) {
  return byte_at(bytes, index) | byte_at(bytes, index + 1) << 8 | byte_at(bytes, index + 2) << 16 |
         byte_at(bytes, index + 3) << 24;
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

struct MpegHeader {
  std::uint32_t fixed = 0;  // the bits that are the same in every frame of a stream
  std::size_t frame_bytes = 0;
};

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
    header.frame_bytes = static_cast<std::size_t>((12 * kilobits * 1000 / sample_rate + padding) * 4);
  } else {
    const int per_frame = layer == 3 && !first ? 72 : 144;
    header.frame_bytes = static_cast<std::size_t>(per_frame * kilobits * 1000 / sample_rate + padding);
  }
  return header;
}

/// The tag's length with its header; 0 if there is none (id3.org, ID3v2.4 section 3.1).
std::uint64_t id3_tag_bytes(std::span<const std::byte> start) {
  if (start.size() < 10 || !has_text(start, 0, "ID3")) return 0;
  std::uint64_t length = 0;
  for (std::size_t i = 6; i < 10; ++i) length = length << 7 | (byte_at(start, i) & 0x7F);
  return length + 10;
}

bool is_mpeg(const ByteSource& bytes, std::span<const std::byte> start) {
  std::vector<std::byte> piece(kMpegSearch + kMpegLargestFrame + 4);
  piece.resize(bytes.read(id3_tag_bytes(start), piece));
  const std::span<const std::byte> found(piece);
  for (std::size_t i = 0; i + 4 <= found.size() && i < kMpegSearch; ++i) {
    const auto header = mpeg_header(found.subspan(i));
    if (!header || i + header->frame_bytes + 4 > found.size()) continue;
    const auto next = mpeg_header(found.subspan(i + header->frame_bytes));
    if (next && next->fixed == header->fixed) return true;
  }
  return false;
}

}  // namespace

std::string_view content_type(Container container) {
  switch (container) {
    case Container::wav:
      return "audio/wav";
    case Container::mpeg:
      return "audio/mpeg";
    case Container::flac:
      return "audio/flac";
    case Container::ogg:
      return "audio/ogg";
  }
  return "application/octet-stream";
}

std::optional<Container> recognise(const ByteSource& bytes) {
  std::array<std::byte, 12> buffer{};
  const auto start = std::span<const std::byte>(buffer).first(bytes.read(0, buffer));
  if (has_text(start, 0, "RIFF") && has_text(start, 8, "WAVE")) return Container::wav;
  if (has_text(start, 0, "fLaC")) return Container::flac;
  if (has_text(start, 0, "OggS")) return Container::ogg;
  if (is_mpeg(bytes, start)) return Container::mpeg;
  return std::nullopt;
}

bool wav_is_whole(const ByteSource& bytes) {
  constexpr std::uint32_t kLengthNotKnown = 0x7FFF0000;  // sox writes 0x7FFFF000, ffmpeg 0xFFFFFFFF
  const auto size = bytes.size();
  std::uint64_t position = 12;
  std::array<std::byte, 8> buffer{};
  while (bytes.read(position, buffer) == buffer.size()) {
    const std::span<const std::byte> header(buffer);
    const std::uint64_t length = little_endian(header, 4);
    position += 8;
    if (has_text(header, 0, "data")) return length >= kLengthNotKnown || length <= size - position;
    if (length > size - std::min(size, position)) return false;
    position += length + length % 2;
  }
  return false;
}

}  // namespace kolog::audio
