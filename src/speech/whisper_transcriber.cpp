// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_transcriber.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "audio/decode.h"
#include "base/log.h"
#include "speech/cross_talk.h"
#include "speech/whisper_arrangement.h"
#include "speech/window_work.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

/// A language is heard on the longest stretches, as many as this; the first ones are enough if they are sure.
constexpr std::size_t kLanguageStretches = 5;
constexpr std::size_t kLanguageAgreement = 2;

Error cancelled() {
  return failure(ErrorCode::cancelled, "The transcription was stopped.");
}

/// What a window's text depends on beside its sound and its language. The number grows with every change of
/// how a text is found, so that no journal brings back what was found before.
std::string circumstances_of(const WhisperTranscriber::Settings& settings) {
  constexpr int kVersion = 1;
  const auto& handling = settings.handling;
  std::error_code ignored;
  return fmt::format("whisper/{}/{}/{}/{}/{}/{}/{}", kVersion, settings.model_name,
                     std::filesystem::file_size(settings.model, ignored), settings.beam_size,
                     handling.margin.count(), handling.sure, handling.alignment_layer);
}

void name_speakers(domain::Transcript& transcript, const TranscriptionRequest& request,
                   const audio::Clip& clip) {
  // Both voices are on each of two identical channels: nobody in particular is heard there.
  if (audio::channels_are_identical(clip)) return;
  const auto name = [&](domain::Segment& segment) {
    const auto channel = static_cast<std::size_t>(segment.channel);
    if (channel < request.speakers.size()) segment.speaker = request.speakers[channel];
  };
  for (auto& segment : transcript.segments) name(segment);
  for (auto& dropped : transcript.dropped) name(dropped.segment);
}

}  // namespace

WhisperTranscriber::WhisperTranscriber(Settings settings, std::unique_ptr<const VoiceActivity> voice_activity,
                                       WhisperContext context)
    : settings_(std::move(settings)),
      voice_activity_(std::move(voice_activity)),
      context_(std::move(context)),
      circumstances_(circumstances_of(settings_)) {
  const auto lanes = std::max(1, settings_.lanes);
  const WhisperDecoder::Settings each{.threads = std::max(1, settings_.threads / lanes),
                                      .beam_size = settings_.beam_size,
                                      .handling = settings_.handling};
  for (int lane = 0; lane < lanes; ++lane)
    decoders_.push_back(std::make_unique<WhisperDecoder>(*context_, each));
  lanes_ = std::make_unique<SpeechLanes>(decoders_.size());
}

Result<std::unique_ptr<WhisperTranscriber>> WhisperTranscriber::open(
    Settings settings, std::unique_ptr<const VoiceActivity> voice_activity) {
  if (settings.threads <= 0) {
    settings.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  }
  if (settings.model_name.empty()) settings.model_name = settings.model.filename().string();
  auto context = load_whisper_model(settings.model, settings.handling);
  if (!context) return context.error();
  if (settings.lanes <= 0) {
    const auto arrangement =
        measured_arrangement(**context, settings.model_name, settings.threads, settings.arrangements);
    if (!arrangement) return arrangement.error();
    settings.lanes = arrangement->lanes;
  }
  if (!voice_activity) voice_activity = std::make_unique<EnergyVoiceActivity>();
  return std::unique_ptr<WhisperTranscriber>(
      new WhisperTranscriber(std::move(settings), std::move(voice_activity), std::move(*context)));
}

Result<domain::Transcript> WhisperTranscriber::transcribe(const TranscriptionRequest& request) {
  if (request.stop.stop_requested()) return cancelled();
  const auto started = std::chrono::steady_clock::now();
  std::optional<audio::Clip> resampled;
  if (request.clip.sample_rate != audio::kSpeechRate && !request.clip.channels.empty()) {
    auto clip = audio::resample(request.clip, audio::kSpeechRate);
    if (!clip) return clip.error();
    resampled = std::move(*clip);
  }
  auto transcript = transcribe_at_whisper_rate(request, resampled ? *resampled : request.clip);
  if (!transcript) return transcript;
  const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
  log::info("OFFLINE_STT", "transcribed",
            {{"ms", took},
             {"audio_ms", transcript->duration},
             {"model", settings_.model_name},
             {"language", transcript->language ? domain::to_string(*transcript->language) : "none"},
             {"segments", transcript->segments.size()},
             {"dropped", transcript->dropped.size()}});
  return transcript;
}

