// SPDX-License-Identifier: Apache-2.0
// The built-in engine: words of services, places and their surroundings, weighed by models that are learned
// from labelled calls. No network, no model to fetch.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "insight/closing.h"
#include "insight/cues.h"
#include "insight/extractor.h"
#include "insight/judgement.h"
#include "insight/mentions.h"
#include "insight/purpose_cues.h"

namespace kolog::insight {

class LexiconExtractor final : public Extractor {
 public:
  Result<domain::Insight> extract(const ExtractionInput& input) override;

 private:
  class Reading;

  /// Each business may have a taxonomy of its own; making a lexicon takes some milliseconds and megabytes.
  static constexpr std::size_t kMostLexicons = 8;

  std::shared_ptr<const ServiceLexicon> lexicon_for(const domain::Taxonomy& taxonomy);

  CueLexicon cues_;
  PurposeCues purposes_;
  PlaceLexicon places_;
  Judge judge_;
  ClosingReader closing_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<const ServiceLexicon>> lexicons_;  // the latest used first
};

}  // namespace kolog::insight
