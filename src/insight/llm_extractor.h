// SPDX-License-Identifier: Apache-2.0
// The built-in engine, and a language model's answer over it as far as the call bears that out. Where the
// model does not answer, may not be asked or answers nonsense, the built-in engine's answer stands. Any
// thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "insight/extractor.h"
#include "insight/llm_merge.h"
#include "insight/llm_server.h"
#include "insight/token_budget.h"

namespace kolog::insight {

class LlmExtractor final : public Extractor {
 public:
  struct Settings {
    LlmServer::Settings server;
    std::chrono::milliseconds timeout{60'000};  // for all that is asked about one call
    std::size_t maximum_transcript_characters = 24'000;
  };

  /// The built-in engine, the clock and the budget outlive it. No budget: nobody counts.
  LlmExtractor(Settings settings, Extractor& built_in, std::unique_ptr<http::Client> client,
               const Clock& clock, TokenBudget* budget);

  /// Fails where the built-in engine does, and with `cancelled` when it is stopped. `Insight::summary` is the
  /// model's, or empty.
  Result<domain::Insight> extract(const ExtractionInput& input) override;

 private:
  /// An answer, or why there is none.
  Result<LlmAnswer> answer_about(const ExtractionInput& input);
  std::optional<Error> not_to_be_asked(const ExtractionInput& input);

  const Settings settings_;
  Extractor& built_in_;
  TokenBudget* const budget_;
  LlmServer server_;
  LlmMerger merger_;
};

}  // namespace kolog::insight
