// SPDX-License-Identifier: Apache-2.0
// A transcript to facts and a summary. Implementations may be called from several threads at once.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "domain/insight.h"
#include "domain/insight_settings.h"
#include "domain/transcript.h"

namespace kolog::insight {

/// What is known of a call beside its words, and what its business has set. A view: all of it outlives the
/// extraction.
struct ExtractionInput {
  const domain::Transcript& transcript;
  const domain::InsightSettings& settings;
  std::string business_id = {};                        // whose budget a language model uses; empty: nobody's
  std::optional<Timestamp> started_at = std::nullopt;  // what "tomorrow" is counted from
  std::string time_zone = "Asia/Jerusalem";            // of the business, by IANA's name
  std::stop_token stop = {};
};

class Extractor {
 public:
  virtual ~Extractor() = default;

  /// Everything but the summary, each part with its evidence; what nobody asked for stays empty. An engine
  /// that writes the summary on the way may leave it there.
  virtual Result<domain::Insight> extract(const ExtractionInput& input) = 0;
};

class Summariser {
 public:
  virtual ~Summariser() = default;

  /// A few sentences in the call's language that say nothing the call did not.
  virtual Result<std::string> summarise(const domain::Transcript& transcript,
                                        const domain::Insight& insight) = 0;
};

}  // namespace kolog::insight
