// SPDX-License-Identifier: Apache-2.0
#include "speech/fallback_transcriber.h"

#include <mutex>
#include <utility>

#include "base/log.h"

namespace kolog::speech {
namespace {

constexpr const char* kFirst = "first";

/// Keeps what is reported from going back when the second engine begins anew.
class Progress {
 public:
  explicit Progress(const std::function<void(double)>& listener) : listener_(listener) {}

  /// Engines may call from several threads.
  void report(double share) {
    const std::lock_guard lock(mutex_);
    if (share <= reported_) return;
    reported_ = share;
    listener_(share);
  }

 private:
  const std::function<void(double)>& listener_;
  std::mutex mutex_;
  double reported_ = 0;
};

bool passes(const Error& error) {
  return is_retryable(error.code) && error.code != ErrorCode::cancelled;
}

}  // namespace

FallbackTranscriber::FallbackTranscriber(std::unique_ptr<Transcriber> first, Opener open_second,
                                         const Clock& clock, CircuitBreaker::Settings breaker)
    : first_(std::move(first)),
      open_second_(std::move(open_second)),
      breaker_(breaker, {"OFFLINE_STT", "The first speech engine"}, clock) {}

Result<domain::Transcript> FallbackTranscriber::transcribe(const TranscriptionRequest& request) {
  // Nobody looks: the recording need not be copied along with the rest of the request.
  if (!request.on_progress) return first_or_second(request);
  Progress progress(request.on_progress);
  auto watched = request;
  watched.on_progress = [&progress](double share) { progress.report(share); };
  return first_or_second(watched);
}

Result<domain::Transcript> FallbackTranscriber::first_or_second(const TranscriptionRequest& request) {
  Error trouble{ErrorCode::held_off, "The speech engine does not answer and is left alone for a while.", ""};
  if (const auto wait = breaker_.holds_off(kFirst)) {
    trouble.retry_after = std::chrono::ceil<std::chrono::seconds>(*wait);
  } else {
    auto transcript = first_->transcribe(request);
    if (transcript || !passes(transcript.error())) {
      // One that was stopped tells nothing of the engine.
      if (transcript || transcript.error().code != ErrorCode::cancelled) breaker_.succeeded(kFirst);
      return transcript;
    }
    breaker_.failed(kFirst);
    trouble = transcript.error();
    log::warning("OFFLINE_STT", "the first speech engine failed, the second takes over",
                 {{"error", log::describe(trouble)}});
  }
  if (request.stop.stop_requested()) return failure(ErrorCode::cancelled, "The transcription was stopped.");
  const auto engine = second();
  if (engine) return (*engine)->transcribe(request);
  log::error("OFFLINE_STT", "the second speech engine cannot be opened",
             {{"error", log::describe(engine.error())}});
  return trouble;
}

Result<Transcriber*> FallbackTranscriber::second() {
  const std::lock_guard lock(mutex_);
  if (!second_) {
    auto opened = open_second_();
    if (!opened) return opened.error();
    second_ = std::move(*opened);
  }
  return second_.get();
}

}  // namespace kolog::speech
