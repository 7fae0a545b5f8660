// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_decoder.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <random>
#include <string>
#include <utility>

#include <whisper.h>

#include "speech/phantom_filter.h"
#include "speech/token_loop.h"
#include "speech/token_words.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

/// whisper.cpp has freed the state itself when it returns this (its key/value cache did not fit in memory).
constexpr int kStateIsGone = -7;
constexpr int kSampleRate = 16'000;  // Hz
constexpr milliseconds kFrame{20};   // of the encoder's output, and what timestamps count in
constexpr int kFramesTogether = 16;  // the encoder's length is a multiple, so that matrices have even sides
/// Nobody says more in a second, in the language that takes most tokens. A loop would write hundreds.
constexpr int kTokensOfSecond = 20;
constexpr int kTokensOfAnything = 24;
/// Chances for a text that two searches did not find; OpenAI's decoder goes through the same range.
constexpr float kTemperatures[] = {0.4F, 0.8F};
constexpr int kSamplesOfTemperature = 5;
/// Enough for the matrices to have their usual shapes, and little enough for a large model.
constexpr int kTriedFrames = 256;
constexpr std::size_t kTriedSamples = 5 * kSampleRate;
/// OpenAI's threshold below which a text is tried again.
constexpr double kLowLogProbability = -1.0;

Error cancelled() {
  return failure(ErrorCode::cancelled, "The transcription was stopped.");
}

Error engine_failure(std::string detail) {
  return failure(ErrorCode::internal, "The speech model failed.", std::move(detail));
}

milliseconds length_of(std::size_t samples) {
  return milliseconds{static_cast<long long>(samples) * 1000 / kSampleRate};
}

/// Ends a text that has begun to repeat itself: it would go on to the last token.
void end_loops(whisper_context* model, whisper_state*, const whisper_token_data* tokens, int count,
               float* logits, void*) {
  const auto end = whisper_token_eot(model);
  std::vector<int> text;
  text.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    if (tokens[i].id < end) text.push_back(tokens[i].id);
  }
  if (!ends_in_loop(text)) return;
  std::fill(logits, logits + whisper_n_vocab(model), -std::numeric_limits<float>::infinity());
  logits[end] = 0;
}

}  // namespace

/// What one search brought.
struct WhisperDecoder::Attempt {
  struct Part {
    domain::Segment segment;
    double mean_log_probability = 0;
  };
  std::vector<Part> parts;
  double mean_log_probability = 0;
  double no_speech_probability = 0;
  milliseconds covered{};
  bool circles = false;

  bool silent() const {
    return parts.empty() || (no_speech_probability > 0.6 && mean_log_probability < kLowLogProbability);
  }
  /// The less the better.
  std::pair<bool, double> doubt() const { return {circles, -mean_log_probability}; }
};

bool understands(const whisper_context& model, domain::Language language) {
  return language == domain::Language::english ||
         whisper_is_multilingual(const_cast<whisper_context*>(&model)) != 0;
}

Result<whisper_state*> WhisperDecoder::state() {
  if (!state_) {
    auto made = new_whisper_state(*model_);
    if (!made) return made.error();
    state_ = std::move(*made);
  }
  return state_.get();
}

