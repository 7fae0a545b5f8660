// SPDX-License-Identifier: Apache-2.0
#include "speech/model_catalogue.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "speech/model_file.h"

namespace kolog::speech {
namespace {

// A revision is named, so that what a checksum was published for stays at its address.
constexpr std::string_view kIvrit =
    "/ivrit-ai/whisper-large-v3-turbo-ggml/resolve/2130c78e4a9cb4914cc4df91a1c3031407789705/";
constexpr std::string_view kWhisper =
    "/ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1/";

/// Measured on the sample calls: docs/speech.md. It was trained on single utterances.
constexpr ModelHandling kDemoHandling{.utterances = 1,
                                      .margin = std::chrono::milliseconds{2'000},
                                      .sure = -1.0,
                                      .alignment_layer = kNoAlignment};

constexpr std::array kModels = {
    KnownModel{"ivrit-large-v3-turbo", "ggml-ivrit-large-v3-turbo.bin", 1'624'555'275, "he", kIvrit,
               "ggml-model.bin", "c8090411113357097bfafc2b8e228ec1639fa7f5fe4ecb5d054ac0ccef8641b1"},
    KnownModel{"large-v3-turbo", "ggml-large-v3-turbo.bin", 1'624'555'275, "he, en", kWhisper,
               "ggml-large-v3-turbo.bin", "1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69"},
    KnownModel{"large-v3-turbo-q5_0", "ggml-large-v3-turbo-q5_0.bin", 574'041'195, "he, en", kWhisper,
               "ggml-large-v3-turbo-q5_0.bin",
               "394221709cd5ad1f40c46e6031ca61bce88931e6e088c188294c6d5a55ffa7e2"},
    KnownModel{"medium", "ggml-medium.bin", 1'533'763'059, "he, en", kWhisper, "ggml-medium.bin",
               "6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208"},
    KnownModel{"medium-q5_0", "ggml-medium-q5_0.bin", 539'212'467, "he, en", kWhisper, "ggml-medium-q5_0.bin",
               "19fea4b380c3a618ec4723c3eef2eb785ffba0d0538cf43f8f235e7b3b34220f"},
    KnownModel{"small", "ggml-small.bin", 487'601'967, "he, en", kWhisper, "ggml-small.bin",
               "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b"},
    KnownModel{"small-q5_1", "ggml-small-q5_1.bin", 190'085'487, "he, en", kWhisper, "ggml-small-q5_1.bin",
               "ae85e4a935d7a567bd102fe55afc16bb595bdb618e11b2fc7591bc08120411bb"},
    KnownModel{"base", "ggml-base.bin", 147'951'465, "he, en", kWhisper, "ggml-base.bin",
               "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe"},
    KnownModel{"base-q5_1", "ggml-base-q5_1.bin", 59'707'625, "he, en", kWhisper, "ggml-base-q5_1.bin",
               "422f1ae452ade6f30a004d7e5c6a43195e4433bc370bf23fac9cc591f01a8898"},
    KnownModel{"tiny", "ggml-tiny.bin", 77'691'713, "he, en", kWhisper, "ggml-tiny.bin",
               "be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21"},
    KnownModel{kDemoModel, "kolog-demo-q5_0.bin", 7'438'783, "he, en", "", "",
               "d85f1d0df61c003ab84b0672baa89a76536c35e907af37b6205874e214514bf4", kDemoHandling},
};

/// Endings of quantised forms, the most exact first.
constexpr std::array<std::string_view, 10> kForms = {"q8_0", "q6_k", "q5_1", "q5_k", "q5_0",
                                                     "q4_k", "q4_1", "q4_0", "q3_k", "q2_k"};

struct Buffers {
  std::int32_t audio_features;
  std::uint64_t bytes;
};

/// Memory by whisper.cpp's README ("Memory usage": 273 MB, 388 MB, 852 MB, 2.1 GB, 3.9 GB), less the file in
/// f16.
constexpr std::array kBuffers = {Buffers{384, 196'000'000}, Buffers{512, 241'000'000},
                                 Buffers{768, 365'000'000}, Buffers{1024, 567'000'000},
                                 Buffers{1280, 805'000'000}};

/// A family's size stands in its name.
std::int32_t audio_features_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::int32_t>, 5> kFamilies = {
      {{"large", 1280}, {"medium", 1024}, {"small", 768}, {"base", 512}, {"tiny", 384}}};
  for (const auto& [family, features] : kFamilies) {
    if (name.find(family) != name.npos) return features;
  }
  return 0;
}

bool is_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

/// A quantised form is fed as its original is.
ModelHandling handling_of(std::string_view name) {
  const auto* const known = std::find_if(kModels.begin(), kModels.end(), [&](const KnownModel& model) {
    if (!name.starts_with(model.name)) return false;
    const auto rest = name.substr(model.name.size());
    return rest.empty() || std::any_of(kForms.begin(), kForms.end(), [&](std::string_view form) {
             return rest.starts_with('-') && rest.substr(1) == form;
           });
  });
  return known == kModels.end() ? ModelHandling{} : known->handling;
}

FoundModel found_at(const std::filesystem::path& path) {
  const auto file = path.filename().string();
  const auto* const known = std::find_if(kModels.begin(), kModels.end(),
                                         [&](const KnownModel& model) { return model.file == file; });
  if (known == kModels.end()) {
    const auto name = path.stem().string();
    return {path, name, false, handling_of(name)};
  }
  return {path, std::string(known->name), known->name == kDemoModel, known->handling};
}

using Folders = std::span<const std::filesystem::path>;

std::optional<FoundModel> find_by_name(std::string_view name, Folders folders) {
  // A name is never a way out of the folders.
  if (name.find('/') != name.npos) return std::nullopt;
  for (const auto& folder : folders) {
    for (const auto& file :
         {std::string(name), std::string(name) + ".bin", "ggml-" + std::string(name) + ".bin"}) {
      if (is_file(folder / file)) return found_at(folder / file);
    }
  }
  return std::nullopt;
}

/// What `kolog models quantize` makes of a model, standing in for it where the model itself is gone.
std::optional<FoundModel> find_quantized(const KnownModel& model, Folders folders) {
  for (const auto form : kForms) {
    auto found = find_by_name(std::string(model.name) + "-" + std::string(form), folders);
    if (found) return found;
  }
  return std::nullopt;
}

}  // namespace

std::uint64_t KnownModel::memory() const {
  return memory_to_run(bytes, audio_features_of(name));
}

std::span<const KnownModel> known_models() {
  return kModels;
}

const KnownModel* known_model(std::string_view name) {
  const auto* const found = std::find_if(kModels.begin(), kModels.end(),
                                         [&](const KnownModel& model) { return model.name == name; });
  return found == kModels.end() ? nullptr : found;
}

Result<FoundModel> find_installed(const KnownModel& model, std::span<const std::filesystem::path> folders) {
  for (const auto& folder : folders) {
    if (is_file(folder / model.file)) return found_at(folder / model.file);
  }
  if (model.home.empty()) {
    return failure(ErrorCode::not_found, "The demo model is not beside this program: install Kolog again.");
  }
  return failure(ErrorCode::not_found, "The speech model is not installed. Get it with: kolog models pull " +
                                           std::string(model.name));
}

Result<FoundModel> find_model(std::string_view wanted, std::span<const std::filesystem::path> folders) {
  if (wanted.empty()) {
    for (const auto& model : kModels) {
      auto found = find_installed(model, folders);
      if (found) return found;
      if (auto smaller = find_quantized(model, folders)) return std::move(*smaller);
    }
    return failure(ErrorCode::not_found, "No speech model is installed. Get one with: kolog models pull " +
                                             std::string(kModels.front().name));
  }
  if (const auto* model = known_model(wanted)) {
    auto found = find_installed(*model, folders);
    if (found) return found;
    if (auto own = find_by_name(wanted, folders)) return std::move(*own);
    return found;
  }
  if (is_file(wanted)) return found_at(wanted);
  if (auto found = find_by_name(wanted, folders)) return std::move(*found);
  return failure(ErrorCode::not_found, "There is no speech model \"" + std::string(wanted) +
                                           "\": neither a file nor a name that `kolog models list` shows.");
}

std::vector<FoundModel> other_models(std::span<const std::filesystem::path> folders) {
  std::map<std::string, FoundModel> by_name;
  for (const auto& folder : folders) {
    std::error_code error;
    for (auto entry = std::filesystem::directory_iterator(folder, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
      const auto& path = entry->path();
      const auto file = path.filename().string();
      const bool known = std::any_of(kModels.begin(), kModels.end(),
                                     [&](const KnownModel& model) { return model.file == file; });
      if (known || path.extension() != ".bin" || !is_file(path) || !model_dimensions(path)) continue;
      auto found = found_at(path);
      by_name.emplace(found.name, std::move(found));
    }
  }
  std::vector<FoundModel> models;
  for (auto& [name, model] : by_name) models.push_back(std::move(model));
  return models;
}

std::uint64_t memory_to_run(std::uint64_t file_bytes, std::int32_t audio_features) {
  constexpr std::uint64_t kStep = 10'000'000;
  auto buffers = kBuffers.back().bytes;
  for (const auto& known : kBuffers) {
    if (audio_features > known.audio_features) continue;
    buffers = known.bytes;
    break;
  }
  return (file_bytes + buffers + kStep - 1) / kStep * kStep;
}

Result<std::uint64_t> memory_of(const std::filesystem::path& path) {
  const auto dimensions = model_dimensions(path);
  if (!dimensions) return dimensions.error();
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return failure(ErrorCode::internal, "The model's file cannot be read: " + path.string());
  return memory_to_run(size, dimensions->audio_features);
}

}  // namespace kolog::speech
