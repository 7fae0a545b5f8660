// SPDX-License-Identifier: Apache-2.0
#include "app/input_text.h"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace kolog::app {
namespace {

/// A day of speech is about a megabyte; more than this is not a transcript.
constexpr std::size_t kMostBytes = std::size_t{16} << 20;

Result<std::string> read_stream(std::istream& input) {
  std::string text;
  char block[65536];
  while (input.read(block, sizeof block) || input.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(input.gcount()));
    if (text.size() > kMostBytes)
      return failure(ErrorCode::payload_too_large, "The transcript is larger than 16 MiB");
  }
  if (input.bad()) return failure(ErrorCode::internal, "The transcript cannot be read");
  return text;
}

}  // namespace

Result<std::string> read_input(const std::string& file) {
  if (file == "-") return read_stream(std::cin);
  std::ifstream input(file, std::ios::binary);
  if (!input || std::filesystem::is_directory(file)) {
    return failure(ErrorCode::not_found, "Cannot open " + file);
  }
  return read_stream(input);
}

}  // namespace kolog::app
