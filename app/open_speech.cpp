// SPDX-License-Identifier: Apache-2.0
#include "app/open_speech.h"

#include <span>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "speech/silero_voice_activity.h"
#include "speech/silero_weights.h"
#include "speech/whisper_speech_network.h"
#include "speech/whisper_transcriber.h"

namespace kolog::app {
namespace {

/// Silero's detector and the network that it listens with.
class NetworkVoiceActivity final : public speech::VoiceActivity {
 public:
  explicit NetworkVoiceActivity(std::unique_ptr<const speech::SpeechNetwork> network)
      : network_(std::move(network)), detector_(*network_) {}

  std::vector<speech::Stretch> find(std::span<const float> samples, int sample_rate) const override {
    return detector_.find(samples, sample_rate);
  }

 private:
  std::unique_ptr<const speech::SpeechNetwork> network_;
  speech::SileroVoiceActivity detector_;
};

}  // namespace

std::unique_ptr<const speech::VoiceActivity> open_voice_activity() {
  auto network = speech::WhisperSpeechNetwork::open(speech::silero_weights());
  if (network) return std::make_unique<NetworkVoiceActivity>(std::move(*network));
  log::warning("OFFLINE_STT", "speech is told from music and noise by its energy alone",
               {{"error", log::describe(network.error())}});
  return std::make_unique<speech::EnergyVoiceActivity>();
}

std::vector<std::filesystem::path> model_folders(const Settings& settings) {
  std::vector<std::filesystem::path> folders = {settings.data_dir / "models", "/usr/local/share/kolog/models",
                                                "/usr/share/kolog/models"};
  // Run from where it was built, the program finds the demo model that the sources carry.
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  folders.push_back(program.parent_path() / "models");
  folders.emplace_back(KOLOG_SOURCE_MODELS);
  return folders;
}

Result<speech::FoundModel> find_speech_model(const Settings& settings) {
  return speech::find_model(settings.model, model_folders(settings));
}

Result<std::unique_ptr<speech::Transcriber>> open_transcriber(
    const Settings& settings, const speech::FoundModel& model,
    std::unique_ptr<const speech::VoiceActivity> voice_activity) {
  const auto handling = speech::handling_beside(model.path, model.handling);
  if (!handling) return handling.error();
  speech::WhisperTranscriber::Settings wanted;
  wanted.model = model.path;
  wanted.model_name = model.name;
  wanted.handling = *handling;
  wanted.threads = settings.speech_threads;
  wanted.beam_size = settings.speech_beam_size;
  wanted.language_threshold = settings.speech_language_percent / 100.0;
  wanted.arrangements = settings.data_dir / "speech-threads.json";
  auto opened = speech::WhisperTranscriber::open(std::move(wanted), std::move(voice_activity));
  if (!opened) return opened.error();
  return std::unique_ptr<speech::Transcriber>(std::move(*opened));
}

}  // namespace kolog::app
