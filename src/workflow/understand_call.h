// SPDX-License-Identifier: Apache-2.0
// A transcript to service and city, and then to a summary: two stages with a result each, so that a summary
// that fails leaves the facts where they are. Handlers of `extract:CA…` and `summarise:CA…`.
#pragma once

#include <string>

#include "insight/extractor.h"
#include "workflow/stages.h"

namespace kolog::workflow {

class ExtractCall {
 public:
  /// `defaults` count for what a business has not set itself.
  ExtractCall(const StageContext& context, insight::Extractor& extractor, domain::InsightSettings defaults,
              std::string time_zone);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  const StageContext& context_;
  insight::Extractor& extractor_;
  const domain::InsightSettings defaults_;
  const std::string time_zone_;
};

/// The last stage of a call's own: it is `processed`, tagged by its business's rules, and the business's
/// endpoints are told, in one transaction.
class SummariseCall {
 public:
  SummariseCall(const StageContext& context, insight::Summariser& summariser, std::string public_url,
                domain::InsightSettings defaults, std::string time_zone);

  Result<void> operator()(const jobs::JobRun& run) const;

 private:
  const StageContext& context_;
  insight::Summariser& summariser_;
  const std::string public_url_;
  const domain::InsightSettings defaults_;
  const std::string time_zone_;
};

}  // namespace kolog::workflow
