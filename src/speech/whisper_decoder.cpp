// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_decoder.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <string>
#include <utility>

#include <whisper.h>

#include "speech/phantom_filter.h"
#include "speech/token_words.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

/// whisper.cpp has freed the state itself when it returns this (its key/value cache did not fit in memory).
constexpr int kStateIsGone = -7;
constexpr int kSampleRate = 16'000;  // Hz

Error cancelled() {
  return failure(ErrorCode::cancelled, "The transcription was stopped.");
}

Error engine_failure(std::string detail) {
  return failure(ErrorCode::internal, "The speech model failed.", std::move(detail));
}

/// whisper.cpp counts in hundredths of a second; before the beginning and beyond the end are not in the call.
milliseconds time_in(milliseconds window, std::int64_t hundredths) {
  return std::clamp(milliseconds{hundredths * 10}, milliseconds{0}, window);
}

}  // namespace

bool WhisperDecoder::understands(domain::Language language) const {
  return language == domain::Language::english || whisper_is_multilingual(model_) != 0;
}

Result<WhisperDecoder::LanguageOdds> WhisperDecoder::language_of(std::span<const float> samples) const {
  if (options_.stop.stop_requested()) return cancelled();
  const auto state = new_whisper_state(*model_);
  if (!state) return state.error();
  try {
    std::vector<float> probabilities(static_cast<std::size_t>(whisper_lang_max_id()) + 1, 0.0F);
    if (whisper_pcm_to_mel_with_state(model_, state->get(), samples.data(), static_cast<int>(samples.size()),
                                      options_.threads) != 0 ||
        whisper_lang_auto_detect_with_state(model_, state->get(), 0, options_.threads, probabilities.data()) <
            0) {
      return engine_failure("language detection");
    }
    const double hebrew = probabilities.at(static_cast<std::size_t>(whisper_lang_id("he")));
    const double english = probabilities.at(static_cast<std::size_t>(whisper_lang_id("en")));
    if (hebrew + english <= 0) return LanguageOdds{0.5, 0.5};
    return LanguageOdds{hebrew / (hebrew + english), english / (hebrew + english)};
  } catch (const std::exception& error) {
    return engine_failure(error.what());
  }
}

whisper_full_params WhisperDecoder::parameters(domain::Language language) const {
  auto parameters = whisper_full_default_params(options_.beam_size > 1 ? WHISPER_SAMPLING_BEAM_SEARCH
                                                                       : WHISPER_SAMPLING_GREEDY);
  parameters.n_threads = options_.threads;
  parameters.beam_search.beam_size = options_.beam_size;
  parameters.language = language == domain::Language::hebrew ? "he" : "en";
  parameters.no_context = true;  // what was said in one stretch must not colour the next
  parameters.suppress_nst = true;
  parameters.token_timestamps = options_.word_times;
  parameters.print_progress = false;
  parameters.print_timestamps = false;
  parameters.abort_callback = [](void* stop) {
    return static_cast<const std::stop_token*>(stop)->stop_requested();
  };
  parameters.abort_callback_user_data = const_cast<std::stop_token*>(&options_.stop);
  return parameters;
}

Result<std::vector<domain::Segment>> WhisperDecoder::segments_of(std::span<const float> samples,
                                                                 domain::Language language) const {
  if (options_.stop.stop_requested()) return cancelled();
  auto state = new_whisper_state(*model_);
  if (!state) return state.error();
  try {
    const int status = whisper_full_with_state(model_, state->get(), parameters(language), samples.data(),
                                               static_cast<int>(samples.size()));
    if (status == kStateIsGone) static_cast<void>(state->release());
    if (options_.stop.stop_requested()) return cancelled();
    if (status != 0) return engine_failure("whisper_full: " + std::to_string(status));
  } catch (const std::exception& error) {
    return engine_failure(error.what());
  }
  const milliseconds window{static_cast<long long>(samples.size()) * 1000 / kSampleRate};
  std::vector<domain::Segment> segments;
  for (int i = 0; i < whisper_full_n_segments_from_state(state->get()); ++i) {
    if (auto segment = segment_at(**state, i, window)) segments.push_back(std::move(*segment));
  }
  return segments;
}

std::optional<domain::Segment> WhisperDecoder::segment_at(whisper_state& state, int index,
                                                          milliseconds window) const {
  domain::Segment segment;
  segment.start = time_in(window, whisper_full_get_segment_t0_from_state(&state, index));
  segment.end =
      std::max(segment.start, time_in(window, whisper_full_get_segment_t1_from_state(&state, index)));
  std::vector<Token> tokens;
  double log_probability = 0;
  for (int i = 0; i < whisper_full_n_tokens_from_state(&state, index); ++i) {
    const auto data = whisper_full_get_token_data_from_state(&state, index, i);
    if (data.id >= whisper_token_eot(model_)) continue;
    tokens.push_back({whisper_full_get_token_text_from_state(model_, &state, index, i),
                      std::clamp(time_in(window, data.t0), segment.start, segment.end),
                      std::clamp(time_in(window, data.t1), segment.start, segment.end),
                      std::clamp(static_cast<double>(data.p), 0.0, 1.0)});
    log_probability += static_cast<double>(data.plog);
  }
  if (tokens.empty()) return std::nullopt;
  log_probability /= static_cast<double>(tokens.size());
  auto words = join_tokens(tokens);
  segment.text = text_of(words);
  segment.confidence = std::exp(std::min(log_probability, 0.0));
  const double no_speech = whisper_full_get_segment_no_speech_prob_from_state(&state, index);
  if (is_phantom({segment.text, no_speech, log_probability})) return std::nullopt;
  if (options_.word_times) segment.words = std::move(words);
  return segment;
}

}  // namespace kolog::speech
