// SPDX-License-Identifier: Apache-2.0
#include "insight/service_judgement.h"

#include <map>

namespace kolog::insight {
namespace {

using domain::Speaker;

/// How far from a mention a request still is about it, in words of the same sentence.
constexpr std::size_t kRequestReach = 12;

struct Weighed {
  double weight = 0;
  bool requested = false;
  bool confirmed = false;
  bool by_caller = false;
};

struct Candidate {
  double best = 0;
  double rest = 0;
  PhraseMatch evidence;
  Naming naming = Naming::symptom;
  bool exact = false;
  bool requested = false;
  bool confirmed = false;
  bool by_agent = false;
  int by_caller = 0;

  double weight() const { return best + std::min(rest, 1.5) * 0.3; }
};

/// "I am an electrician", "this is the plumber": somebody's trade, not somebody's wish.
bool is_introduction(const CallContext& call, const PhraseMatch& match) {
  if (call.preceded_by(match, Cue::identity)) return true;
  if (!call.preceded_by(match, Cue::article) || match.first < 2) return false;
  if (call.sentence(match.first).first + 2 > match.first) return false;
  return call.cue_at(match.first - 2, Cue::identity) || call.cue_at(match.first - 2, Cue::person);
}

/// "The electrician who was here last week" is over, unless a request stands between.
bool is_past(const CallContext& call, const PhraseMatch& match) {
  constexpr std::size_t kReach = 5;
  if (call.cue_after(match, Cue::past_visit, 3) && !call.cue_before(match, Cue::request, kRequestReach)) {
    return true;
  }
  const auto& own = call.sentence(match.first);
  for (auto at = match.first; at > own.first && match.first - at < kReach; --at) {
    if (call.cue_at(at - 1, Cue::request) || call.cue_at(at - 1, Cue::contrast)) return false;
    if (call.cue_at(at - 1, Cue::past_visit)) return true;
  }
  return false;
}

/// An agent who names several trades in one sentence recites what the business does.
bool is_recital(const CallContext& call, const std::vector<ServiceMention>& mentions, std::size_t index) {
  const auto sentence = call.tokens()[mentions[index].match.first].sentence;
  const auto another = [&](const ServiceMention& mention) {
    return mention.naming == Naming::keyword && mention.service != mentions[index].service;
  };
  const auto here = [&](const ServiceMention& mention) {
    return call.tokens()[mention.match.first].sentence == sentence;
  };
  for (auto after = index + 1; after < mentions.size() && here(mentions[after]); ++after) {
    if (another(mentions[after])) return true;
  }
  for (auto before = index; before > 0 && here(mentions[before - 1]); --before) {
    if (another(mentions[before - 1])) return true;
  }
  return false;
}

double agent_weight(const CallContext& call, const std::vector<ServiceMention>& mentions, std::size_t index,
                    Weighed& weighed) {
  const auto& mention = mentions[index];
  const auto& sentence = call.sentence(mention.match.first);
  if (is_recital(call, mentions, index)) return 0.05;
  const bool asks = sentence.question || call.cue_between(sentence.first, sentence.last, Cue::confirmation);
  const auto answer = call.answer_to(mention.match);
  if (asks && answer == Answer::refused) return 0;
  weighed.confirmed = asks && answer == Answer::agreed;
  if (weighed.confirmed) return 1.1;
  return call.cue_between(sentence.first, sentence.last, Cue::confirmation) ? 0.6 : 0.3;
}

Weighed weigh(const CallContext& call, const std::vector<ServiceMention>& mentions, std::size_t index) {
  const auto& mention = mentions[index];
  const auto& match = mention.match;
  const auto& sentence = call.sentence(match.first);
  Weighed weighed;
  weighed.by_caller = sentence.speaker != Speaker::agent;
  if (call.negated(match, static_cast<CueSet>(Cue::article))) return weighed;
  double weight = mention.naming == Naming::keyword ? 1.0 : 0.6;
  if (!match.exact) weight *= 0.75;
  weight *= call.recognition(match);
  if (!weighed.by_caller) {
    weighed.weight = weight * agent_weight(call, mentions, index, weighed);
    return weighed;
  }
  weighed.requested =
      call.cue_before(match, Cue::request, kRequestReach) || call.cue_after(match, Cue::request, 4);
  if (!weighed.requested && mention.naming == Naming::keyword && is_introduction(call, match)) return weighed;
  if (call.cue_between(sentence.first, sentence.last, Cue::soliciting)) return weighed;
  if (is_past(call, match)) {
    weighed.requested = false;
    weight *= 0.3;
  }
  if (weighed.requested) weight *= 1.5;
  if (call.cue_before(match, Cue::correction, 3)) weight *= 1.4;
  weighed.confirmed = call.answer_to(match) == Answer::agreed && weighed.requested;
  weighed.weight = weight;
  return weighed;
}

/// Everything before somebody said "wrong number" was meant for somebody else.
std::size_t first_token_that_counts(const CallContext& call) {
  std::size_t first = 0;
  for (std::size_t at = 0; at < call.tokens().size(); ++at) {
    if (call.cue_at(at, Cue::wrong_number)) first = call.sentence(at).last;
  }
  return first;
}

double confidence_of(const Candidate& candidate, double runner_up) {
  double confidence = candidate.by_caller > 0 ? 0.62 : 0.45;
  if (candidate.requested) confidence += 0.15;
  if (candidate.by_caller > 0 && candidate.by_agent) confidence += 0.1;
  if (candidate.confirmed) confidence += 0.08;
  if (candidate.by_caller > 1) confidence += 0.05;
  if (candidate.naming == Naming::symptom) confidence -= 0.1;
  if (!candidate.exact) confidence -= 0.15;
  confidence -= 0.25 * std::min(1.0, runner_up / candidate.weight());
  return std::clamp(confidence, 0.15, 0.97);
}

}  // namespace

std::optional<ServiceJudgement> judge_services(const CallContext& call,
                                               const std::vector<ServiceMention>& mentions) {
  std::map<std::size_t, Candidate> candidates;
  const auto first = first_token_that_counts(call);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const auto& mention = mentions[i];
    if (mention.match.first < first) continue;
    const auto weighed = weigh(call, mentions, i);
    if (weighed.weight <= 0) continue;
    auto& candidate = candidates[mention.service];
    if (weighed.weight > candidate.best) {
      candidate.rest += candidate.best;
      candidate.best = weighed.weight;
      candidate.evidence = mention.match;
    } else {
      candidate.rest += weighed.weight;
    }
    if (mention.naming == Naming::keyword) candidate.naming = Naming::keyword;
    candidate.exact |= mention.match.exact;
    candidate.requested |= weighed.requested;
    candidate.confirmed |= weighed.confirmed;
    candidate.by_agent |= !weighed.by_caller;
    candidate.by_caller += weighed.by_caller ? 1 : 0;
  }
  const Candidate* top = nullptr;
  const Candidate* second = nullptr;
  std::size_t top_service = 0;
  std::size_t second_service = 0;
  const auto ahead = [](const Candidate& a, const Candidate* b) {
    if (b == nullptr) return true;
    if (std::abs(a.weight() - b->weight()) > 0.2) return a.weight() > b->weight();
    return a.evidence.first < b->evidence.first;  // what was asked for first
  };
  for (const auto& [service, candidate] : candidates) {
    if (ahead(candidate, top)) {
      second = top;
      second_service = top_service;
      top = &candidate;
      top_service = service;
    } else if (ahead(candidate, second)) {
      second = &candidate;
      second_service = service;
    }
  }
  constexpr double kLeastWeight = 0.35;
  if (top == nullptr || top->weight() < kLeastWeight) return std::nullopt;
  ServiceJudgement judgement{top_service, confidence_of(*top, second == nullptr ? 0 : second->weight()),
                             top->evidence, std::nullopt};
  if (second != nullptr && second->requested && second->naming == Naming::keyword && second->exact) {
    judgement.also = {second_service, second->evidence};
  }
  return judgement;
}

}  // namespace kolog::insight
