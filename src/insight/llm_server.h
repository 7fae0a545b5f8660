// SPDX-License-Identifier: Apache-2.0
// A server that speaks OpenAI's chat completions: llama.cpp's, Ollama, vLLM, OpenAI. Learns which dialect it
// understands, and leaves it alone while it is ailing. Any thread. Owns its HTTP client.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/circuit_breaker.h"
#include "base/clock.h"
#include "base/secret.h"
#include "http/client.h"
#include "insight/llm_completion.h"
#include "insight/llm_request.h"

namespace kolog::insight {

class LlmServer {
 public:
  struct Settings {
    std::string url;  // http or https; with or without `/v1` or `/v1/chat/completions` at its end
    Secret api_key;   // empty: none is sent
    LlmRequestOptions options;
    std::chrono::milliseconds connect_timeout{5'000};
    std::uint64_t maximum_answer_bytes = 1ULL << 20;
    CircuitBreaker::Settings breaker;
  };

  /// How long one asking may take, and who may end it.
  struct Patience {
    std::chrono::milliseconds timeout{};
    std::stop_token stop = {};
  };

  struct Asked {
    Result<LlmCompletion> completion;
    TokenUse use;  // estimated where the server did not count
  };

  /// The clock must outlive the server.
  LlmServer(Settings settings, std::unique_ptr<http::Client> client, const Clock& clock);

  /// `unavailable`, `rate_limited` and `held_off` when it may answer later, `refused` when it will not: the
  /// message says why, and neither it nor the detail has a word of the transcript or the key. `mistakes` as
  /// `llm_request_body` takes them.
  Asked ask(const LlmPrompt& prompt, const std::vector<std::string>& mistakes, const Patience& patience);

  const std::string& model() const { return settings_.options.model; }

 private:
  std::optional<Error> held_off();
  Result<http::ClientResponse> send(const std::string& body, const Patience& patience, bool& connected);
  bool speak_simpler(const LlmDialect& spoken, const http::ClientResponse& response);
  Error error_of(const http::ClientResponse& response);

  Settings settings_;
  std::unique_ptr<http::Client> client_;
  const Clock& clock_;
  CircuitBreaker breaker_;
  std::mutex mutex_;
  LlmDialect dialect_;       // under the mutex
  Timestamp asked_until_{};  // under the mutex: until when the server wants no requests
};

}  // namespace kolog::insight
