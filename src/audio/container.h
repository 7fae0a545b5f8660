// SPDX-License-Identifier: Apache-2.0
// What a file's first bytes say it is, and whether a WAV file holds as much as its header announces. Any
// thread.
#pragma once

#include <optional>
#include <string_view>

#include "audio/byte_source.h"

namespace kolog::audio {

enum class Container { wav, mpeg, flac, ogg, mp4, amr, matroska };

/// `audio/wav`, `audio/mpeg`, `audio/flac`, `audio/ogg`, `audio/mp4`, `audio/amr`, `audio/webm`.
std::string_view content_type(Container container);

/// None for anything else. An MP4 file is one whose brand says sound or film, a WebM file also one of
/// Matroska's other kinds.
std::optional<Container> recognise(const ByteSource& bytes);

/// Whether every chunk up to the samples ends inside the file. Sizes that writers to a pipe put in, not
/// knowing the length, count as whole.
bool wav_is_whole(const ByteSource& bytes);

}  // namespace kolog::audio
