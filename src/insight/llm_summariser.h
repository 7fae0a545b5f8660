// SPDX-License-Identifier: Apache-2.0
// The summary that a language model left with what was extracted, while the transcript bears it out, else the
// built-in one. Asks no model. Any thread.
#pragma once

#include <string>

#include "insight/extractor.h"
#include "insight/mentions.h"

namespace kolog::insight {

class LlmSummariser final : public Summariser {
 public:
  /// The built-in one outlives it.
  explicit LlmSummariser(Summariser& built_in) : built_in_(built_in) {}

  Result<std::string> summarise(const domain::Transcript& transcript,
                                const domain::Insight& insight) override;

 private:
  Summariser& built_in_;
  PlaceLexicon places_;
};

}  // namespace kolog::insight
