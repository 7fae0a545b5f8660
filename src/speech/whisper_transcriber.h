// SPDX-License-Identifier: Apache-2.0
// Whisper in this process. Any thread, as many at once as want: all recordings share one loaded model and its
// lanes. Owns both.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "speech/model_handling.h"
#include "speech/speech_lanes.h"
#include "speech/transcriber.h"
#include "speech/voice_activity.h"
#include "speech/whisper_decoder.h"
#include "speech/whisper_model.h"
#include "speech/window_plan.h"

namespace kolog::speech {

class WhisperTranscriber final : public Transcriber {
 public:
  enum class WordTimes { wanted, left_out };

  struct Settings {
    std::filesystem::path model;
    std::string model_name;  // for the log and the journal; empty: the file's name
    ModelHandling handling;
    int threads = 0;    // in all; 0: as many as there are processor cores
    int lanes = 0;      // windows worked on at once; 0: measured
    int beam_size = 5;  // of the thorough search; 1: there is none
    WordTimes word_times = WordTimes::wanted;
    std::filesystem::path arrangements;  // where measured numbers of lanes are remembered; empty: nowhere
    double language_threshold = 0.8;  // how likely a language must be to be taken for the one that is spoken
  };

  /// Loads the model. Without a voice activity detector the one that goes by energy is taken.
  static Result<std::unique_ptr<WhisperTranscriber>> open(
      Settings settings, std::unique_ptr<const VoiceActivity> voice_activity = nullptr);

  Result<domain::Transcript> transcribe(const TranscriptionRequest& request) override;

 private:
  WhisperTranscriber(Settings settings, std::unique_ptr<const VoiceActivity> voice_activity,
                     WhisperContext context);

  Result<domain::Transcript> transcribe_at_whisper_rate(const TranscriptionRequest& request,
                                                        const audio::Clip& clip);
  WindowPlan plan(const audio::Clip& clip);
  Result<domain::Language> language_of(const TranscriptionRequest& request, const audio::Clip& clip,
                                       const WindowPlan& plan);

  Settings settings_;
  std::unique_ptr<const VoiceActivity> voice_activity_;
  WhisperContext context_;
  const std::string circumstances_;                        // that windows' texts depend on, for the journal
  std::vector<std::unique_ptr<WhisperDecoder>> decoders_;  // one a lane
  std::unique_ptr<SpeechLanes> lanes_;                     // last: its threads use all the rest
};

}  // namespace kolog::speech
