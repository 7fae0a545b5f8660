// SPDX-License-Identifier: Apache-2.0
// Finds and loads the Whisper model that the settings ask for, or the best that is there.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "app/settings.h"
#include "base/result.h"
#include "speech/model_catalogue.h"
#include "speech/transcriber.h"
#include "speech/voice_activity.h"

namespace kolog::app {

/// Where models are looked for, in this order.
std::vector<std::filesystem::path> model_folders(const Settings& settings);

/// The model that will be used. `not_found` says how to get one.
Result<speech::FoundModel> find_speech_model(const Settings& settings);

/// Silero's where it is built in, else the one that goes by energy.
std::unique_ptr<const speech::VoiceActivity> open_voice_activity();

Result<std::unique_ptr<speech::Transcriber>> open_transcriber(
    const Settings& settings, const speech::FoundModel& model,
    std::unique_ptr<const speech::VoiceActivity> voice_activity = open_voice_activity());

}  // namespace kolog::app
