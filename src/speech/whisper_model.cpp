// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_model.h"

#include <exception>
#include <mutex>
#include <string>
#include <string_view>

#include <whisper.h>

#include "base/log.h"

namespace kolog::speech {
namespace {

/// Below warnings whisper.cpp logs what it decodes, and that is nobody's business.
void forward_log(ggml_log_level level, const char* text, void*) {
  if (level != GGML_LOG_LEVEL_WARN && level != GGML_LOG_LEVEL_ERROR) return;
  std::string_view line(text);
  while (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  if (!line.empty()) log::debug("OFFLINE_STT", "whisper.cpp", {{"said", line}});
}

Error unusable(const std::filesystem::path& path, std::string detail) {
  return failure(ErrorCode::unsupported_media,
                 "The speech model is not a whole Whisper model: " + path.string(), std::move(detail));
}

}  // namespace

void WhisperContextDeleter::operator()(whisper_context* context) const {
  whisper_free(context);
}
void WhisperStateDeleter::operator()(whisper_state* state) const {
  whisper_free_state(state);
}

Result<WhisperContext> load_whisper_model(const std::filesystem::path& path) {
  static std::once_flag log_once;
  std::call_once(log_once, [] { whisper_log_set(forward_log, nullptr); });
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return failure(ErrorCode::not_found, "There is no speech model at " + path.string());
  }
  auto parameters = whisper_context_default_params();
  parameters.use_gpu = false;
  try {
    WhisperContext context(whisper_init_from_file_with_params_no_state(path.c_str(), parameters));
    if (!context) return unusable(path, "whisper.cpp refuses it");
    return context;
  } catch (const std::exception& error) {
    return unusable(path, error.what());
  }
}

Result<WhisperState> new_whisper_state(whisper_context& context) {
  try {
    WhisperState state(whisper_init_state(&context));
    if (state) return state;
    return failure(ErrorCode::internal, "The speech model cannot start.", "whisper_init_state failed");
  } catch (const std::exception& error) {
    return failure(ErrorCode::internal, "The speech model cannot start.", error.what());
  }
}

}  // namespace kolog::speech
