// SPDX-License-Identifier: Apache-2.0
// A transcript to facts and a summary. Implementations may be called from several threads at once.
#pragma once

#include <string>

#include "base/result.h"
#include "domain/insight.h"
#include "domain/transcript.h"

namespace kolog::insight {

class Extractor {
 public:
  virtual ~Extractor() = default;

  /// Language, service, city and fields, each with its evidence; what nobody asked for stays empty. No
  /// summary yet.
  virtual Result<domain::Insight> extract(const domain::Transcript& transcript,
                                          const domain::Taxonomy& taxonomy) = 0;
};

class Summariser {
 public:
  virtual ~Summariser() = default;

  /// A few sentences in the call's language that say nothing the call did not.
  virtual Result<std::string> summarise(const domain::Transcript& transcript,
                                        const domain::Insight& insight) = 0;
};

}  // namespace kolog::insight
