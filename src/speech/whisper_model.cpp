// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_model.h"

#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <whisper.h>

#include "speech/model_file.h"
#include "speech/whisper_log.h"

namespace kolog::speech {
namespace {

constexpr std::int32_t kMostHeads = 64;  // Whisper's largest has 20

/// OpenAI's alignment heads for the multilingual models (whisper/__init__.py, _ALIGNMENT_HEADS).
whisper_alignment_heads_preset published_heads(const ModelDimensions& shape) {
  if (shape.text_features == 1280 && shape.text_layers == 4) return WHISPER_AHEADS_LARGE_V3_TURBO;
  if (shape.text_features == 1280 && shape.mel_bands == 128) return WHISPER_AHEADS_LARGE_V3;
  if (shape.text_features == 1280) return WHISPER_AHEADS_LARGE_V2;
  if (shape.text_features == 1024 && shape.text_layers == 24) return WHISPER_AHEADS_MEDIUM;
  if (shape.text_features == 768 && shape.text_layers == 12) return WHISPER_AHEADS_SMALL;
  if (shape.text_features == 512 && shape.text_layers == 6) return WHISPER_AHEADS_BASE;
  if (shape.text_features == 384 && shape.text_layers == 4) return WHISPER_AHEADS_TINY;
  return WHISPER_AHEADS_NONE;
}

/// All heads of one layer, for as many layers and heads as a Whisper model has; whisper.cpp borrows the list.
const whisper_aheads& heads_of_layer(int layer, int heads) {
  static std::map<std::pair<int, int>, std::pair<std::vector<whisper_ahead>, whisper_aheads>> lists;
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  auto& [list, view] = lists[{layer, heads}];
  if (list.empty()) {
    for (int head = 0; head < heads; ++head) list.push_back({layer, head});
    view = {list.size(), list.data()};
  }
  return view;
}

void align(whisper_context_params& parameters, int layer, const ModelDimensions& shape) {
  if (layer == kNoAlignment) return;
  if (layer >= 0 && layer < shape.text_layers) {
    parameters.dtw_aheads_preset = WHISPER_AHEADS_CUSTOM;
    parameters.dtw_aheads = heads_of_layer(layer, shape.text_heads);
  } else {
    parameters.dtw_aheads_preset = published_heads(shape);
  }
  parameters.dtw_token_timestamps = parameters.dtw_aheads_preset != WHISPER_AHEADS_NONE;
  // whisper.cpp ends the process when it is short of this; only what is used is really taken.
  parameters.dtw_mem_size = 1ULL << 29;
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

Result<WhisperContext> load_whisper_model(const std::filesystem::path& path, const ModelHandling& handling) {
  forward_whisper_log();
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return failure(ErrorCode::not_found, "There is no speech model at " + path.string());
  }
  const auto shape = model_dimensions(path);
  if (!shape) return unusable(path, shape.error().detail);
  if (shape->text_heads < 1 || shape->text_heads > kMostHeads) return unusable(path, "heads");
  auto parameters = whisper_context_default_params();
  parameters.use_gpu = std::string_view(KOLOG_GPU) != "off";
  // With flash attention whisper.cpp turns the alignment off without a word; with BLAS it is not faster
  // either.
  parameters.flash_attn = false;
  align(parameters, handling.alignment_layer, *shape);
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
