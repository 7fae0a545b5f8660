// SPDX-License-Identifier: Apache-2.0
// Reads the form that a language model filled in, out of text that may be anything: with a code fence or
// reasoning round it, with nulls, with parts of the wrong type. Whether a part is true is not looked at here:
// see llm_evidence. Any thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/insight_settings.h"

namespace kolog::insight {

enum class Said {
  not_answered,  // the part is missing, or of no use
  nothing,       // null: the call does not say it
  something
};

/// One part of the form. `value` and `quote` are never empty where something was said.
struct LlmPart {
  Said said = Said::not_answered;
  std::string value = {};
  std::string quote = {};
  std::optional<std::size_t> segment = std::nullopt;
};

struct LlmAnswer {
  LlmPart service;
  LlmPart city;
  LlmPart intent;
  LlmPart outcome;
  LlmPart urgency;
  LlmPart sentiment;
  LlmPart follow_up;  // `value` is when it is due; empty: no time was said
  std::map<std::string, LlmPart> fields;
  std::string summary;  // empty: none
};

struct ParsedAnswer {
  LlmAnswer answer;
  /// What is wrong, a sentence each and without a word of the answer's own; empty: nothing.
  std::vector<std::string> mistakes;
  bool usable = false;  // it is the form, whatever is wrong with parts of it
};

/// Parts that are wrong are `not_answered`.
ParsedAnswer parse_llm_answer(std::string_view content, const domain::InsightSettings& settings);

}  // namespace kolog::insight
