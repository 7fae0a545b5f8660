// SPDX-License-Identifier: Apache-2.0
#include "insight/service_features.h"

#include <cmath>
#include <map>
#include <set>

namespace kolog::insight {
namespace {

using domain::Speaker;

/// How far from a mention a request still is about it, in words of the same sentence.
constexpr std::size_t kRequestReach = 12;

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
  if (call.cue_after(match, Cue::past_visit, 3)) return true;
  const auto& own = call.sentence(match.first);
  for (auto at = match.first; at > own.first && match.first - at < kReach; --at) {
    if (call.cue_at(at - 1, Cue::request) || call.cue_at(at - 1, Cue::contrast)) return false;
    if (call.cue_at(at - 1, Cue::past_visit)) return true;
  }
  return false;
}

/// Everything before somebody said "wrong number" was meant for somebody else.
std::size_t first_token_that_counts(const CallContext& call) {
  std::size_t first = 0;
  for (std::size_t at = 0; at < call.tokens().size(); ++at) {
    if (call.cue_at(at, Cue::wrong_number)) first = call.sentence(at).last;
  }
  return first;
}

class ServiceFeatures {
 public:
  ServiceFeatures(const CallContext& call, const std::vector<ServiceMention>& mentions)
      : call_(call), mentions_(mentions), counts_from_(first_token_that_counts(call)) {
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      count(i);
      if (!by_caller(i)) {
        if (!call.caller_spoke_before(mentions[i].match.first)) greeted_with_.insert(mentions[i].service);
        continue;
      }
      if (!first_named_) first_named_ = i;
      last_named_ = i;
      if (mentions[i].naming == Naming::keyword) named_by_caller_.insert(mentions[i].service);
    }
  }

  Option option(std::size_t index) const {
    const auto& mention = mentions_[index];
    Option option{mention.service, {}};
    auto& features = option.features;
    const auto& match = mention.match;
    features.set("mention");
    features.set_if(!match.exact, "misspelt");
    features.set_if(match.count > 1, "several words");
    features.set("letters", std::log1p(static_cast<double>(match.letters)) / 3);
    features.set("recognition", 1 - call_.recognition(match));
    features.set_if(match.first < counts_from_, "before wrong number");
    add_repetition(index, features);
    if (by_caller(index)) {
      add_caller(index, features);
    } else {
      add_agent(index, features);
    }
    return option;
  }

 private:
  /// How often a service is named, over the call.
  struct Said {
    double by_caller = 0;
    double by_agent = 0;
    std::set<std::u16string_view> words;
  };

  void count(std::size_t index) {
    const auto& mention = mentions_[index];
    auto& said = said_[mention.service];
    auto& named = named_in_[call_.tokens()[mention.match.first].sentence];
    if (mention.naming == Naming::keyword) named.insert(mention.service);
    if (call_.negated(mention.match, static_cast<CueSet>(Cue::article))) return;
    const double worth = mention.naming == Naming::hint ? 0.3 : 1;
    (by_caller(index) ? said.by_caller : said.by_agent) += worth;
    if (by_caller(index)) said.words.insert(call_.tokens()[mention.match.first].text);
  }

  bool by_caller(std::size_t index) const {
    return call_.sentence(mentions_[index].match.first).speaker != Speaker::agent;
  }

  std::string_view tier(std::size_t index, std::string_view keyword, std::string_view symptom,
                        std::string_view hint) const {
    switch (mentions_[index].naming) {
      case Naming::keyword:
        return keyword;
      case Naming::symptom:
        return symptom;
      case Naming::hint:
        return hint;
    }
    return hint;
  }

  bool is_requested(const PhraseMatch& match) const {
    return call_.cue_before(match, Cue::request, kRequestReach) || call_.cue_after(match, Cue::request, 4);
  }

  /// Somebody who names several trades in one sentence recites what the business does.
  bool is_recital(std::size_t index) const {
    const auto& named = named_in_.at(call_.tokens()[mentions_[index].match.first].sentence);
    return named.size() > named.count(mentions_[index].service);
  }

  /// "A plumber, no, sorry, an electrician."
  bool is_superseded(std::size_t index) const {
    constexpr std::size_t kSentences = 2;
    const auto& match = mentions_[index].match;
    const auto own = call_.tokens()[match.first].sentence;
    for (auto i = index + 1; i < mentions_.size(); ++i) {
      const auto& other = mentions_[i];
      if (call_.tokens()[other.match.first].sentence > own + kSentences) return false;
      if (other.naming != Naming::keyword || other.service == mentions_[index].service || !by_caller(i))
        continue;
      return call_.cue_between(match.first + match.count, other.match.first, Cue::correction);
    }
    return false;
  }

