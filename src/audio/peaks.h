// SPDX-License-Identifier: Apache-2.0
// A recording's waveform, small enough to send to a page: the loudest sample of each of N equal stretches.
// Decodes as it goes and keeps no samples. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <vector>

#include "audio/decode.h"
#include "base/result.h"

namespace kolog::audio {

struct Peaks {
  std::chrono::milliseconds duration{};
  std::vector<std::vector<float>> channels;  // 0 to 1, each with as many values
};

/// `buckets` values for each channel; fewer where the recording is too short to fill them.
Result<Peaks> read_peaks(const std::filesystem::path& path, std::size_t buckets, const Limits& limits = {});

}  // namespace kolog::audio
