// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_server.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/log.h"
#include "http/retry_after.h"

namespace kolog::insight {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kServer = "llm";
constexpr seconds kLongestHoldOff{3600};

std::string endpoint_of(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  if (url.ends_with("/chat/completions")) return url;
  return url + (url.ends_with("/v1") ? "/chat/completions" : "/v1/chat/completions");
}

/// Hebrew takes a token for two to four bytes, English for four.
long long estimated_tokens(std::size_t bytes) {
  constexpr std::size_t kBytesOfOne = 3;
  return static_cast<long long>(bytes / kBytesOfOne + 1);
}

bool mentions(const http::ClientResponse& response, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](auto word) { return response.body.find(word) != std::string::npos; });
}

/// Where the way is wrong but the server is there, others may be luckier with another request.
bool counts_as_failure(const Error& error) {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::refused;
}

}  // namespace

LlmServer::LlmServer(Settings settings, std::unique_ptr<http::Client> client, const Clock& clock)
    : settings_(std::move(settings)),
      client_(std::move(client)),
      clock_(clock),
      breaker_(settings_.breaker, {"OFFLINE_EXTRACT", "The language model"}, clock) {
  settings_.url = endpoint_of(std::move(settings_.url));
}

LlmServer::Asked LlmServer::ask(const LlmPrompt& prompt, const std::vector<std::string>& mistakes,
                                const Patience& patience) {
  if (auto error = held_off()) return {*std::move(error), {}};
  const auto deadline = std::chrono::steady_clock::now() + patience.timeout;
  for (;;) {
    const auto dialect = [&] {
      const std::lock_guard lock(mutex_);
      return dialect_;
    }();
    const auto body = llm_request_body(prompt, settings_.options, dialect, mistakes);
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
    bool connected = false;
    auto response = send(body, {std::max(left, milliseconds{1}), patience.stop}, connected);
    if (!response) {
      auto error = response.error();
      if (error.code != ErrorCode::cancelled) breaker_.failed(kServer);
      // What was sent may have been worked on, and be charged.
      return {std::move(error), connected ? TokenUse{estimated_tokens(body.size()), 0} : TokenUse{}};
    }
    if (response->status / 100 != 2) {
      if (speak_simpler(dialect, *response)) continue;
      auto error = error_of(*response);
      counts_as_failure(error) ? breaker_.failed(kServer) : breaker_.succeeded(kServer);
      return {std::move(error), {}};
    }
    auto completion = parse_completion(response->body);
    completion ? breaker_.succeeded(kServer) : breaker_.failed(kServer);
    const auto counted = completion ? completion->use : std::nullopt;
    return {std::move(completion), counted.value_or(TokenUse{estimated_tokens(body.size()),
                                                             estimated_tokens(response->body.size())})};
  }
}

std::optional<Error> LlmServer::held_off() {
  const auto now = clock_.now();
  std::optional<milliseconds> wait;
  {
    const std::lock_guard lock(mutex_);
    if (now < asked_until_) wait = asked_until_ - now;
  }
  if (!wait) wait = breaker_.holds_off(kServer);
  if (!wait) return std::nullopt;
  return Error{ErrorCode::held_off, "The language model is left alone for a while.", "",
               std::chrono::ceil<seconds>(*wait)};
}

Result<http::ClientResponse> LlmServer::send(const std::string& body, const Patience& patience,
                                             bool& connected) {
  http::ExchangeRecord record;
  http::ClientRequest request;
  request.method = "POST";
  request.url = settings_.url;
  request.headers.add("Content-Type", "application/json");
  if (!settings_.api_key.empty()) {
    request.headers.add("Authorization", "Bearer " + settings_.api_key.reveal());
  }
  request.body = body;
  request.connect_timeout = std::min(settings_.connect_timeout, patience.timeout);
  request.timeout = patience.timeout;
  request.maximum_body = settings_.maximum_answer_bytes;
  request.stop = patience.stop;
  request.record = &record;
  auto response = client_->send(request);
  connected = record.connected;
  if (response || response.error().code == ErrorCode::cancelled) return response;
  return failure(ErrorCode::unavailable, "The language model does not answer.", response.error().detail);
}

/// False where the refusal is about something else, or nothing simpler is left. Remembered for all that
/// follow.
bool LlmServer::speak_simpler(const LlmDialect& spoken, const http::ClientResponse& response) {
  if (response.status != 400 && response.status != 422) return false;
  auto simpler = spoken;
  if (!spoken.completion_tokens && mentions(response, {"max_completion_tokens"})) {
    simpler.completion_tokens = true;
  } else if (spoken.temperature && mentions(response, {"temperature"})) {
    simpler.temperature = false;
  } else if (spoken.format != AnswerFormat::free &&
             mentions(response, {"response_format", "json_schema", "json_object", "schema", "grammar"})) {
    simpler.format =
        spoken.format == AnswerFormat::json_schema ? AnswerFormat::json_object : AnswerFormat::free;
  } else {
    return false;
  }
  const std::lock_guard lock(mutex_);
  dialect_ = simpler;
  log::info("OFFLINE_EXTRACT", "the language model's server is asked in a simpler way",
            {{"status", response.status}, {"format", static_cast<int>(simpler.format)}});
  return true;
}

Error LlmServer::error_of(const http::ClientResponse& response) {
  const auto status = response.status;
  auto detail = fmt::format("status {} {}", status, refusal_code(response.body));
  if (status == 401 || status == 403) {
    return failure(ErrorCode::refused, "The language model's server refuses the key: see KOLOG_LLM_API_KEY.",
                   std::move(detail));
  }
  if (status == 404) {
    return failure(
        ErrorCode::refused,
        "The language model's server has no /v1/chat/completions or no such model: see KOLOG_LLM_URL "
        "and KOLOG_LLM_MODEL.",
        std::move(detail));
  }
  // Not followed, so nobody else has seen the key and the transcript.
  if (status / 100 == 3) {
    return failure(ErrorCode::refused, "The language model's server sends us elsewhere: see KOLOG_LLM_URL.",
                   std::move(detail));
  }
  if (status == 429) {
    const auto wait = http::retry_after(response.headers);
    if (!wait)
      return failure(ErrorCode::unavailable, "The language model's server is overrun.", std::move(detail));
    const std::lock_guard lock(mutex_);
    asked_until_ = clock_.now() + std::min(*wait, kLongestHoldOff);
    return {ErrorCode::rate_limited, "The language model's server asks for fewer requests.",
            std::move(detail), wait};
  }
  if (status >= 500 || status == 408) {
    return failure(ErrorCode::unavailable, "The language model's server does not answer as it should.",
                   std::move(detail));
  }
  return failure(ErrorCode::invalid_request, "The language model's server does not take the request.",
                 std::move(detail));
}

}  // namespace kolog::insight
