// SPDX-License-Identifier: Apache-2.0
// Puts together what the built-in engine and a language model found. What the model says counts as far as its
// quotes bear it out; docs/language-models.md has the rule. Owns its lexicons; any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "insight/extractor.h"
#include "insight/llm_answer.h"
#include "insight/llm_evidence.h"
#include "insight/mentions.h"

namespace kolog::insight {

class LlmMerger {
 public:
  /// `built_in` with what the answer adds to it or changes. The summary is the model's if nothing is wrong
  /// with it, else empty.
  domain::Insight merged(domain::Insight built_in, const LlmAnswer& answer, const ExtractionInput& input);

  const PlaceLexicon& places() const { return places_; }

 private:
  std::shared_ptr<const ServiceLexicon> services_of(const domain::Taxonomy& taxonomy);

  CueLexicon cues_;
  PlaceLexicon places_;
  std::mutex mutex_;
  std::shared_ptr<const ServiceLexicon> services_;  // of the taxonomy that was asked for last
};

/// How sure a finding is once both engines have spoken; `agreed` is the built-in engine's own confidence.
double agreed_confidence(double agreed);
/// The model alone found something, or the built-in engine alone something that the model did not see.
double lone_confidence(const domain::Thresholds& thresholds);
/// The model found something else than the built-in engine.
double disputed_confidence(const domain::Thresholds& thresholds);

}  // namespace kolog::insight
