// SPDX-License-Identifier: Apache-2.0
// Makes a Whisper model smaller by keeping its matrices in fewer bits, as whisper.cpp's `whisper-quantize`
// does and to the byte. Any thread; a few rows of a matrix are in memory at a time.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace kolog::speech {

enum class QuantizedType { q4_0, q4_1, q5_0, q5_1, q8_0, q2_k, q3_k, q4_k, q5_k, q6_k };

/// In the order of the enumeration.
inline constexpr std::array<std::string_view, 10> kQuantizedTypes = {"q4_0", "q4_1", "q5_0", "q5_1", "q8_0",
                                                                     "q2_k", "q3_k", "q4_k", "q5_k", "q6_k"};

std::string_view to_string(QuantizedType type);
std::optional<QuantizedType> parse_quantized_type(std::string_view name);

struct Quantization {
  QuantizedType type = QuantizedType::q5_0;
  std::function<void(double)> on_progress;  // 0 to 1; may be empty
  std::uint64_t piece = 1 << 20;            // numbers converted at once, at the least a row
};

/// `unsupported_media` if the model is not whole, is quantised already, or has rows that the type cannot
/// divide. What stands in `out` is then worth nothing. Whether `out` took it all is its owner's to look at.
Result<void> quantize_model(std::istream& in, std::uint64_t size, std::ostream& out, const Quantization& how);

/// The same from file to file. The new one appears whole or not at all; `conflict` if there is one already.
Result<void> quantize_model_file(const std::filesystem::path& from, const std::filesystem::path& to,
                                 const Quantization& how);

}  // namespace kolog::speech
