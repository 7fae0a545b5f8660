// SPDX-License-Identifier: Apache-2.0
#include "speech/model_file.h"

#include <algorithm>
#include <bit>
#include <fstream>
#include <ostream>
#include <system_error>

namespace kolog::speech {
namespace {

static_assert(std::endian::native == std::endian::little, "The file's numbers are read as they lie");

constexpr std::uint32_t kMagic = 0x67676d6c;  // "ggml"
constexpr std::uint64_t kPiece = 1 << 16;     // copied at once

Error malformed(std::string detail) {
  return failure(ErrorCode::unsupported_media,
                 "This is not a whole Whisper model in ggml form: " + detail + ".");
}

Error too_short() {
  return malformed("it breaks off");
}

void put(std::ostream& out, std::int32_t number) {
  out.write(reinterpret_cast<const char*>(&number), sizeof number);
}

}  // namespace

Result<void> ModelReader::read(std::span<char> bytes) {
  if (bytes.size() > left_) return too_short();
  in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in_) return failure(ErrorCode::internal, "The model's file cannot be read.");
  left_ -= bytes.size();
  return {};
}

Result<std::int32_t> ModelReader::number() {
  std::int32_t value = 0;
  if (auto done = read({reinterpret_cast<char*>(&value), sizeof value}); !done) return done.error();
  return value;
}

Result<ModelDimensions> ModelReader::dimensions() {
  const auto magic = number();
  if (!magic) return magic.error();
  if (static_cast<std::uint32_t>(*magic) != kMagic) return malformed("it does not begin as one");
  ModelDimensions found;
  for (auto* field : {&found.vocabulary, &found.audio_context, &found.audio_features, &found.audio_heads,
                      &found.audio_layers, &found.text_context, &found.text_features, &found.text_heads,
                      &found.text_layers, &found.mel_bands, &found.form}) {
    const auto value = number();
    if (!value) return value.error();
    if (*value < 0 || (*value == 0 && field != &found.form)) return malformed("its dimensions make no sense");
    *field = *value;
  }
  return found;
}

Result<void> ModelReader::copy(std::ostream& out, std::uint64_t bytes) {
  std::array<char, kPiece> piece{};
  while (bytes > 0) {
    const auto length = std::min(bytes, kPiece);
    if (auto done = read(std::span(piece).first(length)); !done) return done;
    out.write(piece.data(), static_cast<std::streamsize>(length));
    bytes -= length;
  }
  return {};
}

Result<void> ModelReader::copy_tables(std::ostream& out) {
  const auto bands = number();
  if (!bands) return bands.error();
  const auto frequencies = number();
  if (!frequencies) return frequencies.error();
  if (*bands < 0 || *frequencies < 0) return malformed("its mel filters have no size");
  // Two numbers below 2^31, four bytes each: fits.
  const auto bytes =
      static_cast<std::uint64_t>(*bands) * static_cast<std::uint64_t>(*frequencies) * sizeof(float);
  if (bytes > left_) return too_short();
  put(out, *bands);
  put(out, *frequencies);
  if (auto done = copy(out, bytes); !done) return done;
  return copy_vocabulary(out);
}

Result<void> ModelReader::copy_vocabulary(std::ostream& out) {
  const auto tokens = number();
  if (!tokens) return tokens.error();
  if (*tokens < 0) return malformed("its vocabulary has no size");
  put(out, *tokens);
  for (std::int32_t i = 0; i < *tokens; ++i) {
    const auto length = number();
    if (!length) return length.error();
    if (static_cast<std::uint32_t>(*length) > settings_.longest_token) {
      return malformed("a token of its vocabulary is too long");
    }
    put(out, *length);
    if (auto done = copy(out, static_cast<std::uint64_t>(*length)); !done) return done;
  }
  return {};
}

Result<std::optional<TensorHeader>> ModelReader::next_tensor() {
  if (left_ == 0) return std::optional<TensorHeader>{};
  const auto dimensions = number();
  if (!dimensions) return dimensions.error();
  const auto length = number();
  if (!length) return length.error();
  const auto type = number();
  if (!type) return type.error();
  if (*dimensions < 1 || *dimensions > 4) return malformed("a tensor has no shape");
  if (*length < 1 || static_cast<std::uint32_t>(*length) > settings_.longest_name) {
    return malformed("a tensor has no name");
  }
  TensorHeader header;
  header.dimensions = *dimensions;
  header.type = *type;
  header.elements = 1;
  for (int i = 0; i < header.dimensions; ++i) {
    const auto size = number();
    if (!size) return size.error();
    // Of no form does an element take less than a bit, so what is larger than this cannot follow.
    if (*size < 1 || static_cast<std::uint64_t>(*size) > size_ * 8 / header.elements) return too_short();
    header.sizes.at(static_cast<std::size_t>(i)) = *size;
    header.elements *= static_cast<std::uint64_t>(*size);
  }
  header.name.resize(static_cast<std::size_t>(*length));
  if (auto done = read(header.name); !done) return done.error();
  return std::optional(std::move(header));
}

Result<ModelDimensions> model_dimensions(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (error || !in) return failure(ErrorCode::not_found, "There is no speech model at " + path.string());
  return ModelReader(in, size).dimensions();
}

}  // namespace kolog::speech
