// SPDX-License-Identifier: Apache-2.0
// A call's recording to its transcript, each channel by itself. Handler of `transcribe:CA…`.
#pragma once

#include <optional>

#include "domain/language.h"
#include "recordings/recording_service.h"
#include "speech/transcriber.h"
#include "workflow/stages.h"
#include "workflow/transcription_journal.h"

namespace kolog::workflow {

class TranscribeCall {
 public:
  struct Settings {
    std::optional<domain::Language> language;  // where number and business say nothing; none: detected
    TranscriptionJournal::Limits journal = {};
  };

  TranscribeCall(Settings settings, const StageContext& context, recordings::RecordingService& recordings,
                 speech::Transcriber& transcriber);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  Result<speech::TranscriptionRequest> request_for(const domain::Call& call) const;
  Result<domain::Transcript> transcribe(const jobs::JobRun& run, const domain::Call& call) const;

  const Settings settings_;
  const StageContext& context_;
  recordings::RecordingService& recordings_;
  speech::Transcriber& transcriber_;
};

}  // namespace kolog::workflow
