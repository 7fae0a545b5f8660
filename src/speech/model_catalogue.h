// SPDX-License-Identifier: Apache-2.0
// The Whisper models that Kolog knows by name, and where a model's file lies on this machine. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "speech/model_handling.h"

namespace kolog::speech {

struct KnownModel {
  std::string_view name;  // `ivrit-large-v3-turbo`
  std::string_view file;  // under which it is installed: `ggml-ivrit-large-v3-turbo.bin`
  std::uint64_t bytes;
  std::string_view language;  // `he`, `en` or `he, en`
  std::string_view home;      // path of its folder below kModelsHome; empty: it comes with Kolog
  std::string_view home_file;
  std::string_view sha256;  // as published with the file
  ModelHandling handling = {};

  std::uint64_t memory() const;  // bytes, see memory_to_run
};

inline constexpr std::string_view kDemoModel = "kolog-demo";
inline constexpr std::string_view kModelsHome = "https://huggingface.co";

/// The best for Hebrew calls first, the demo model last.
std::span<const KnownModel> known_models();
/// Null if there is none of that name.
const KnownModel* known_model(std::string_view name);

struct FoundModel {
  std::filesystem::path path;
  std::string name;
  bool is_demo = false;  // good for trying out and for tests, not for people's calls: say so
  ModelHandling handling = {};
};

/// What is wanted: a name, a file's path, or empty for the best model that is installed. Folders are searched
/// in their order. `not_found` says how to get a model.
Result<FoundModel> find_model(std::string_view wanted, std::span<const std::filesystem::path> folders);

/// Where a known model is installed, if it is.
Result<FoundModel> find_installed(const KnownModel& model, std::span<const std::filesystem::path> folders);

/// Models in the folders that no KnownModel is, quantised ones say: by name, each once, the first folder's.
std::vector<FoundModel> other_models(std::span<const std::filesystem::path> folders);

/// Bytes that whisper.cpp takes to run a model of that file size and as many features, one window at a time.
/// What it takes beside the file is what its README gives for the sizes of 2022, rounded up to 10 MB: buffers
/// depend on the encoder and hardly on how weights are kept, so a quantised model is reckoned with its
/// original's.
std::uint64_t memory_to_run(std::uint64_t file_bytes, std::int32_t audio_features);
/// Of a model's file.
Result<std::uint64_t> memory_of(const std::filesystem::path& path);

}  // namespace kolog::speech
