// SPDX-License-Identifier: Apache-2.0
#include "app/open_speech.h"

#include <system_error>

#include "speech/whisper_transcriber.h"

namespace kolog::app {

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

Result<std::unique_ptr<speech::Transcriber>> open_transcriber(const Settings& settings,
                                                              const speech::FoundModel& model) {
  speech::WhisperTranscriber::Settings wanted;
  wanted.model = model.path;
  wanted.model_name = model.name;
  wanted.handling = model.handling;
  wanted.threads = settings.speech_threads;
  wanted.arrangements = settings.data_dir / "speech-threads.json";
  auto opened = speech::WhisperTranscriber::open(std::move(wanted));
  if (!opened) return opened.error();
  return std::unique_ptr<speech::Transcriber>(std::move(*opened));
}

}  // namespace kolog::app
