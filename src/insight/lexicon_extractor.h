// SPDX-License-Identifier: Apache-2.0
// The built-in extractor: words, places and the cues around them, no network and no model. Owns its indexes;
// any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "insight/cues.h"
#include "insight/extractor.h"
#include "insight/mentions.h"

namespace kolog::insight {

class LexiconExtractor final : public Extractor {
 public:
  Result<domain::Insight> extract(const ExtractionInput& input) override;

 private:
  std::shared_ptr<const ServiceLexicon> lexicon_for(const domain::Taxonomy& taxonomy);

  CueLexicon cues_;
  PlaceLexicon places_;
  std::mutex mutex_;
  std::shared_ptr<const ServiceLexicon> services_;  // of the taxonomy that was asked for last
};

}  // namespace kolog::insight