WindowPlan WhisperTranscriber::plan(const audio::Clip& clip) {
  std::vector<std::vector<Stretch>> speech(clip.channels.size());
  // The second of two identical channels has no speech of its own.
  const auto listened = audio::channels_are_identical(clip) ? std::size_t{1} : speech.size();
  lanes_->run(listened, [&](std::size_t, std::size_t channel) {
    speech[channel] = voice_activity_->find(clip.channels[channel], clip.sample_rate);
    return true;
  });
  return plan_windows(without_cross_talk(clip, std::move(speech)), settings_.handling);
}

Result<domain::Language> WhisperTranscriber::language_of(const TranscriptionRequest& request,
                                                         const audio::Clip& clip, const WindowPlan& plan) {
  if (!understands(*context_, domain::Language::hebrew)) return domain::Language::english;
  const auto stretches = plan.longest_stretches(kLanguageStretches);
  std::optional<Error> error;
  double hebrew = 0;
  std::size_t heard = 0;
  lanes_->run(1, [&](std::size_t lane, std::size_t) {
    for (const auto& stretch : stretches) {
      const auto odds = decoders_[lane]->language_of(samples_of(stretch, clip), request.stop);
      if (!odds) {
        error = odds.error();
        break;
      }
      hebrew += odds->hebrew;
      ++heard;
      const double share = hebrew / static_cast<double>(heard);
      if (heard >= kLanguageAgreement && std::max(share, 1 - share) >= settings_.language_threshold) break;
    }
    return true;
  });
  if (error) return *error;
  const double share = hebrew / static_cast<double>(std::max<std::size_t>(1, heard));
  const auto likelier = share >= 0.5 ? domain::Language::hebrew : domain::Language::english;
  const bool sure = std::max(share, 1 - share) >= settings_.language_threshold;
  return sure ? likelier : request.language_if_unsure.value_or(likelier);
}

Result<domain::Transcript> WhisperTranscriber::transcribe_at_whisper_rate(const TranscriptionRequest& request,
                                                                          const audio::Clip& clip) {
  domain::Transcript transcript;
  transcript.language = request.language;
  transcript.duration = request.clip.duration();
  const auto plan = this->plan(clip);
  if (plan.windows.empty()) {
    if (request.on_progress) request.on_progress(1.0);
    return transcript;
  }
  if (!transcript.language) {
    const auto language = language_of(request, clip, plan);
    if (!language) return language.error();
    transcript.language = *language;
  }
  if (!understands(*context_, *transcript.language)) {
    return failure(ErrorCode::invalid_request, "The speech model understands English only.");
  }
  WindowWork work({.request = request,
                   .clip = clip,
                   .plan = plan,
                   .language = *transcript.language,
                   .circumstances = circumstances_,
                   .word_times = settings_.word_times == WordTimes::wanted});
  lanes_->run(plan.windows.size(),
              [&](std::size_t lane, std::size_t index) { return work.run(*decoders_[lane], index); });
  auto text = work.result();
  if (!text) return text.error();
  transcript.segments = std::move(text->segments);
  transcript.dropped = std::move(text->dropped);
  name_speakers(transcript, request, clip);
  std::stable_sort(transcript.segments.begin(), transcript.segments.end(),
                   [](const domain::Segment& a, const domain::Segment& b) { return a.start < b.start; });
  std::stable_sort(transcript.dropped.begin(), transcript.dropped.end(),
                   [](const auto& a, const auto& b) { return a.segment.start < b.segment.start; });
  return transcript;
}

}  // namespace kolog::speech
