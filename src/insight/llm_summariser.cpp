// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_summariser.h"

#include "insight/llm_summary.h"

namespace kolog::insight {

Result<std::string> LlmSummariser::summarise(const domain::Transcript& transcript,
                                             const domain::Insight& insight) {
  const bool is_built_in = insight.engine.empty() || insight.engine == "lexicon";
  // A person may have corrected the transcript since.
  if (is_built_in || insight.summary.empty() ||
      wrong_with_summary(insight.summary, transcript, insight.language, places_)) {
    return built_in_.summarise(transcript, insight);
  }
  return insight.summary;
}

}  // namespace kolog::insight
