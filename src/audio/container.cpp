// SPDX-License-Identifier: Apache-2.0
#include "audio/container.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>

#include "audio/mpeg_frames.h"

namespace kolog::audio {
namespace {

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

/// The first brand of an ISO base media file (ISO 14496-12, section 4.3): pictures use the same form.
bool is_mp4(std::span<const std::byte> start) {
  constexpr std::string_view kBrands[] = {"M4A", "M4B", "mp4", "iso", "3g", "dash", "qt  ", "MSNV", "avc1"};
  return has_text(start, 4, "ftyp") && std::any_of(std::begin(kBrands), std::end(kBrands),
                                                   [&](auto brand) { return has_text(start, 8, brand); });
}

/// EBML names the kind of document within its first few elements (RFC 8794, section 11.2.4).
bool is_matroska(std::span<const std::byte> start) {
  if (!has_text(start, 0, "\x1A\x45\xDF\xA3")) return false;
  for (std::size_t i = 4; i < start.size(); ++i) {
    // The element's identifier, its length in one byte, and the text.
    if (!has_text(start, i, "\x42\x82")) continue;
    return has_text(start, i + 3, "webm") || has_text(start, i + 3, "matroska");
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
    case Container::mp4:
      return "audio/mp4";
    case Container::amr:
      return "audio/amr";
    case Container::matroska:
      return "audio/webm";
  }
  return "application/octet-stream";
}

std::optional<Container> recognise(const ByteSource& bytes) {
  std::array<std::byte, 64> buffer{};
  const auto start = std::span<const std::byte>(buffer).first(bytes.read(0, buffer));
  if (has_text(start, 0, "RIFF") && has_text(start, 8, "WAVE")) return Container::wav;
  if (has_text(start, 0, "fLaC")) return Container::flac;
  if (has_text(start, 0, "OggS")) return Container::ogg;
  if (has_text(start, 0, "#!AMR\n") || has_text(start, 0, "#!AMR-WB\n")) return Container::amr;
  if (is_mp4(start)) return Container::mp4;
  if (is_matroska(start)) return Container::matroska;
  if (first_mpeg_frame(bytes)) return Container::mpeg;
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
