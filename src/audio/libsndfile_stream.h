// SPDX-License-Identifier: Apache-2.0
// libsndfile over bytes of ours. One thread at a time; the bytes must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "audio/byte_source.h"
#include "base/result.h"

namespace kolog::audio {

class LibsndfileStream {
 public:
  static Result<LibsndfileStream> open(const ByteSource& bytes);

  LibsndfileStream(LibsndfileStream&&) noexcept;
  LibsndfileStream& operator=(LibsndfileStream&&) noexcept;
  ~LibsndfileStream();

  int channels() const;
  int sample_rate() const;
  /// As the header or a count of the file's parts says; none if neither does.
  std::optional<std::uint64_t> frames() const;
  /// Interleaved samples; empty at the end, and where decoding fails.
  std::span<const float> read();
  bool seek(std::uint64_t frame);

 private:
  struct State;
  explicit LibsndfileStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kolog::audio
