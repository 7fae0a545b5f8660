// SPDX-License-Identifier: Apache-2.0
// A Whisper model in memory, shared by every transcription, and the state that a piece of work needs beside
// it. The model may be used from several threads, a state from one at a time.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "speech/model_handling.h"

struct whisper_context;
struct whisper_state;

namespace kolog::speech {

struct WhisperContextDeleter {
  void operator()(whisper_context* context) const;
};
struct WhisperStateDeleter {
  void operator()(whisper_state* state) const;
};
using WhisperContext = std::unique_ptr<whisper_context, WhisperContextDeleter>;
using WhisperState = std::unique_ptr<whisper_state, WhisperStateDeleter>;

/// With the heads that words' times are read from; a model that has no such heads gives its words the time of
/// their sentence, shared out. `not_found` if there is no such file, `unsupported_media` if it is not a whole
/// Whisper model in ggml form.
Result<WhisperContext> load_whisper_model(const std::filesystem::path& path, const ModelHandling& handling);

/// The random numbers and caches of one piece of work; a few milliseconds to make.
Result<WhisperState> new_whisper_state(whisper_context& context);

}  // namespace kolog::speech
