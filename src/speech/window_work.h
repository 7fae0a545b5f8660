// SPDX-License-Identifier: Apache-2.0
// The windows of one recording, worked off by several lanes at once: journal, decoder, times of the call,
// progress. Any thread; borrows everything.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "speech/transcriber.h"
#include "speech/whisper_decoder.h"
#include "speech/window_plan.h"

namespace kolog::speech {

class WindowWork {
 public:
  struct Task {
    const TranscriptionRequest& request;
    const audio::Clip& clip;  // at 16 kHz
    const WindowPlan& plan;
    domain::Language language;
    std::string circumstances;  // what the text depends on beside the sound, for the journal
    bool word_times = true;
  };

  explicit WindowWork(Task task);

  /// One window. False when the work is over: it failed or was stopped.
  bool run(WhisperDecoder& decoder, std::size_t index);

  /// All windows' text, in the order of the plan, or the first error.
  Result<WindowText> result();

 private:
  Result<WindowText> text_of(WhisperDecoder& decoder, const Window& window,
                             const std::vector<float>& samples) const;
  void add(WindowText& text, WhisperDecoder::Text heard, std::chrono::milliseconds offset,
           const Window& window) const;
  std::string key_of(const Window& window, const std::vector<float>& samples) const;
  bool fail(Error error);
  void finish(std::size_t index, WindowText text);

  const Task task_;
  std::mutex mutex_;
  std::vector<WindowText> texts_;  // by window
  std::optional<Error> error_;
  std::size_t done_ = 0;  // samples
};

}  // namespace kolog::speech
