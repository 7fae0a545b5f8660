// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_transcriber.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <whisper.h>

#include "audio/decode.h"
#include "base/log.h"
#include "speech/whisper_decoder.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

/// A language is heard on the longest stretches, as many as this; once the first ones agree, they are enough.
constexpr std::size_t kLanguageStretches = 5;
constexpr std::size_t kLanguageAgreement = 2;

/// Up to this width (Whisper's `base`), threads that share one window wait for each other more than they
/// work: each takes a window of its own. Wider models would need too much memory for that.
constexpr int kWidestModelForLanes = 512;

Error cancelled() {
  return failure(ErrorCode::cancelled, "The transcription was stopped.");
}

Result<domain::Language> detect_language(const WhisperDecoder& decoder, const audio::Clip& clip,
                                         const WindowPlan& plan) {
  if (!decoder.understands(domain::Language::hebrew)) return domain::Language::english;
  std::size_t hebrew_votes = 0;
  std::size_t votes = 0;
  double hebrew = 0;
  for (const auto& stretch : plan.longest_stretches(kLanguageStretches)) {
    const auto samples = samples_of(stretch, clip);
    if (!samples) return samples.error();
    const auto odds = decoder.language_of(*samples);
    if (!odds) return odds.error();
    hebrew += odds->hebrew;
    hebrew_votes += odds->hebrew > odds->english;
    ++votes;
    if (votes == kLanguageAgreement && (hebrew_votes == 0 || hebrew_votes == votes)) break;
  }
  const bool tie = hebrew_votes * 2 == votes;
  const bool is_hebrew = tie ? hebrew * 2 >= static_cast<double>(votes) : hebrew_votes * 2 > votes;
  return is_hebrew ? domain::Language::hebrew : domain::Language::english;
}

/// The windows of one recording, done by several lanes at once.
class Lanes {
 public:
  Lanes(const TranscriptionRequest& request, const WindowPlan& plan, const WhisperDecoder& decoder,
        domain::Language language)
      : request_(request),
        plan_(plan),
        decoder_(decoder),
        language_(language),
        segments_(plan.windows.size()) {}

  /// One lane: takes windows until none is left or one has failed.
  void work() {
    try {
      while (const auto index = next()) {
        const auto& window = plan_.windows[*index];
        const auto samples = samples_of(window, request_.clip);
        if (!samples) return fail(samples.error());
        auto segments = decoder_.segments_of(*samples, language_);
        if (!segments) return fail(segments.error());
        place(*segments, window, plan_, request_.clip.sample_rate);
        finish(*index, std::move(*segments));
      }
    } catch (const std::exception& error) {
      fail(failure(ErrorCode::internal, "The recording cannot be transcribed.", error.what()));
    }
  }

  Result<std::vector<domain::Segment>> result() {
    if (error_) return *error_;
    std::vector<domain::Segment> all;
    for (auto& segments : segments_) std::move(segments.begin(), segments.end(), std::back_inserter(all));
    return all;
  }

 private:
  std::optional<std::size_t> next() {
    const std::lock_guard lock(mutex_);
    if (error_ || next_ == plan_.windows.size()) return std::nullopt;
    return next_++;
  }
  void fail(Error error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
  }
  void finish(std::size_t index, std::vector<domain::Segment> segments) {
    const std::lock_guard lock(mutex_);
    segments_[index] = std::move(segments);
    const auto& samples = plan_.windows[index].samples;
    done_ += samples.end - samples.begin;
    if (request_.on_progress) {
      request_.on_progress(static_cast<double>(done_) / static_cast<double>(plan_.samples));
    }
  }

  const TranscriptionRequest& request_;
  const WindowPlan& plan_;
  const WhisperDecoder& decoder_;
  domain::Language language_;
  std::mutex mutex_;
  std::vector<std::vector<domain::Segment>> segments_;  // by window
  std::optional<Error> error_;
  std::size_t next_ = 0;
  std::size_t done_ = 0;  // samples
};

}  // namespace

