// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_quantizer.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <ggml.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/model_file.h"
#include "speech/whisper_model.h"
#include "support/temporary_folder.h"

namespace kolog::speech {
namespace {

using kolog::testing::TemporaryFolder;
using kolog::testing::write_file;
using ::testing::HasSubstr;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::string& demo_model() {
  static const auto bytes = read_file(std::filesystem::path(KOLOG_SOURCE_DIR) / "models/kolog-demo-q5_0.bin");
  return bytes;
}

template <class Number>
std::string bytes_of(const Number& number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

std::string numbers(const std::vector<std::int32_t>& values) {
  std::string bytes;
  for (const auto value : values) bytes += bytes_of(value);
  return bytes;
}

std::vector<float> floats_of(ggml_type type, const std::string& data, std::size_t count) {
  std::vector<float> values(count);
  if (type == GGML_TYPE_F32) {
    std::copy(data.begin(), data.end(), reinterpret_cast<char*>(values.data()));
  } else {
    ggml_get_type_traits(type)->to_float(data.data(), values.data(), static_cast<std::int64_t>(count));
  }
  return values;
}

std::string halves(const std::vector<float>& values) {
  std::string bytes(values.size() * sizeof(ggml_fp16_t), '\0');
  ggml_fp32_to_fp16_row(values.data(), reinterpret_cast<ggml_fp16_t*>(bytes.data()),
                        static_cast<std::int64_t>(values.size()));
  return bytes;
}

std::string singles(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

/// The demo model with its matrices and convolutions in f16, or all in f32.
std::string unpacked_demo_model(ggml_ftype form) {
  std::istringstream in(demo_model());
  ModelReader reader(in, demo_model().size());
  auto dimensions = reader.dimensions().value();
  dimensions.form = form;
  std::ostringstream out;
  out << bytes_of(std::uint32_t{GGML_FILE_MAGIC}) << bytes_of(dimensions);
  EXPECT_TRUE(reader.copy_tables(out));
  while (const auto header = reader.next_tensor().value()) {
    const auto type = static_cast<ggml_type>(header->type);
    const auto count = static_cast<std::size_t>(header->elements);
    std::string data(ggml_row_size(type, static_cast<std::int64_t>(count)), '\0');
    EXPECT_TRUE(reader.read(data));
    const bool half = type != GGML_TYPE_F32 && form == GGML_FTYPE_MOSTLY_F16;
    out << numbers({header->dimensions, static_cast<std::int32_t>(header->name.size()),
                    half ? GGML_TYPE_F16 : GGML_TYPE_F32});
    for (int i = 0; i < header->dimensions; ++i)
      out << bytes_of(header->sizes.at(static_cast<std::size_t>(i)));
    out << header->name
        << (half ? halves(floats_of(type, data, count)) : singles(floats_of(type, data, count)));
  }
  return out.str();
}

Result<std::string> quantised(const std::string& model, Quantization how = {}) {
  std::istringstream in(model);
  std::ostringstream out;
  if (const auto done = quantize_model(in, model.size(), out, how); !done) return done.error();
  return out.str();
}

TEST(Quantizer, DemoModelOutOfF16IsTheOneInTheTreeToTheByte) {
  const auto result = quantised(unpacked_demo_model(GGML_FTYPE_MOSTLY_F16)).value();
  EXPECT_TRUE(result == demo_model());  // not EXPECT_EQ, which would print both
}

TEST(Quantizer, PiecesDoNotChangeTheResult) {
  const auto model = unpacked_demo_model(GGML_FTYPE_MOSTLY_F16);
  EXPECT_TRUE(quantised(model, {.on_progress = {}, .piece = 1}).value() == demo_model());
}

TEST(Quantizer, ModelAllInF32GivesTheSameAsInF16) {
  EXPECT_TRUE(quantised(unpacked_demo_model(GGML_FTYPE_ALL_F32)).value() == demo_model());
}

TEST(Quantizer, EveryTypeThatDividesTheRowsGivesAModelThatLoads) {
  const TemporaryFolder folder;
  const auto original = folder.path() / "f16.bin";
  write_file(original, unpacked_demo_model(GGML_FTYPE_MOSTLY_F16));
  auto last = std::filesystem::file_size(original);
  for (const auto type : {QuantizedType::q8_0, QuantizedType::q5_1, QuantizedType::q5_0, QuantizedType::q4_1,
                          QuantizedType::q4_0}) {
    const auto target = folder.path() / std::string(to_string(type));
    ASSERT_TRUE(quantize_model_file(original, target, {.type = type, .on_progress = {}})) << to_string(type);
    EXPECT_TRUE(load_whisper_model(target, ModelHandling{})) << to_string(type);
    EXPECT_LT(std::filesystem::file_size(target), last);
    last = std::filesystem::file_size(target);
  }
}

TEST(Quantizer, RowsThatATypeCannotDivideAreRefused) {
  const auto result =
      quantised(unpacked_demo_model(GGML_FTYPE_MOSTLY_F16), {.type = QuantizedType::q4_k, .on_progress = {}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::unsupported_media);
  EXPECT_THAT(result.error().public_message, HasSubstr("multiple of 256"));
}

TEST(Quantizer, QuantisedModelIsRefused) {
  const auto result = quantised(demo_model());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::unsupported_media);
  EXPECT_THAT(result.error().public_message, HasSubstr("quantised already"));
}

TEST(Quantizer, ProgressOnlyGrowsAndEndsAtTheWhole) {
  std::vector<double> progress;
  ASSERT_TRUE(quantised(unpacked_demo_model(GGML_FTYPE_MOSTLY_F16),
                        {.on_progress = [&](double share) { progress.push_back(share); }}));
  EXPECT_GT(progress.size(), 10U);
  EXPECT_TRUE(std::is_sorted(progress.begin(), progress.end()));
  EXPECT_DOUBLE_EQ(progress.back(), 1);
}

TEST(Quantizer, TypesAreFoundByTheirNames) {
  for (const auto name : kQuantizedTypes) EXPECT_EQ(to_string(parse_quantized_type(name).value()), name);
  EXPECT_FALSE(parse_quantized_type("f16"));
}

TEST(Quantizer, FileAppearsWholeOrNotAtAll) {
  const TemporaryFolder folder;
  const auto broken = unpacked_demo_model(GGML_FTYPE_MOSTLY_F16).substr(0, 3'000'000);
  write_file(folder.path() / "in.bin", broken);
  EXPECT_EQ(quantize_model_file(folder.path() / "in.bin", folder.path() / "out.bin", {}).error().code,
            ErrorCode::unsupported_media);
  EXPECT_EQ(quantize_model_file(folder.path() / "none", folder.path() / "out.bin", {}).error().code,
            ErrorCode::not_found);
  EXPECT_EQ(quantize_model_file(folder.path() / "in.bin", "/proc/none/out.bin", {}).error().code,
            ErrorCode::internal);
  const auto count = std::distance(std::filesystem::directory_iterator(folder.path()), {});
  EXPECT_EQ(count, 1);
}

TEST(Quantizer, FileThatIsThereIsNotOverwritten) {
  const TemporaryFolder folder;
  write_file(folder.path() / "in.bin", unpacked_demo_model(GGML_FTYPE_MOSTLY_F16));
  write_file(folder.path() / "out.bin", "precious");
  for (const char* target : {"out.bin", "in.bin"}) {
    EXPECT_EQ(quantize_model_file(folder.path() / "in.bin", folder.path() / target, {}).error().code,
              ErrorCode::conflict);
  }
  EXPECT_EQ(read_file(folder.path() / "out.bin"), "precious");
}

/// A model of one token and one matrix.
struct TinyModel {
  std::vector<std::int32_t> dimensions = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, GGML_FTYPE_ALL_F32};
  std::vector<std::int32_t> mel = {1, 1};
  std::int32_t tokens = 1;
  std::int32_t token_length = 1;
  std::vector<std::int32_t> tensor = {2, 1, GGML_TYPE_F32, 32, 2};  // dimensions, name's length, type, sizes
  float value = 0.5F;

  std::string bytes() const {
    std::string data;
    for (int i = 0; i < 64; ++i) data += bytes_of(value);
    return bytes_of(std::uint32_t{GGML_FILE_MAGIC}) + numbers(dimensions) + numbers(mel) + bytes_of(1.0F) +
           bytes_of(tokens) + bytes_of(token_length) + "t" + numbers(tensor) + "w" + data;
  }
};

TEST(ModelFile, WhatBreaksOffAnywhereIsRefused) {
  const auto whole = TinyModel{}.bytes();
  const auto result = quantised(whole);
  ASSERT_TRUE(result) << result.error().public_message;
  const auto behind_tables = 4 + 11 * 4 + 2 * 4 + 4 + 4 + 4 + 1;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    if (length == behind_tables) continue;  // a model without tensors, which whisper.cpp refuses
    const auto part = quantised(whole.substr(0, length));
    ASSERT_FALSE(part) << length;
    EXPECT_EQ(part.error().code, ErrorCode::unsupported_media) << length;
  }
}

TEST(ModelFile, AbsurdSizesAreRefusedBeforeAnythingIsMadeOfThem) {
  constexpr auto kHuge = std::numeric_limits<std::int32_t>::max();
  std::vector<TinyModel> models(11);
  models[0].dimensions[0] = -1;
  models[1].mel = {kHuge, kHuge};
  models[2].mel = {-1, -1};
  models[3].tokens = kHuge;
  models[4].tokens = -1;
  models[5].token_length = -1;
  models[6].tensor = {2, 1, GGML_TYPE_F32, kHuge, kHuge};
  models[7].tensor = {2, kHuge, GGML_TYPE_F32, 32, 2};
  models[8].tensor = {5, 1, GGML_TYPE_F32, 32, 2};
  models[9].tensor = {2, 1, 9999, 32, 2};
  models[10].tensor = {2, 1, GGML_TYPE_F32, 0, 2};
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto result = quantised(models[i].bytes());
    ASSERT_FALSE(result) << i;
    EXPECT_EQ(result.error().code, ErrorCode::unsupported_media) << i;
  }
}

TEST(ModelFile, ValuesThatAreNoNumbersAreRefused) {
  TinyModel model;
  model.value = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(quantised(model.bytes()).error().public_message, HasSubstr("damaged"));
}

TEST(ModelFile, DimensionsOfAFileAreRead) {
  const auto dimensions =
      model_dimensions(std::filesystem::path(KOLOG_SOURCE_DIR) / "models/kolog-demo-q5_0.bin").value();
  EXPECT_EQ(dimensions.audio_features, 128);
  EXPECT_EQ(dimensions.audio_layers, 4);
  EXPECT_EQ(dimensions.form % GGML_QNT_VERSION_FACTOR, GGML_FTYPE_MOSTLY_Q5_0);
  EXPECT_EQ(model_dimensions("/none").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace kolog::speech
