// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_quantizer.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include <ggml.h>

#include "base/file_error.h"
#include "base/file_handle.h"
#include "base/ids.h"
#include "speech/model_file.h"

namespace kolog::speech {
namespace {

namespace fs = std::filesystem;

struct Form {
  ggml_type type;
  ggml_ftype file;
};

constexpr std::array<Form, kQuantizedTypes.size()> kForms = {{{GGML_TYPE_Q4_0, GGML_FTYPE_MOSTLY_Q4_0},
                                                              {GGML_TYPE_Q4_1, GGML_FTYPE_MOSTLY_Q4_1},
                                                              {GGML_TYPE_Q5_0, GGML_FTYPE_MOSTLY_Q5_0},
                                                              {GGML_TYPE_Q5_1, GGML_FTYPE_MOSTLY_Q5_1},
                                                              {GGML_TYPE_Q8_0, GGML_FTYPE_MOSTLY_Q8_0},
                                                              {GGML_TYPE_Q2_K, GGML_FTYPE_MOSTLY_Q2_K},
                                                              {GGML_TYPE_Q3_K, GGML_FTYPE_MOSTLY_Q3_K},
                                                              {GGML_TYPE_Q4_K, GGML_FTYPE_MOSTLY_Q4_K},
                                                              {GGML_TYPE_Q5_K, GGML_FTYPE_MOSTLY_Q5_K},
                                                              {GGML_TYPE_Q6_K, GGML_FTYPE_MOSTLY_Q6_K}}};

static_assert(kFloat32 == GGML_TYPE_F32 && kFloat16 == GGML_TYPE_F16);

/// Matrices by their shape, which whisper.cpp wants as they are.
constexpr std::array<std::string_view, 4> kLeftAlone = {"encoder.conv1.bias", "encoder.conv2.bias",
                                                        "encoder.positional_embedding",
                                                        "decoder.positional_embedding"};

template <class Number>
void put(std::ostream& out, const Number* numbers, std::size_t count = 1) {
  out.write(reinterpret_cast<const char*>(numbers), static_cast<std::streamsize>(count * sizeof(Number)));
}

Error quantised_already() {
  return failure(
      ErrorCode::unsupported_media,
      "This model is quantised already, and doing it again would make it worse: take the one in f16 or "
      "f32 that it was made from.");
}

/// Goes through a model from its head to its end.
class Quantizer {
 public:
  Quantizer(std::istream& in, std::uint64_t size, std::ostream& out, const Quantization& how)
      : reader_(in, size), out_(out), how_(how), form_(kForms.at(static_cast<std::size_t>(how.type))) {}

  Result<void> run() {
    if (auto done = head(); !done) return done;
    if (auto done = reader_.copy_tables(out_); !done) return done;
    while (true) {
      const auto header = reader_.next_tensor();
      if (!header) return header.error();
      if (!*header) return {};
      if (auto done = tensor(**header); !done) return done;
      // A full disk is not worth the work that would follow.
      if (!out_) return failure(ErrorCode::internal, "The new model cannot be written.");
    }
  }

 private:
  Result<void> head() {
    auto dimensions = reader_.dimensions();
    if (!dimensions) return dimensions.error();
    if (dimensions->form != GGML_FTYPE_ALL_F32 && dimensions->form != GGML_FTYPE_MOSTLY_F16) {
      return quantised_already();
    }
    constexpr std::uint32_t kMagic = GGML_FILE_MAGIC;
    put(out_, &kMagic);
    dimensions->form = GGML_QNT_VERSION * GGML_QNT_VERSION_FACTOR + form_.file;
    static_assert(sizeof(ModelDimensions) == 11 * sizeof(std::int32_t));
    put(out_, &*dimensions);
    return {};
  }

  ggml_type type_for(const TensorHeader& header) const {
    const bool alone = std::find(kLeftAlone.begin(), kLeftAlone.end(), header.name) != kLeftAlone.end();
    if (header.dimensions == 2 && !alone) return form_.type;
    // In a model that is not f32 all through, whisper.cpp wants the convolutions in f16.
    if (header.dimensions == 3) return GGML_TYPE_F16;
    return static_cast<ggml_type>(header.type);
  }

  Result<void> tensor(const TensorHeader& header) {
    if (header.type != kFloat32 && header.type != kFloat16) return quantised_already();
    const auto type = type_for(header);
    const auto row = header.sizes[0];
    if (row % ggml_blck_size(type) != 0) {
      return failure(ErrorCode::unsupported_media,
                     std::string(to_string(how_.type)) + " needs rows of a multiple of " +
                         std::to_string(ggml_blck_size(type)) + " numbers, and this model's " + header.name +
                         " has rows of " + std::to_string(row) + ": take another type, q5_0 say.");
    }
    put_header(header, type);
    const auto rows = header.elements / static_cast<std::uint64_t>(row);
    const auto at_once = std::max<std::uint64_t>(1, how_.piece / static_cast<std::uint64_t>(row));
    for (std::uint64_t done = 0; done < rows; done += at_once) {
      const auto count = std::min(at_once, rows - done);
      if (auto step = convert(header, type, count); !step) return step;
      if (how_.on_progress) how_.on_progress(reader_.share_read());
    }
    return {};
  }

