// SPDX-License-Identifier: Apache-2.0
// Reads what a server answers to OpenAI's `POST /v1/chat/completions`, as OpenAI, llama.cpp, Ollama and vLLM
// write it. The bytes may be anything. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "insight/token_budget.h"

namespace kolog::insight {

enum class Ending {
  complete,
  cut_off,  // at the limit of tokens
  declined  // the model, or a filter before it, will not answer
};

struct LlmCompletion {
  std::string content;  // valid UTF-8; may be empty
  Ending ending = Ending::complete;
  std::optional<TokenUse> use;  // where the server counts
};

/// `unavailable` if the bytes are no chat completion: something else than a language model answers.
Result<LlmCompletion> parse_completion(std::string_view body);

/// The code or type that a server gives its refusal (`context_length_exceeded`), if it is one short word: its
/// sentences may repeat what was sent, and are for nobody's log. Else empty.
std::string refusal_code(std::string_view body);

}  // namespace kolog::insight
