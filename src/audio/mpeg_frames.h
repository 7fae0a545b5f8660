// SPDX-License-Identifier: Apache-2.0
// MPEG audio as a chain of frames, each of which says how long it is: where the chain begins, breaks and
// ends. Decodes nothing. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audio/byte_source.h"

namespace kolog::audio {

struct MpegHeader {
  std::uint32_t fixed = 0;  // the bits that are the same in every frame of a stream
  std::size_t frame_bytes = 0;
  int samples = 0;  // of each channel in a frame
};

/// None if the four bytes are no frame header, or one of free format.
std::optional<MpegHeader> mpeg_header(std::span<const std::byte> bytes);

/// A piece of the file whose frames follow each other without a break.
struct MpegStretch {
  std::uint64_t begin = 0;  // bytes
  std::uint64_t end = 0;
  std::uint64_t frames = 0;
  std::uint64_t lost_before = 0;  // frames that had room in the bytes between the stretch before and this
};

struct MpegMap {
  std::vector<MpegStretch> stretches;  // never empty
  std::uint64_t samples_per_frame = 0;
  bool breaks_off = false;   // within a frame, or before as many as the encoder wrote down
  bool is_counted = false;   // the first frame says how many follow
  bool rate_varies = false;  // frames are not all of one length
  bool is_whole() const;
  std::uint64_t frames() const;  // with the lost ones
};

/// MPEG audio has no magic number: two frame headers that agree, one frame's length apart, must be found near
/// the beginning, after an ID3v2 tag if there is one. Where they are not, none.
std::optional<std::uint64_t> first_mpeg_frame(const ByteSource& bytes);

/// A frame without sound, to stand before a stretch, which tells a decoder how many frames follow. Without it
/// libsndfile judges the length by the first frame's bit rate, and stops there. Empty where there is no such
/// thing: layers I and II.
std::vector<std::byte> counting_frame(const ByteSource& bytes, const MpegStretch& stretch);

/// Walks over all frames. Tags are no damage, nor are a few bytes between frames or at the end.
std::optional<MpegMap> map_mpeg(const ByteSource& bytes);

}  // namespace kolog::audio
