// SPDX-License-Identifier: Apache-2.0
// An open recording, read block by block: whichever decoder suits it behind our own checks of what it is, how
// large it may be, and whether it is whole. One thread at a time; owns the open file or borrows the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "audio/container.h"
#include "audio/decode.h"
#include "base/result.h"

namespace kolog::audio {

class SoundFile {
 public:
  static Result<SoundFile> open(const std::filesystem::path& path, const Limits& limits,
                                Damaged damaged = Damaged::refused);
  /// The bytes must outlive the sound file.
  static Result<SoundFile> open(std::span<const std::byte> bytes, const Limits& limits,
                                Damaged damaged = Damaged::refused);

  SoundFile(SoundFile&&) noexcept;
  SoundFile& operator=(SoundFile&&) noexcept;
  ~SoundFile();

  Container container() const;
  int channels() const;
  int sample_rate() const;
  std::uint64_t frames_read() const;
  /// About how many will come, never more than the limits and the file's size allow; 0 if nothing says.
  std::uint64_t expected_frames() const;
  /// Known in full at the end.
  std::optional<Damage> damage() const;

  /// Interleaved samples, -1 to 1; empty at the end. `unsupported_media` when the file is damaged and that is
  /// refused, or has nothing in it, `payload_too_large` beyond the limits. The span lives until the next
  /// call.
  Result<std::span<const float>> next_block();

 private:
  struct State;
  explicit SoundFile(std::unique_ptr<State> state);
  static Result<SoundFile> open(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace kolog::audio
