// SPDX-License-Identifier: Apache-2.0
// Whisper in this process. Any thread; no more than `concurrency` transcriptions run at once, others wait.
// Owns the model.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "speech/transcriber.h"
#include "speech/voice_activity.h"
#include "speech/whisper_model.h"
#include "speech/window_plan.h"

namespace kolog::speech {

class WhisperTranscriber final : public Transcriber {
 public:
  enum class WordTimes { wanted, left_out };

  struct Settings {
    std::filesystem::path model;
    std::string model_name;  // for the log; empty: the file's name
    int concurrency = 1;     // recordings at the same time
    int threads = 0;         // for each recording; 0: all cores shared among the recordings
    int beam_size = 5;       // 1: greedy
    Windows windows = Windows::joined;
    WordTimes word_times = WordTimes::wanted;
  };

  /// Loads the model. Without a voice activity detector the one that goes by energy is taken.
  static Result<std::unique_ptr<WhisperTranscriber>> open(
      Settings settings, std::unique_ptr<const VoiceActivity> voice_activity = nullptr);

  Result<domain::Transcript> transcribe(const TranscriptionRequest& request) override;

 private:
  class Slot;

  WhisperTranscriber(Settings settings, std::unique_ptr<const VoiceActivity> voice_activity,
                     WhisperContext context);
  Result<domain::Transcript> transcribe_in_slot(const TranscriptionRequest& request);

  Settings settings_;
  int lanes_ = 1;  // windows of one recording that are worked on at the same time
  std::unique_ptr<const VoiceActivity> voice_activity_;
  WhisperContext context_;
  std::mutex mutex_;
  std::condition_variable_any slot_freed_;
  int free_slots_;
};

}  // namespace kolog::speech
