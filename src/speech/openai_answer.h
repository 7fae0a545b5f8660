// SPDX-License-Identifier: Apache-2.0
// Reads what a server answers to OpenAI's `POST /v1/audio/transcriptions`: `verbose_json` as OpenAI,
// faster-whisper's servers, vLLM and whisper.cpp each write it, or plain `json`. The bytes may be anything.
// Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/transcript.h"

namespace kolog::speech {

struct OpenAiAnswer {
  struct Piece {
    domain::Segment segment;  // times from the beginning of the audio that was sent
    double no_speech_probability = 0;
    double mean_log_probability = 0;
  };

  std::optional<domain::Language> language;  // that the server heard
  std::vector<Piece> pieces;
};

/// Every time is within 0 to `duration` and no end before its start, every confidence within 0 to 1, every
/// text valid UTF-8; there is no piece without text. What is missing or null is taken for not known.
/// `unavailable` if the answer is no such JSON object: something else than a speech server answers.
Result<OpenAiAnswer> parse_openai_answer(std::string_view body, std::chrono::milliseconds duration);

/// What a server says of its refusal: the message of `{"error":{"message":…}}`, of FastAPI's `{"detail":…}`,
/// or the beginning of the body. One line of at most `longest` bytes and valid UTF-8.
std::string openai_error_message(std::string_view body, std::size_t longest = 300);

/// By the letters of a text, where no server said it.
std::optional<domain::Language> language_of_letters(std::string_view text);

}  // namespace kolog::speech
