// SPDX-License-Identifier: Apache-2.0
// Samples to the bytes of a file, as a server takes them. Any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kolog::audio {

struct EncodedFile {
  std::string bytes;
  std::string_view content_type;  // `audio/wav` or `audio/flac`
  std::string_view extension;     // `.wav` or `.flac`
};

/// One channel in whole numbers of 16 bits: as FLAC, which loses nothing and is about half as large, or as
/// WAV where that is smaller, as noise is. Samples beyond -1 to 1 are cut off.
Result<EncodedFile> encode_smallest(std::span<const float> samples, int sample_rate);

/// The most bytes that `encode_smallest` makes of so many samples.
std::size_t largest_encoding(std::size_t samples);
/// How many samples fit into so many bytes whatever they are; 0 if not even a header does.
std::size_t samples_within(std::size_t bytes);

}  // namespace kolog::audio
