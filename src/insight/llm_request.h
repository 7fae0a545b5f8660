// SPDX-License-Identifier: Apache-2.0
// What a language model is asked about a call: instructions in the system message, the transcript as JSON
// data in a user message of its own, and the JSON schema of the answer. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "insight/extractor.h"

namespace kolog::insight {

struct LlmPrompt {
  std::string instructions;
  std::string transcript;  // a JSON object
  boost::json::object schema;
};

/// Of a longer call the middle is left out, and the model is told so.
LlmPrompt llm_prompt(const ExtractionInput& input, std::size_t maximum_characters);

/// How the server is told to answer in JSON; not every one knows every way.
enum class AnswerFormat { json_schema, json_object, free };

struct LlmDialect {
  AnswerFormat format = AnswerFormat::json_schema;
  bool completion_tokens = false;  // `max_completion_tokens` instead of `max_tokens`
  bool temperature = true;
};

struct LlmRequestOptions {
  std::string model;
  int maximum_output_tokens = 1'500;
};

/// The body of `POST /v1/chat/completions`. `mistakes`, of an answer to the same prompt before, makes it the
/// one repair.
std::string llm_request_body(const LlmPrompt& prompt, const LlmRequestOptions& options,
                             const LlmDialect& dialect, const std::vector<std::string>& mistakes);

}  // namespace kolog::insight
