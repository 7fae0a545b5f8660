// SPDX-License-Identifier: Apache-2.0
// Reads a Whisper model's file in whisper.cpp's form, piece by piece and never more than a piece in memory.
// No length in it is believed before that many bytes are known to follow. One thread at a time; borrows the
// stream.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"

namespace kolog::speech {

/// As the file begins, in its order, behind the magic number: eleven numbers of 32 bits, little-endian.
struct ModelDimensions {
  std::int32_t vocabulary = 0;
  std::int32_t audio_context = 0;
  std::int32_t audio_features = 0;
  std::int32_t audio_heads = 0;
  std::int32_t audio_layers = 0;
  std::int32_t text_context = 0;
  std::int32_t text_features = 0;
  std::int32_t text_heads = 0;
  std::int32_t text_layers = 0;
  std::int32_t mel_bands = 0;
  std::int32_t form = 0;  // ggml_ftype of the matrices, and a thousand times the version of quantised ones
};

struct TensorHeader {
  std::string name;
  int dimensions = 0;
  std::array<std::int32_t, 4> sizes = {1, 1, 1, 1};  // the first is of what lies together, a row
  std::int32_t type = 0;                             // ggml_type
  std::uint64_t elements = 0;
};

/// The ggml_type of tensors of numbers that stand for themselves.
inline constexpr std::int32_t kFloat32 = 0;
inline constexpr std::int32_t kFloat16 = 1;

class ModelReader {
 public:
  struct Settings {
    std::uint32_t longest_name = 1024;   // of a tensor
    std::uint32_t longest_token = 4096;  // of the vocabulary
  };

  /// `size` is that of the whole file, of which the stream stands at the beginning.
  ModelReader(std::istream& in, std::uint64_t size) : ModelReader(in, size, Settings{}) {}
  ModelReader(std::istream& in, std::uint64_t size, Settings settings)
      : in_(in), left_(size), size_(size), settings_(settings) {}

  // In this order; each is `unsupported_media` if the file is none, or breaks off.

  Result<ModelDimensions> dimensions();
  /// Mel filters and vocabulary, as they stand, to another stream.
  Result<void> copy_tables(std::ostream& out);
  /// None behind the last. Its data follow, and must be read in whole.
  Result<std::optional<TensorHeader>> next_tensor();
  Result<void> read(std::span<char> bytes);

  /// 0 to 1.
  double share_read() const {
    return size_ == 0 ? 1 : 1 - static_cast<double>(left_) / static_cast<double>(size_);
  }

 private:
  Result<std::int32_t> number();
  Result<void> copy(std::ostream& out, std::uint64_t bytes);
  Result<void> copy_vocabulary(std::ostream& out);

  std::istream& in_;
  std::uint64_t left_;
  std::uint64_t size_;
  Settings settings_;
};

/// Of a file on this machine.
Result<ModelDimensions> model_dimensions(const std::filesystem::path& path);

}  // namespace kolog::speech