/// One of the transcriptions that may run at once.
class WhisperTranscriber::Slot {
 public:
  Slot(WhisperTranscriber& owner, std::stop_token stop) : owner_(owner) {
    std::unique_lock lock(owner_.mutex_);
    taken_ = owner_.slot_freed_.wait(lock, stop, [this] { return owner_.free_slots_ > 0; });
    if (taken_) --owner_.free_slots_;
  }
  ~Slot() {
    if (!taken_) return;
    const std::lock_guard lock(owner_.mutex_);
    ++owner_.free_slots_;
    owner_.slot_freed_.notify_one();
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  bool taken() const { return taken_; }

 private:
  WhisperTranscriber& owner_;
  bool taken_ = false;
};

WhisperTranscriber::WhisperTranscriber(Settings settings, std::unique_ptr<const VoiceActivity> voice_activity,
                                       WhisperContext context)
    : settings_(std::move(settings)),
      voice_activity_(std::move(voice_activity)),
      context_(std::move(context)),
      free_slots_(settings_.concurrency) {
  if (whisper_model_n_audio_state(context_.get()) <= kWidestModelForLanes) {
    lanes_ = std::exchange(settings_.threads, 1);
  }
}

Result<std::unique_ptr<WhisperTranscriber>> WhisperTranscriber::open(
    Settings settings, std::unique_ptr<const VoiceActivity> voice_activity) {
  settings.concurrency = std::max(1, settings.concurrency);
  if (settings.threads <= 0) {
    const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    settings.threads = std::max(1, cores / settings.concurrency);
  }
  if (settings.model_name.empty()) settings.model_name = settings.model.filename().string();
  auto context = load_whisper_model(settings.model);
  if (!context) return context.error();
  if (!voice_activity) voice_activity = std::make_unique<EnergyVoiceActivity>();
  return std::unique_ptr<WhisperTranscriber>(
      new WhisperTranscriber(std::move(settings), std::move(voice_activity), std::move(*context)));
}

Result<domain::Transcript> WhisperTranscriber::transcribe(const TranscriptionRequest& request) {
  const Slot slot(*this, request.stop);
  if (!slot.taken()) return cancelled();
  const auto started = std::chrono::steady_clock::now();
  auto transcript = transcribe_in_slot(request);
  if (!transcript) return transcript;
  const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
  log::info("OFFLINE_STT", "transcribed",
            {{"ms", took},
             {"audio_ms", transcript->duration},
             {"model", settings_.model_name},
             {"language", transcript->language ? domain::to_string(*transcript->language) : "none"},
             {"segments", transcript->segments.size()}});
  return transcript;
}

Result<domain::Transcript> WhisperTranscriber::transcribe_in_slot(const TranscriptionRequest& request) {
  const auto& clip = request.clip;
  domain::Transcript transcript;
  transcript.language = request.language;
  transcript.duration = clip.duration();
  const auto plan = plan_windows(clip, *voice_activity_, settings_.windows);
  if (plan.windows.empty()) {
    if (request.on_progress) request.on_progress(1.0);
    return transcript;
  }
  const WhisperDecoder decoder(*context_, {.threads = settings_.threads,
                                           .beam_size = settings_.beam_size,
                                           .word_times = settings_.word_times == WordTimes::wanted,
                                           .stop = request.stop});
  if (!transcript.language) {
    const auto language = detect_language(decoder, clip, plan);
    if (!language) return language.error();
    transcript.language = *language;
  }
  if (!decoder.understands(*transcript.language)) {
    return failure(ErrorCode::invalid_request, "The speech model understands English only.");
  }
  Lanes lanes(request, plan, decoder, *transcript.language);
  {
    std::vector<std::jthread> threads;
    const auto count = std::min(static_cast<std::size_t>(lanes_), plan.windows.size());
    for (std::size_t lane = 1; lane < count; ++lane) threads.emplace_back([&] { lanes.work(); });
    lanes.work();
  }
  auto segments = lanes.result();
  if (!segments) return segments.error();
  transcript.segments = std::move(*segments);
  // Both voices are on each of two identical channels: nobody in particular is heard there.
  const bool one_for_both = audio::channels_are_identical(clip);
  for (auto& segment : transcript.segments) {
    const auto channel = static_cast<std::size_t>(segment.channel);
    if (!one_for_both && channel < request.speakers.size()) segment.speaker = request.speakers[channel];
  }
  std::stable_sort(transcript.segments.begin(), transcript.segments.end(),
                   [](const domain::Segment& a, const domain::Segment& b) { return a.start < b.start; });
  return transcript;
}

}  // namespace kolog::speech
