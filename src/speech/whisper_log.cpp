// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_log.h"

#include <mutex>
#include <string_view>

#include <whisper.h>

#include "base/log.h"

namespace kolog::speech {
namespace {

/// Below warnings whisper.cpp logs what it decodes, and that is nobody's business.
void forward(ggml_log_level level, const char* text, void*) {
  if (level != GGML_LOG_LEVEL_WARN && level != GGML_LOG_LEVEL_ERROR) return;
  std::string_view line(text);
  while (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  if (!line.empty()) log::debug("OFFLINE_STT", "whisper.cpp", {{"said", line}});
}

}  // namespace

void forward_whisper_log() {
  static std::once_flag once;
  std::call_once(once, [] { whisper_log_set(forward, nullptr); });
}

}  // namespace kolog::speech
