// SPDX-License-Identifier: Apache-2.0
#include "insight/city_judgement.h"

#include <map>

namespace kolog::insight {
namespace {

using domain::Speaker;

struct Weighed {
  double weight = 0;
  bool placed = false;  // a cue says that the job or the caller is there
  bool confirmed = false;
  bool by_caller = false;
  bool destination = false;
};

struct Candidate {
  double best = 0;
  double rest = 0;
  PhraseMatch evidence;
  bool exact = false;
  bool placed = false;
  bool confirmed = false;
  bool by_agent = false;
  bool destination = false;
  int by_caller = 0;

  double weight() const { return best + std::min(rest, 1.5) * 0.3; }
};

bool is_number(const Token& token) {
  return !token.text.empty() && token.text[0] >= u'0' && token.text[0] <= u'9';
}

class CityJudge {
 public:
  CityJudge(const CallContext& call, const std::vector<PlaceMention>& mentions, JobKind job)
      : call_(call), mentions_(mentions), job_(job) {}

  Weighed weigh(std::size_t index);

 private:
  bool near_before(Cue cue, std::size_t distance) const;
  bool latest_before_is_former() const;
  bool has_preposition() const;
  bool from() const { return match_->prefix.from || call_.preceded_by(*match_, Cue::origin); }
  bool to() const { return match_->prefix.to || call_.preceded_by(*match_, Cue::destination); }
  bool answers_place_question() const;
  bool is_street() const;
  bool is_person() const;
  bool is_place(NameKind kind) const;
  std::size_t end_of_place_before(std::size_t index) const;
  double location_weight(Weighed& weighed) const;
  double agent_weight(Weighed& weighed) const;

