// SPDX-License-Identifier: Apache-2.0
// One speech engine first, and another while the first is unavailable. Any thread. Owns both; the second is
// opened when it is first needed, since a model that is never asked should take no memory.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "base/circuit_breaker.h"
#include "base/clock.h"
#include "speech/transcriber.h"

namespace kolog::speech {

class FallbackTranscriber final : public Transcriber {
 public:
  using Opener = std::function<Result<std::unique_ptr<Transcriber>>()>;

  /// The clock must outlive the transcriber.
  FallbackTranscriber(std::unique_ptr<Transcriber> first, Opener open_second, const Clock& clock,
                      CircuitBreaker::Settings breaker = kBreaker);

  /// The second engine's transcript, or error, when the first one's error is one that passes. What is wrong
  /// for good, a refused key say, is reported and not hidden behind the second. If the second cannot be
  /// opened, the first one's error.
  Result<domain::Transcript> transcribe(const TranscriptionRequest& request) override;

  /// One failure is enough: an answer is waited for very long.
  static constexpr CircuitBreaker::Settings kBreaker{
      .failures = 1, .pause = std::chrono::seconds{30}, .longest = std::chrono::minutes{10}};

 private:
  Result<domain::Transcript> first_or_second(const TranscriptionRequest& request);
  Result<Transcriber*> second();

  std::unique_ptr<Transcriber> first_;
  Opener open_second_;
  CircuitBreaker breaker_;
  std::mutex mutex_;
  std::unique_ptr<Transcriber> second_;  // under the mutex until it is there
};

}  // namespace kolog::speech
