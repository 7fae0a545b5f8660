// SPDX-License-Identifier: Apache-2.0
// Brings a call's recording here, through the one way to a call's audio. Handler of `fetch:CA…`.
#pragma once

#include <string>

#include "recordings/recording_service.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class FetchRecording {
 public:
  FetchRecording(const StageContext& context, recordings::RecordingService& recordings);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  bool came_to_nothing(const std::string& call_sid) const;
  Result<void> end_without_audio(const jobs::JobRun& run) const;

  const StageContext& context_;
  recordings::RecordingService& recordings_;
};

}  // namespace kolog::workflow
