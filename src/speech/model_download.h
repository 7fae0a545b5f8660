// SPDX-License-Identifier: Apache-2.0
// Fetches a known model from its home: what was fetched before a break is kept and continued, and nothing is
// installed under its name before its checksum is right. Blocks for as long as it takes; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "http/client.h"
#include "speech/model_catalogue.h"

namespace kolog::speech {

struct ModelDownload {
  KnownModel model;
  std::filesystem::path folder;                          // made if it is not there
  std::string home{kModelsHome};                         // another server that holds the same paths
  std::function<void(std::uint64_t bytes)> on_progress;  // fetched so far, of `model.bytes`; may be empty
  std::stop_token stop;
};

/// The installed file. `conflict` if another process fetches the same model, `storage_full`,
/// `unsupported_media` if what came is not what was published, `cancelled`.
Result<std::filesystem::path> download_model(http::Client& client, const ModelDownload& download);

}  // namespace kolog::speech
