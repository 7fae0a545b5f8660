// SPDX-License-Identifier: Apache-2.0
// What decodes one kind of file, block by block; of a damaged file, what is intact. Judges nothing: SoundFile
// holds it to limits and to what its caller accepts. One thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "audio/byte_source.h"
#include "audio/clip.h"
#include "audio/container.h"
#include "base/result.h"

namespace kolog::audio {

class SampleReader {
 public:
  virtual ~SampleReader() = default;
  virtual int channels() const = 0;
  virtual int sample_rate() const = 0;
  /// About how many will come; 0 if nothing says. A hint, which a file may get wrong on purpose.
  virtual std::uint64_t expected_frames() const = 0;
  /// Interleaved samples, of any value; empty at the end. The span lives until the next call.
  virtual Result<std::span<const float>> next_block() = 0;
  /// What is known so far of the blocks that were read.
  virtual std::optional<Damage> damage() const = 0;
};

/// WAV, FLAC, Ogg. The bytes must outlive the reader. A damaged Ogg file is decoded twice, the first time up
/// to `longest`.
Result<std::unique_ptr<SampleReader>> open_with_libsndfile(const ByteSource& bytes, Container container,
                                                           std::chrono::seconds longest);

/// MP3, by stretches: libmpg123 stops for good, and without a word, where a kilobyte or more is damaged.
Result<std::unique_ptr<SampleReader>> open_mpeg(const ByteSource& bytes);

inline Error unsupported(std::string detail) {
  return failure(ErrorCode::unsupported_media, "The file is not a whole recording in a known format.",
                 std::move(detail));
}

}  // namespace kolog::audio