  const CallContext& call_;
  const std::vector<PlaceMention>& mentions_;
  JobKind job_;
  std::size_t index_ = 0;  // the mention that is being weighed
  const PhraseMatch* match_ = nullptr;
  std::size_t window_ = 0;  // where the mention's own surroundings begin: the sentence, or the place before
};

/// Within so many words before, but not beyond the place that was named before in the same sentence.
bool CityJudge::near_before(Cue cue, std::size_t distance) const {
  const auto from = match_->first - std::min(match_->first, distance);
  return call_.cue_between(std::max(window_, from), match_->first, cue);
}

/// "I used to live in Haifa and now I live in Acre": the nearer of the two says what a place is.
bool CityJudge::latest_before_is_former() const {
  constexpr std::size_t kReach = 6;
  for (auto at = match_->first; at > window_ && match_->first - at < kReach; --at) {
    if (call_.cue_at(at - 1, Cue::former)) return true;
    if (call_.cue_at(at - 1, Cue::residence)) return false;
  }
  return false;
}

bool CityJudge::has_preposition() const {
  return match_->prefix.in || match_->prefix.from || match_->prefix.to ||
         call_.preceded_by(*match_, Cue::preposition) || call_.preceded_by(*match_, Cue::origin) ||
         call_.preceded_by(*match_, Cue::destination) || call_.preceded_by(*match_, Cue::nearness) ||
         call_.preceded_by(*match_, Cue::settlement);
}

/// "In which city?" a sentence or two earlier.
bool CityJudge::answers_place_question() const {
  constexpr std::size_t kSentencesBack = 3;
  const auto own = call_.tokens()[match_->first].sentence;
  for (std::size_t back = 1; back <= kSentencesBack && back <= own; ++back) {
    const auto& sentence = call_.sentences()[own - back];
    const bool other_side =
        sentence.speaker != call_.sentence(match_->first).speaker || sentence.speaker == Speaker::unknown;
    if (other_side && call_.cue_between(sentence.first, sentence.last, Cue::place_question)) return true;
  }
  return false;
}

bool CityJudge::is_street() const {
  const bool latin = call_.tokens()[match_->first].text[0] < 0x80;
  const bool bare = !match_->prefix.in && !match_->prefix.to && !match_->prefix.from;
  if (!latin && bare && call_.preceded_by(*match_, Cue::street) &&
      call_.tokens()[match_->first - 1].after == Boundary::none) {
    return true;
  }
  const auto after = match_->first + match_->count;
  const auto last = call_.sentence(match_->first).last;
  if (after >= last || call_.tokens()[after - 1].after != Boundary::none) return false;
  if (latin && call_.cue_at(after, Cue::street)) return true;
  // "Sderot" and "Rehovot" are also "boulevard" and "streets": a name or a number follows those.
  if (!call_.cue_at(match_->first, Cue::street)) return false;
  const bool named = index_ + 1 < mentions_.size() && mentions_[index_ + 1].match.first == after;
  return named || is_number(call_.tokens()[after]) ||
         (after + 1 < last && is_number(call_.tokens()[after + 1]));
}

bool CityJudge::is_person() const {
  return !has_preposition() && near_before(Cue::person, 3);
}

bool CityJudge::is_place(NameKind kind) const {
  if (kind == NameKind::distinctive || kind == NameKind::exact) return true;
  const auto& sentence = call_.sentence(match_->first);
  const bool answers = answers_place_question() && sentence.last - sentence.first <= match_->count + 2;
  if (call_.preceded_by(*match_, Cue::settlement) || answers) return true;
  if (kind == NameKind::mere_word) return has_preposition() && near_before(Cue::residence, 3);
  if (match_->prefix.in || match_->prefix.from || call_.preceded_by(*match_, Cue::preposition) ||
      call_.preceded_by(*match_, Cue::origin) || call_.preceded_by(*match_, Cue::nearness)) {
    return true;
  }
  const bool after_number = match_->first > sentence.first && is_number(call_.tokens()[match_->first - 1]);
  return after_number || near_before(Cue::residence, 4) || near_before(Cue::job_place, 6) ||
         (to() && near_before(Cue::request, 12));
}

double CityJudge::location_weight(Weighed& weighed) const {
  double weight = 1;
  const bool lives = near_before(Cue::residence, 5) || (from() && near_before(Cue::identity, 2));
  const bool job = near_before(Cue::job_place, 8);
  const bool requested = near_before(Cue::request, 12);
  const bool arrived = near_before(Cue::relocation, 3) && to();
  weighed.placed = lives || job || requested || arrived || answers_place_question();
  if (job) {
    weight *= 1.8;
  } else if (answers_place_question()) {
    weight *= 1.7;
  } else if (lives || arrived) {
    weight *= 1.6;
  } else if (requested) {
    weight *= 1.5;
  } else if (has_preposition()) {
    weight *= 1.2;
  }
  if (near_before(Cue::relative, 6) && !job) weight *= 0.5;
  if (call_.preceded_by(*match_, Cue::nearness)) weight *= 0.7;
  if (near_before(Cue::correction, 4)) weight *= 1.8;
  if (job_ == JobKind::journey && from()) weight *= 1.6;
  if (job_ == JobKind::journey && to()) {
    weighed.destination = true;
    weight *= 0.6;
  }
  return weight;
}

double CityJudge::agent_weight(Weighed& weighed) const {
  const auto& sentence = call_.sentence(match_->first);
  const bool confirms = call_.cue_between(sentence.first, sentence.last, Cue::confirmation);
  const auto answer = call_.answer_to(*match_);
  if ((sentence.question || confirms) && answer == Answer::refused) return 0;
  weighed.confirmed = (sentence.question || confirms) && answer == Answer::agreed;
  weighed.placed = false;
  if (weighed.confirmed) return 1.2;
  return confirms ? 0.6 : 0.25;
}

/// A word that only may be a place ends nobody's surroundings.
std::size_t CityJudge::end_of_place_before(std::size_t index) const {
  const auto first = call_.sentence(match_->first).first;
  while (index > 0 && mentions_[index - 1].match.first >= first) {
    const auto& [match, place, kind] = mentions_[--index];
    const bool surely = kind == NameKind::distinctive || kind == NameKind::exact || match.prefix.in ||
                        match.prefix.to || match.prefix.from;
    if (surely) return match.first + match.count;
  }
  return 0;
}

Weighed CityJudge::weigh(std::size_t index) {
  const auto& mention = mentions_[index];
  index_ = index;
  match_ = &mention.match;
  const auto& sentence = call_.sentence(match_->first);
  window_ = std::max(sentence.first, end_of_place_before(index));
  Weighed weighed;
  weighed.by_caller = sentence.speaker != Speaker::agent;
  constexpr auto kTransparent = static_cast<CueSet>(Cue::article) | static_cast<CueSet>(Cue::residence) |
                                static_cast<CueSet>(Cue::malfunction) | static_cast<CueSet>(Cue::preposition);
  const bool former = latest_before_is_former();
  const bool left = near_before(Cue::relocation, 3) && from();
  if (former || left || is_street() || is_person() || !is_place(mention.kind) ||
      call_.preceded_by(*match_, Cue::institution) || call_.negated(*match_, kTransparent) ||
      call_.cue_between(sentence.first, sentence.last, Cue::soliciting)) {
    return weighed;
  }
  double weight = mention.match.exact ? 1.0 : 0.75;
  weight *= call_.recognition(*match_) * location_weight(weighed);
  if (!weighed.by_caller) weight *= agent_weight(weighed) / 1.2;
  weighed.weight = weight;
  return weighed;
}

double confidence_of(const Candidate& candidate, double runner_up) {
  double confidence = candidate.by_caller > 0 ? 0.65 : 0.45;
  if (candidate.placed) confidence += 0.15;
  if (candidate.by_caller > 0 && candidate.by_agent) confidence += 0.1;
  if (candidate.confirmed) confidence += 0.06;
  if (candidate.by_caller > 1) confidence += 0.05;
  if (!candidate.exact) confidence -= 0.15;
  confidence -= 0.25 * std::min(1.0, runner_up / candidate.weight());
  return std::clamp(confidence, 0.15, 0.97);
}

}  // namespace

std::optional<CityJudgement> judge_cities(const CallContext& call, const std::vector<PlaceMention>& mentions,
                                          JobKind job) {
  CityJudge judge(call, mentions, job);
  std::map<std::size_t, Candidate> candidates;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const auto weighed = judge.weigh(i);
    if (weighed.weight <= 0) continue;
    auto& candidate = candidates[mentions[i].place];
    if (weighed.weight > candidate.best) {
      candidate.rest += candidate.best;
      candidate.best = weighed.weight;
      candidate.evidence = mentions[i].match;
    } else {
      candidate.rest += weighed.weight;
    }
    candidate.exact |= mentions[i].match.exact;
    candidate.placed |= weighed.placed;
    candidate.confirmed |= weighed.confirmed;
    candidate.by_agent |= !weighed.by_caller;
    candidate.destination |= weighed.destination;
    candidate.by_caller += weighed.by_caller ? 1 : 0;
  }
  const std::pair<const std::size_t, Candidate>* top = nullptr;
  const std::pair<const std::size_t, Candidate>* second = nullptr;
  const auto ahead = [](const auto& a, const auto* b) {
    if (b == nullptr || a.second.weight() > b->second.weight()) return true;
    return a.second.weight() == b->second.weight() && a.second.evidence.first < b->second.evidence.first;
  };
  for (const auto& candidate : candidates) {
    if (ahead(candidate, top)) {
      second = top;
      top = &candidate;
    } else if (ahead(candidate, second)) {
      second = &candidate;
    }
  }
  constexpr double kLeastWeight = 0.3;
  if (top == nullptr || top->second.weight() < kLeastWeight) return std::nullopt;
  const bool goes_on = second != nullptr && second->second.destination && !top->second.destination;
  const auto runner_up = second == nullptr || goes_on ? 0 : second->second.weight();
  CityJudgement judgement{top->first, confidence_of(top->second, runner_up), top->second.evidence,
                          std::nullopt};
  if (goes_on) judgement.destination = {second->first, second->second.evidence};
  return judgement;
}

}  // namespace kolog::insight