Result<WhisperDecoder::LanguageOdds> WhisperDecoder::language_of(std::span<const float> samples,
                                                                 const std::stop_token& stop) {
  if (stop.stop_requested()) return cancelled();
  const auto state = this->state();
  if (!state) return state.error();
  try {
    std::vector<float> probabilities(static_cast<std::size_t>(whisper_lang_max_id()) + 1, 0.0F);
    if (whisper_pcm_to_mel_with_state(model_, *state, samples.data(), static_cast<int>(samples.size()),
                                      settings_.threads) != 0 ||
        whisper_lang_auto_detect_with_state(model_, *state, 0, settings_.threads, probabilities.data()) < 0) {
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

whisper_full_params WhisperDecoder::parameters(std::size_t samples, domain::Language language, int beam_size,
                                               float temperature) const {
  auto parameters =
      whisper_full_default_params(beam_size > 1 ? WHISPER_SAMPLING_BEAM_SEARCH : WHISPER_SAMPLING_GREEDY);
  parameters.n_threads = settings_.threads;
  parameters.beam_search.beam_size = beam_size;
  parameters.greedy.best_of = temperature > 0 ? kSamplesOfTemperature : 1;
  parameters.temperature = temperature;
  parameters.temperature_inc = 0;  // the next attempt is decided here, by more than whisper.cpp looks at
  parameters.language = language == domain::Language::hebrew ? "he" : "en";
  parameters.no_context = true;  // what was said in one window must not colour the next
  parameters.suppress_nst = true;
  parameters.single_segment = true;  // one pass over the window; its timestamps divide the text
  parameters.print_progress = false;
  parameters.print_timestamps = false;
  const auto whole = whisper_n_audio_ctx(model_);
  const auto& handling = settings_.handling;
  if (handling.margin >= milliseconds{0}) {
    const auto frames = static_cast<int>((length_of(samples) + handling.margin) / kFrame) + 1;
    parameters.audio_ctx =
        std::min(whole, (frames + kFramesTogether - 1) / kFramesTogether * kFramesTogether);
  } else {
    parameters.audio_ctx = whole;
  }
  parameters.max_tokens =
      kTokensOfAnything +
      kTokensOfSecond * static_cast<int>(samples / static_cast<std::size_t>(kSampleRate) + 1);
  parameters.logits_filter_callback = end_loops;
  return parameters;
}

Result<WhisperDecoder::Attempt> WhisperDecoder::attempt(std::span<const float> samples,
                                                        domain::Language language, int beam_size,
                                                        float temperature, const std::stop_token& stop) {
  if (stop.stop_requested()) return cancelled();
  const auto state = this->state();
  if (!state) return state.error();
  auto wanted = parameters(samples.size(), language, beam_size, temperature);
  wanted.abort_callback = [](void* token) {
    return static_cast<const std::stop_token*>(token)->stop_requested();
  };
  wanted.abort_callback_user_data = const_cast<std::stop_token*>(&stop);
  try {
    const int status =
        whisper_full_with_state(model_, *state, wanted, samples.data(), static_cast<int>(samples.size()));
    if (status == kStateIsGone) static_cast<void>(state_.release());
    if (stop.stop_requested()) return cancelled();
    if (status != 0) {
      state_.reset();
      return engine_failure("whisper_full: " + std::to_string(status));
    }
    auto found = read(length_of(samples.size()));
    // Its random numbers went on: the next window's must begin where this one's did.
    if (temperature > 0) state_.reset();
    return found;
  } catch (const std::exception& error) {
    state_.reset();
    return engine_failure(error.what());
  }
}

WhisperDecoder::Attempt WhisperDecoder::read(milliseconds window) const {
  auto* const state = state_.get();
  const auto first_timestamp = whisper_token_beg(model_);
  const auto end = whisper_token_eot(model_);
  Attempt found;
  std::size_t tokens_in_all = 0;
  std::vector<Token> tokens;
  double log_probability = 0;
  milliseconds begin{0};
  const auto finish = [&](milliseconds until) {
    if (tokens.empty()) return;
    until = std::clamp(until, begin, window);
    set_times(tokens, begin, until);
    Attempt::Part part;
    part.segment.words = join_tokens(tokens);
    part.segment.text = kolog::speech::text_of(part.segment.words);
    part.segment.start = begin;
    part.segment.end = until;
    part.mean_log_probability = log_probability / static_cast<double>(tokens.size());
    part.segment.confidence = std::exp(std::min(part.mean_log_probability, 0.0));
    found.mean_log_probability += log_probability;
    tokens_in_all += tokens.size();
    tokens.clear();
    log_probability = 0;
    found.parts.push_back(std::move(part));
  };
  for (int i = 0; i < whisper_full_n_segments_from_state(state); ++i) {
    found.no_speech_probability = whisper_full_get_segment_no_speech_prob_from_state(state, i);
    for (int k = 0; k < whisper_full_n_tokens_from_state(state, i); ++k) {
      const auto data = whisper_full_get_token_data_from_state(state, i, k);
      if (data.id >= first_timestamp) {
        const auto time = std::min(window, kFrame * (data.id - first_timestamp));
        finish(time);
        begin = std::max(begin, time);
        found.covered = std::max(found.covered, time);
      } else if (data.id < end) {
        const auto spoken = data.t_dtw >= 0 ? milliseconds{data.t_dtw * 10} : begin;
        tokens.push_back({whisper_full_get_token_text_from_state(model_, state, i, k), spoken, spoken,
                          std::clamp(static_cast<double>(data.p), 0.0, 1.0)});
        log_probability += static_cast<double>(data.plog);
      }
    }
  }
  if (!tokens.empty()) found.covered = window;
  finish(window);
  if (tokens_in_all > 0) found.mean_log_probability /= static_cast<double>(tokens_in_all);
  found.circles = std::any_of(found.parts.begin(), found.parts.end(),
                              [](const auto& part) { return goes_in_circles(part.segment.text); });
  return found;
}

Result<WhisperDecoder::Text> WhisperDecoder::text_of(std::span<const float> samples,
                                                     domain::Language language, const std::stop_token& stop) {
  auto best = attempt(samples, language, 1, 0, stop);
  if (!best) return best.error();
  const auto look_again = [&](double enough, int beam_size, float temperature) -> Result<void> {
    if (best->silent() || (!best->circles && best->mean_log_probability >= enough)) return {};
    auto other = attempt(samples, language, beam_size, temperature, stop);
    if (!other) return other.error();
    if (!other->parts.empty() && other->doubt() < best->doubt()) best = std::move(other);
    return {};
  };
  if (settings_.beam_size > 1) {
    if (auto looked = look_again(settings_.handling.sure, settings_.beam_size, 0); !looked)
      return looked.error();
  }
  for (const auto temperature : kTemperatures) {
    if (auto looked = look_again(kLowLogProbability, 1, temperature); !looked) return looked.error();
  }
  Text text;
  text.covered = best->covered;
  for (auto& part : best->parts) {
    const auto reason =
        phantom_in({part.segment.text, best->no_speech_probability, part.mean_log_probability});
    if (reason) {
      text.dropped.push_back({std::move(part.segment), *reason});
    } else {
      text.segments.push_back(std::move(part.segment));
    }
  }
  return text;
}

Result<void> WhisperDecoder::try_out() {
  const auto state = this->state();
  if (!state) return state.error();
  std::minstd_rand random(1);
  std::uniform_real_distribution<float> noise(-0.1F, 0.1F);
  std::vector<float> samples(kTriedSamples);
  for (float& sample : samples) sample = noise(random);
  auto wanted = parameters(samples.size(), domain::Language::english, 1, 0);
  wanted.audio_ctx = kTriedFrames;
  wanted.max_tokens = 1;
  try {
    if (whisper_full_with_state(model_, *state, wanted, samples.data(), static_cast<int>(samples.size())) !=
        0) {
      state_.reset();
      return engine_failure("trying out");
    }
  } catch (const std::exception& error) {
    state_.reset();
    return engine_failure(error.what());
  }
  return {};
}

}  // namespace kolog::speech
