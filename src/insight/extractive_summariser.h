// SPDX-License-Identifier: Apache-2.0
// A summary out of the call's own sentences: what was asked for and where, then what was arranged. Any
// thread.
#pragma once

#include <string>

#include "insight/extractor.h"

namespace kolog::insight {

class ExtractiveSummariser final : public Summariser {
 public:
  /// At most 80 words, in the call's language; empty for a call without words.
  Result<std::string> summarise(const domain::Transcript& transcript,
                                const domain::Insight& insight) override;
};

}  // namespace kolog::insight
