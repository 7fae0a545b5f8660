// SPDX-License-Identifier: Apache-2.0
// What libsndfile cannot read (AAC in MP4, AMR, WebM), decoded by the program ffmpeg in a process of its own,
// which sees the file through one inherited descriptor and has limits. One thread at a time; owns the process
// and ends it.
#pragma once

#include <memory>

#include "audio/container.h"
#include "audio/decode.h"
#include "audio/sample_reader.h"

namespace kolog::audio {

/// `file` is an open, seekable descriptor; it need not outlive the call. `unsupported_media` if ffmpeg is not
/// there, which the message says, or finds no sound.
Result<std::unique_ptr<SampleReader>> open_with_ffmpeg(int file, Container container,
                                                       const HelperLimits& limits);

}  // namespace kolog::audio
