// SPDX-License-Identifier: Apache-2.0
// What the built-in engine makes of a call's mentions: why somebody called, which service is asked for and
// where the job is, each with its probability. The models are built in, learned from labelled calls by
// tools/insight-model. Built once; then any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/insight.h"
#include "insight/call_context.h"
#include "insight/choice_model.h"
#include "insight/city_features.h"
#include "insight/mentions.h"
#include "insight/word_model.h"

namespace kolog::insight {

class Judge {
 public:
  Judge();

  /// Of every intent.
  std::map<domain::Intent, double> intents(const std::vector<std::string>& words) const;

  std::optional<domain::Intent> intent(const std::vector<std::string>& words) const;
  domain::Outcome outcome(const std::vector<std::string>& words) const;
  domain::Urgency urgency(const std::vector<std::string>& words) const;

  /// What the call as a whole says for and against that nothing is asked for, its intents among it: what both
  /// choices below begin with.
  Features whole(const CallContext& call, const std::vector<std::string>& words) const;

  /// `things` are services of the taxonomy. An `option` past the mentions is a service that nobody names and
  /// the words as a whole speak for; `words_for` says which.
  Choices services(const CallContext& call, const std::vector<ServiceMention>& mentions,
                   const domain::Taxonomy& taxonomy, const std::vector<std::string>& words,
                   Features whole) const;

  /// The word that speaks most for a service; none where no word does.
  std::optional<PhraseMatch> words_for(const CallContext& call, std::string_view service) const;

  /// `things` are places; `no_service`: how probable it is that no service is asked for.
  Choices cities(const CallContext& call, const std::vector<PlaceMention>& mentions, JobKind job,
                 Features whole, double no_service) const;

 private:
  WordModel intent_words_;
  WordModel outcome_words_;
  WordModel urgency_words_;
  WordModel service_words_;
  ChoiceModel service_choice_;
  ChoiceModel city_choice_;
};

/// What the call as a whole says for and against that nothing is asked for.
Features call_features(const CallContext& call);

}  // namespace kolog::insight
