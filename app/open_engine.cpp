// SPDX-License-Identifier: Apache-2.0
#include "app/open_engine.h"

#include <utility>

#include "app/open_speech.h"
#include "http/curl_client.h"
#include "speech/fallback_transcriber.h"
#include "speech/openai_transcriber.h"

namespace kolog::app {
namespace {

using Opened = Result<std::unique_ptr<speech::Transcriber>>;

Opened open_server(const Settings& settings) {
  speech::OpenAiTranscriber::Settings wanted;
  wanted.url = settings.speech_url;
  wanted.api_key = settings.speech_api_key;
  wanted.model = settings.speech_model;
  wanted.maximum_upload_bytes = settings.speech_maximum_upload_bytes;
  wanted.timeout = settings.speech_timeout;
  wanted.connect_timeout = settings.speech_connect_timeout;
  return std::unique_ptr<speech::Transcriber>(std::make_unique<speech::OpenAiTranscriber>(
      std::move(wanted), std::make_unique<http::CurlClient>(), open_voice_activity()));
}

Opened open_named(const std::string& name, const Settings& settings, const SpeechEngine& engine) {
  return name == "openai" ? open_server(settings) : open_transcriber(settings, *engine.model);
}

bool has_fallback(const Settings& settings) {
  return settings.speech_fallback != "none" && settings.speech_fallback != settings.speech_engine;
}

}  // namespace

Result<SpeechEngine> find_speech_engine(const Settings& settings) {
  SpeechEngine engine;
  if (uses_speech_engine(settings, "whisper")) {
    auto model = find_speech_model(settings);
    if (!model) return model.error();
    engine.model = std::move(*model);
  }
  const bool is_server = settings.speech_engine == "openai";
  engine.name = is_server ? settings.speech_model : engine.model->name;
  engine.is_demo = !is_server && engine.model->is_demo;
  return engine;
}

Result<std::unique_ptr<speech::Transcriber>> open_speech_engine(const Settings& settings,
                                                                const SpeechEngine& engine,
                                                                const Clock& clock) {
  auto first = open_named(settings.speech_engine, settings, engine);
  if (!first || !has_fallback(settings)) return first;
  return std::unique_ptr<speech::Transcriber>(std::make_unique<speech::FallbackTranscriber>(
      std::move(*first),
      [settings, engine] { return open_named(settings.speech_fallback, settings, engine); }, clock));
}

}  // namespace kolog::app
