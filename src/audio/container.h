// SPDX-License-Identifier: Apache-2.0
// What a file's first bytes say it is, and whether a WAV file holds as much as its header announces. Reads
// bytes from anywhere; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace kolog::audio {

/// Bytes that can be read at any position: an open file or a piece of memory.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  /// As many bytes as there are at `offset`, at most `into.size()`; 0 at the end and on a read error.
  virtual std::size_t read(std::uint64_t offset, std::span<std::byte> into) const = 0;
};

enum class Container { wav, mpeg, flac, ogg };

/// `audio/wav`, `audio/mpeg`, `audio/flac`, `audio/ogg`.
std::string_view content_type(Container container);

/// None for anything else. MPEG audio has no magic number: two frame headers that agree, one frame's length
/// apart, must be found near the beginning, after an ID3v2 tag if there is one.
std::optional<Container> recognise(const ByteSource& bytes);

/// Whether every chunk up to the samples ends inside the file. Sizes that writers to a pipe put in, not
/// knowing the length, count as whole.
bool wav_is_whole(const ByteSource& bytes);

}  // namespace kolog::audio
