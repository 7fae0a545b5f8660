// SPDX-License-Identifier: Apache-2.0
// The engines that the settings ask for to understand calls: the built-in one, and a language model over it.
#pragma once

#include <memory>

#include "app/settings.h"
#include "base/clock.h"
#include "insight/extractive_summariser.h"
#include "insight/extractor.h"
#include "insight/lexicon_extractor.h"
#include "insight/token_budget.h"

namespace kolog::app {

/// Owns what it is made of. Any thread may use both parts.
class InsightEngine {
 public:
  /// The clock and the budget outlive it; without a budget nobody counts what a model costs.
  InsightEngine(const Settings& settings, const Clock& clock, insight::TokenBudget* budget);

  insight::Extractor& extractor() { return model_ ? *model_ : built_in_; }
  insight::Summariser& summariser() { return model_summariser_ ? *model_summariser_ : built_in_summariser_; }

 private:
  insight::LexiconExtractor built_in_;
  insight::ExtractiveSummariser built_in_summariser_;
  std::unique_ptr<insight::Extractor> model_;  // with its summariser where the settings ask for a model
  std::unique_ptr<insight::Summariser> model_summariser_;
};

}  // namespace kolog::app