  void put_header(const TensorHeader& header, ggml_type type) {
    const std::int32_t numbers[] = {header.dimensions, static_cast<std::int32_t>(header.name.size()), type};
    put(out_, numbers, std::size(numbers));
    put(out_, header.sizes.data(), static_cast<std::size_t>(header.dimensions));
    put(out_, header.name.data(), header.name.size());
  }

  Result<void> convert(const TensorHeader& header, ggml_type type, std::uint64_t rows) {
    const auto from = static_cast<ggml_type>(header.type);
    const auto row = static_cast<std::int64_t>(header.sizes[0]);
    const auto count = static_cast<std::int64_t>(rows) * row;
    source_.resize(ggml_row_size(from, row) * rows);
    if (auto done = reader_.read(source_); !done) return done;
    if (type == from) {
      put(out_, source_.data(), source_.size());
      return {};
    }
    numbers_.resize(static_cast<std::size_t>(count));
    if (from == GGML_TYPE_F16) {
      ggml_fp16_to_fp32_row(reinterpret_cast<const ggml_fp16_t*>(source_.data()), numbers_.data(), count);
    } else {
      std::copy(source_.begin(), source_.end(), reinterpret_cast<char*>(numbers_.data()));
    }
    if (!std::all_of(numbers_.begin(), numbers_.end(), [](float number) { return std::isfinite(number); })) {
      return failure(ErrorCode::unsupported_media,
                     "The model is damaged: there is something in " + header.name + " that is no number.");
    }
    result_.resize(ggml_row_size(type, row) * rows);
    if (type == GGML_TYPE_F16) {
      ggml_fp32_to_fp16_row(numbers_.data(), reinterpret_cast<ggml_fp16_t*>(result_.data()), count);
    } else {
      ggml_quantize_chunk(type, numbers_.data(), result_.data(), 0, static_cast<std::int64_t>(rows), row,
                          nullptr);
    }
    put(out_, result_.data(), result_.size());
    return {};
  }

  ModelReader reader_;
  std::ostream& out_;
  const Quantization& how_;
  Form form_;
  std::vector<char> source_;
  std::vector<float> numbers_;
  std::vector<char> result_;
};

/// A file that is gone again unless it was given its name.
class NewFile {
 public:
  explicit NewFile(fs::path target)
      : target_(std::move(target)),
        path_(target_.string() + "." + new_id("part_")),
        out_(path_, std::ios::binary) {}
  ~NewFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  std::ostream& stream() { return out_; }

  Error error(int number) const {
    return file_error(number, "The new model cannot be written: " + target_.string());
  }

  Result<void> publish() {
    errno = 0;
    out_.close();
    if (!out_) return error(errno);
    const FileHandle file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file || ::fsync(file.descriptor()) != 0) return error(errno);
    // Unlike a rename, a link never takes the place of a file that somebody else has made meanwhile.
    if (::link(path_.c_str(), target_.c_str()) == 0) return {};
    if (errno == EEXIST) return there_already(target_);
    return ::rename(path_.c_str(), target_.c_str()) == 0 ? Result<void>{} : error(errno);
  }

  static Error there_already(const fs::path& target) {
    return failure(ErrorCode::conflict, "There is a file of that name already: " + target.string());
  }

 private:
  fs::path target_;
  fs::path path_;
  std::ofstream out_;
};

}  // namespace

std::string_view to_string(QuantizedType type) {
  return kQuantizedTypes.at(static_cast<std::size_t>(type));
}

std::optional<QuantizedType> parse_quantized_type(std::string_view name) {
  const auto* const found = std::find(kQuantizedTypes.begin(), kQuantizedTypes.end(), name);
  if (found == kQuantizedTypes.end()) return std::nullopt;
  return static_cast<QuantizedType>(found - kQuantizedTypes.begin());
}

Result<void> quantize_model(std::istream& in, std::uint64_t size, std::ostream& out,
                            const Quantization& how) {
  return Quantizer(in, size, out, how).run();
}

Result<void> quantize_model_file(const fs::path& from, const fs::path& to, const Quantization& how) {
  std::error_code error;
  const auto size = fs::file_size(from, error);
  std::ifstream in(from, std::ios::binary);
  if (error || !in) return failure(ErrorCode::not_found, "There is no speech model at " + from.string());
  if (fs::exists(to, error)) return NewFile::there_already(to);
  errno = 0;
  NewFile file(to);
  if (!file.stream()) return file.error(errno);
  const auto done = quantize_model(in, size, file.stream(), how);
  if (!file.stream()) return file.error(errno);
  if (!done) return done;
  return file.publish();
}

}  // namespace kolog::speech
