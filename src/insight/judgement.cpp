// SPDX-License-Identifier: Apache-2.0
#include "insight/judgement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "insight/learned_tables.h"
#include "insight/service_features.h"
#include "insight/taxonomy.h"
#include "insight/word_set.h"

namespace kolog::insight {
namespace {

using domain::Intent;

/// Less probable than that is as good as impossible, for a model that has seen a thousand calls.
constexpr double kLeastLog = -6;
/// Of a service that the words were not learned for.
constexpr double kUnknownLog = -3;
/// What the words make less probable than that is nobody's wish, unless it is named.
constexpr double kLeastUnnamed = 0.1;

double bounded_log(double probability) {
  return std::max(kLeastLog, std::log(std::max(probability, 1e-9)));
}

constexpr std::array kIntentFeatures = {
    std::pair{Intent::request, std::string_view("intent: request")},
    std::pair{Intent::cancellation, std::string_view("intent: cancellation")},
    std::pair{Intent::complaint, std::string_view("intent: complaint")},
    std::pair{Intent::thanks, std::string_view("intent: thanks")},
    std::pair{Intent::wrong_number, std::string_view("intent: wrong_number")},
    std::pair{Intent::solicitation, std::string_view("intent: solicitation")},
    std::pair{Intent::other, std::string_view("intent: other")}};

}  // namespace

Judge::Judge()
    : intent_words_(insight::intent_words()),
      outcome_words_(insight::outcome_words()),
      urgency_words_(insight::urgency_words()),
      service_words_(insight::service_words()),
      service_choice_(service_weights()),
      city_choice_(city_weights()) {}

std::map<Intent, double> Judge::intents(const std::vector<std::string>& words) const {
  std::map<Intent, double> result;
  const auto probabilities = intent_words_.probabilities(words);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (const auto intent = domain::parse_intent(intent_words_.classes()[i]))
      result[*intent] = probabilities[i];
  }
  return result;
}

std::optional<Intent> Judge::intent(const std::vector<std::string>& words) const {
  return domain::parse_intent(intent_words_.most_probable(words));
}

domain::Outcome Judge::outcome(const std::vector<std::string>& words) const {
  return domain::parse_outcome(outcome_words_.most_probable(words)).value_or(domain::Outcome::none);
}

domain::Urgency Judge::urgency(const std::vector<std::string>& words) const {
  return domain::parse_urgency(urgency_words_.most_probable(words)).value_or(domain::Urgency::normal);
}

Features Judge::whole(const CallContext& call, const std::vector<std::string>& words) const {
  auto features = call_features(call);
  const auto known = intents(words);
  for (const auto& [intent, name] : kIntentFeatures) {
    const auto found = known.find(intent);
    if (found != known.end()) features.set(name, found->second);
  }
  return features;
}

Choices Judge::services(const CallContext& call, const std::vector<ServiceMention>& mentions,
                        const domain::Taxonomy& taxonomy, const std::vector<std::string>& words,
                        Features whole) const {
  std::map<std::string_view, double> learned;
  const auto probabilities = service_words_.probabilities(words);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    learned[service_words_.classes()[i]] = bounded_log(probabilities[i]);
  }
  const auto learned_of = [&](std::string_view id) {
    const auto found = learned.find(id);
    return found == learned.end() ? kUnknownLog : found->second;
  };
  auto options = service_options(call, mentions);
  std::set<std::size_t> named;
  for (auto& option : options) {
    option.features.set("learned", learned_of(taxonomy[option.thing].id));
    named.insert(option.thing);
  }
  for (std::size_t i = 0; i < taxonomy.size(); ++i) {
    const auto score = learned_of(taxonomy[i].id);
    if (named.contains(i) || score < std::log(kLeastUnnamed) || !words_for(call, taxonomy[i].id)) continue;
    Option option{i, {}};
    option.features.set("unnamed");
    option.features.set("learned", score);
    options.push_back(std::move(option));
  }
  whole.set("learned: none", learned_of("none"));
  return service_choice_.choose(options, whole);
}

std::optional<PhraseMatch> Judge::words_for(const CallContext& call, std::string_view service) const {
  std::optional<PhraseMatch> best;
  double most = 0;
  for (std::size_t at = 0; at < call.tokens().size(); ++at) {
    if (call.sentence(at).speaker == domain::Speaker::agent) continue;
    const auto weight = service_words_.weight_at(call.tokens()[at], service);
    if (weight <= most) continue;
    most = weight;
    best = PhraseMatch{0, at, 1, {}, true, call.tokens()[at].text.size()};
  }
  return best;
}

Choices Judge::cities(const CallContext& call, const std::vector<PlaceMention>& mentions, JobKind job,
                      Features whole, double no_service) const {
  whole.set("no service", no_service);
  whole.set_if(no_service > 0.5, "rather no service");
  return city_choice_.choose(city_options(call, mentions, job), whole);
}

Features call_features(const CallContext& call) {
  static const WordSet others(other_trades());
  double requests = 0;
  double other = 0;
  bool wrong_number = false;
  bool soliciting = false;
  bool where = false;
  for (std::size_t at = 0; at < call.tokens().size(); ++at) {
    const bool agent = call.sentence(at).speaker == domain::Speaker::agent;
    wrong_number = wrong_number || call.cue_at(at, Cue::wrong_number);
    soliciting = soliciting || call.cue_at(at, Cue::soliciting);
    where = where || (agent && call.cue_at(at, Cue::place_question));
    if (agent) continue;
    requests += call.cue_at(at, Cue::request) ? 1 : 0;
    other += others.length_at(call.tokens(), at) > 0 ? 1 : 0;
  }
  Features features;
  features.set("none");
  features.set("words", std::log1p(static_cast<double>(call.tokens().size())) / 5);
  features.set("requests", std::log1p(requests));
  features.set_if(requests == 0, "no request");
  features.set("other trade", std::log1p(other));
  features.set_if(wrong_number, "wrong number");
  features.set_if(soliciting, "somebody sells");
  features.set_if(where, "asked where");
  return features;
}

}  // namespace kolog::insight