  void add_repetition(std::size_t index, Features& features) const {
    const auto& said = said_.at(mentions_[index].service);
    features.set("said by caller", std::log1p(said.by_caller));
    features.set("said by agent", std::log1p(said.by_agent));
    features.set("ways to say it", std::log1p(static_cast<double>(said.words.size())));
    const auto rivals = named_by_caller_.size() - named_by_caller_.count(mentions_[index].service);
    features.set("rivals", std::log1p(static_cast<double>(rivals)));
  }

  void add_caller(std::size_t index, Features& features) const {
    const auto& match = mentions_[index].match;
    const auto& sentence = call_.sentence(match.first);
    const bool negated = call_.negated(match, static_cast<CueSet>(Cue::article));
    const bool requested = is_requested(match);
    const bool past = is_past(call_, match);
    features.set(tier(index, "keyword", "symptom", "hint"));
    if (requested && !negated) {
      features.set(tier(index, "keyword requested", "symptom requested", "hint requested"));
    }
    const bool is_business = greeted_with_.contains(mentions_[index].service);
    features.set_if(is_business, tier(index, "business, keyword", "business, symptom", "business, hint"));
    features.set_if(!is_business && !greeted_with_.empty(), "another business");
    features.set_if(negated, "negated");
    features.set_if(past, "past");
    features.set_if(past && !requested, "past, not requested");
    features.set_if(!requested && is_introduction(call_, match), "introduction");
    features.set_if(call_.cue_between(sentence.first, sentence.last, Cue::soliciting), "soliciting");
    features.set_if(call_.cue_before(match, Cue::correction, 3), "corrected to");
    features.set_if(is_superseded(index), "superseded");
    features.set_if(call_.cue_before(match, Cue::contrast, 3), "but");
    features.set_if(call_.cue_before(match, Cue::relative, 5), "somebody else's");
    features.set_if(sentence.question, "caller asks");
    features.set_if(is_recital(index), "caller names several");
    features.set_if(index == first_named_, "first named");
    features.set_if(index == last_named_, "last named");
    features.set_if(sentence.speaker == Speaker::unknown, "nobody known");
    const auto turn = call_.caller_turn(match.first);
    features.set_if(turn == 0, "first turn");
    features.set_if(turn == 1, "second turn");
    const auto answer = call_.answer_to(match);
    features.set_if(answer == Answer::agreed, "agreed to");
    features.set_if(answer == Answer::refused, "said no to");
  }

  void add_agent(std::size_t index, Features& features) const {
    const auto& match = mentions_[index].match;
    const auto& sentence = call_.sentence(match.first);
    features.set(tier(index, "agent: keyword", "agent: symptom", "agent: hint"));
    features.set_if(call_.negated(match, static_cast<CueSet>(Cue::article)), "agent: negated");
    features.set_if(is_recital(index), "agent: recital");
    features.set_if(sentence.question, "agent: asks");
    features.set_if(call_.caller_turn(match.first) == 0 && !call_.caller_spoke_before(match.first),
                    "agent: greeting");
    const bool confirms = call_.cue_between(sentence.first, sentence.last, Cue::confirmation);
    features.set_if(confirms, "agent: confirms");
    const auto answer = call_.answer_to(match);
    features.set_if(answer == Answer::agreed, "agent: affirmed");
    features.set_if(answer == Answer::refused, "agent: denied");
    features.set_if((confirms || sentence.question) && answer == Answer::agreed,
                    "agent: confirmed and affirmed");
  }

  const CallContext& call_;
  const std::vector<ServiceMention>& mentions_;
  std::size_t counts_from_;
  std::optional<std::size_t> first_named_;
  std::optional<std::size_t> last_named_;
  std::set<std::size_t> named_by_caller_;
  std::map<std::size_t, Said> said_;                       // by service
  std::map<std::size_t, std::set<std::size_t>> named_in_;  // by sentence
  std::set<std::size_t> greeted_with_;  // what the business says of itself before the caller speaks
};

}  // namespace

std::vector<Option> service_options(const CallContext& call, const std::vector<ServiceMention>& mentions) {
  const ServiceFeatures features(call, mentions);
  std::vector<Option> options;
  options.reserve(mentions.size());
  for (std::size_t i = 0; i < mentions.size(); ++i) options.push_back(features.option(i));
  return options;
}

}  // namespace kolog::insight
