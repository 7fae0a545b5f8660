// SPDX-License-Identifier: Apache-2.0
// Speech to text by another server that speaks OpenAI's `POST /v1/audio/transcriptions`: OpenAI itself,
// faster-whisper's servers, whisper.cpp's. The audio leaves this machine. Any thread. Owns its HTTP client.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/secret.h"
#include "http/client.h"
#include "speech/transcriber.h"
#include "speech/upload_plan.h"
#include "speech/voice_activity.h"

namespace kolog::speech {

class OpenAiTranscriber final : public Transcriber {
 public:
  struct Settings {
    std::string url;  // http or https; with or without the `/v1` at its end
    Secret api_key;   // empty: none is sent
    std::string model = "whisper-1";
    std::uint64_t maximum_upload_bytes = 24'000'000;  // of one request: OpenAI takes 25 MB
    std::uint64_t maximum_answer_bytes = 64ULL << 20;
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds timeout{1'800'000};  // of one request, the work on it included
  };

  OpenAiTranscriber(Settings settings, std::unique_ptr<http::Client> client,
                    std::unique_ptr<const VoiceActivity> voice_activity);

  /// `unavailable` and `rate_limited`, perhaps with `retry_after`, when the server may answer later;
  /// `refused` and `payload_too_large`, naming the setting to look at, when it will not.
  Result<domain::Transcript> transcribe(const TranscriptionRequest& request) override;

 private:
  class Votes;

  Result<WindowText> text_of(const UploadPart& part, const TranscriptionRequest& request, Votes& votes);
  Result<WindowText> fresh_text_of(const UploadPart& part, const TranscriptionRequest& request, Votes& votes);
  Result<http::ClientResponse> upload(const UploadPart& part, const TranscriptionRequest& request);
  http::ClientRequest request_for(const UploadPart& part, const TranscriptionRequest& request,
                                  const std::string& audio, std::string_view audio_type,
                                  std::string_view extension) const;
  std::string journal_key(const UploadPart& part, const TranscriptionRequest& request) const;
  Error error_of(const http::ClientResponse& response) const;
  std::string described(std::string what) const;

  Settings settings_;
  std::unique_ptr<http::Client> client_;
  std::unique_ptr<const VoiceActivity> voice_activity_;
  /// The server, or this model of its, knows no `verbose_json`; found out once.
  std::atomic<bool> plain_json_{false};
};

}  // namespace kolog::speech
