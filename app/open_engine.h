// SPDX-License-Identifier: Apache-2.0
// The speech engine that the settings ask for, with the one that takes over while it is unavailable.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/settings.h"
#include "base/clock.h"
#include "base/result.h"
#include "speech/model_catalogue.h"
#include "speech/transcriber.h"

namespace kolog::app {

struct SpeechEngine {
  std::string name;                         // of the first engine's model, as the page shows it
  std::optional<speech::FoundModel> model;  // where one of the engines is `whisper`

  /// Nothing better than the demo model is there.
  bool is_demo = false;
};

/// Looks for what the engines need. `not_found` says how to get a model; none is needed where a server does
/// all the work.
Result<SpeechEngine> find_speech_engine(const Settings& settings);

/// The clock must outlive the transcriber.
Result<std::unique_ptr<speech::Transcriber>> open_speech_engine(const Settings& settings,
                                                                const SpeechEngine& engine,
                                                                const Clock& clock);

}  // namespace kolog::app
