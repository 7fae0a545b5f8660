// SPDX-License-Identifier: Apache-2.0
#include "insight/city_features.h"

#include <cmath>
#include <map>
#include <set>

#include "insight/word_set.h"

namespace kolog::insight {
namespace {

using domain::Speaker;

bool is_number(const Token& token) {
  return !token.text.empty() && token.text[0] >= u'0' && token.text[0] <= u'9';
}

bool comes_from(const CallContext& call, const PhraseMatch& match) {
  return match.prefix.from || call.preceded_by(match, Cue::origin);
}

class CityFeatures {
 public:
  CityFeatures(const CallContext& call, const std::vector<PlaceMention>& mentions, JobKind job)
      : call_(call), mentions_(mentions), job_(job) {
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      auto& said = said_[mentions[i].place];
      (by_caller(i) ? said.by_caller : said.by_agent) += 1;
      if (!by_caller(i)) {
        if (call.caller_spoke_before(mentions[i].match.first)) last_of_agent_ = i;
        continue;
      }
      if (!first_named_) first_named_ = i;
      last_named_ = i;
      named_by_caller_.insert(mentions[i].place);
    }
    static const WordSet theirs(
        "אצלו|אצלה|אצלם|אליו|אליה|אליהם|בשבילו|בשבילה|בשבילם|עבורו|עבורה|לאמא|לאבא|לסבתא|לסבא|להורים|לאמא "
        "שלי|"
        "לאבא שלי|בשביל אבא|בשביל אמא|שלהם|for him|for her|for "
        "them|his|her|their|hers|theirs|hes|shes|theyre");
    for (std::size_t at = 0; at < call.tokens().size() && !for_somebody_else_; ++at) {
      for_somebody_else_ = theirs.length_at(call.tokens(), at) > 0;
    }
    judge_places();
  }

  Option option(std::size_t index) {
    const auto& mention = mentions_[index];
    look_at(index);
    Option option{mention.place, {}};
    add_of_place(option.features);
    add_name(option.features);
    add_correction(option.features);
    add_surroundings(option.features);
    add_repetition(option.features);
    if (by_caller(index)) {
      add_caller(option.features);
    } else {
      add_agent(option.features);
    }
    if (job_ == JobKind::move) add_move(option.features);
    if (job_ == JobKind::tow) add_tow(option.features);
    return option;
  }

 private:
  /// How often a place is named, over the call.
  struct Said {
    double by_caller = 0;
    double by_agent = 0;
    bool superseded = false;
    bool explained_away = false;
    bool negated = false;
    bool former = false;
    bool workplace = false;
    bool relatives = false;
  };

  bool by_caller(std::size_t index) const {
    return call_.sentence(mentions_[index].match.first).speaker != Speaker::agent;
  }

  /// A word that only may be a place ends nobody's surroundings.
  std::size_t end_of_place_before() const {
    const auto first = call_.sentence(match_->first).first;
    for (auto index = index_; index > 0 && mentions_[index - 1].match.first >= first;) {
      const auto& [match, place, kind] = mentions_[--index];
      const bool surely = kind == NameKind::distinctive || kind == NameKind::exact || match.prefix.in ||
                          match.prefix.to || match.prefix.from;
      if (surely) return match.first + match.count;
    }
    return 0;
  }

  /// Within so many words before, but not beyond the place that was named before in the same sentence.
  bool near_before(Cue cue, std::size_t distance) const {
    const auto from = match_->first - std::min(match_->first, distance);
    return call_.cue_between(std::max(window_, from), match_->first, cue);
  }

  /// "I used to live in Haifa and now I live in Acre": the nearer of the two says what a place is.
  bool latest_before_is_former() const {
    constexpr std::size_t kReach = 6;
    for (auto at = match_->first; at > window_ && match_->first - at < kReach; --at) {
      if (call_.cue_at(at - 1, Cue::former)) return true;
      if (call_.cue_at(at - 1, Cue::residence)) return false;
    }
    return false;
  }

  bool has_preposition() const {
    const auto& prefix = match_->prefix;
    return prefix.in || prefix.from || prefix.to || call_.preceded_by(*match_, Cue::preposition) ||
           call_.preceded_by(*match_, Cue::origin) || call_.preceded_by(*match_, Cue::destination) ||
           call_.preceded_by(*match_, Cue::nearness) || call_.preceded_by(*match_, Cue::settlement);
  }

  /// "In which city?" a sentence or two earlier.
  bool answers_place_question() const {
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

  bool is_street() const {
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

  /// "Haifa 12": a street that is named after a town.
  bool is_before_number() const {
    const auto after = match_->first + match_->count;
    return after < call_.sentence(match_->first).last && call_.tokens()[after - 1].after == Boundary::none &&
           is_number(call_.tokens()[after]);
  }

  bool is_after_number() const {
    return match_->first > call_.sentence(match_->first).first &&
           is_number(call_.tokens()[match_->first - 1]);
  }

  void add_name(Features& features) const {
    const auto& mention = mentions_[index_];
    const bool preposition = has_preposition();
    features.set("mention");
    features.set_if(!match_->exact, "misspelt");
    features.set_if(mention.kind == NameKind::exact, "small place");
    features.set_if(mention.kind == NameKind::common_word, preposition ? "word, preposition" : "word, bare");
    features.set_if(mention.kind == NameKind::mere_word,
                    preposition ? "mere word, preposition" : "mere word, bare");
    features.set_if(match_->count > 1, "several words");
    features.set("letters", std::log1p(static_cast<double>(match_->letters)) / 3);
    features.set("recognition", 1 - call_.recognition(*match_));
    features.set_if(match_->prefix.in || call_.preceded_by(*match_, Cue::preposition), "in");
    features.set_if(comes_from(call_, *match_), "from");
    features.set_if(is_destination(call_, *match_), "to");
    features.set_if(match_->prefix.definite, "the");
    features.set_if(!preposition, "bare");
    features.set_if(call_.preceded_by(*match_, Cue::nearness), "near");
    features.set_if(call_.preceded_by(*match_, Cue::settlement), "settlement");
  }

  void add_surroundings(Features& features) const {
    const auto& sentence = call_.sentence(match_->first);
    const bool alone = sentence.last - sentence.first <= match_->count + 2;
    const bool answers = answers_place_question();
    features.set_if(answers, "answers where");
    features.set_if(answers && alone, "answers where, alone");
    features.set_if(alone, "alone");
    features.set_if(
        near_before(Cue::residence, 5) || (comes_from(call_, *match_) && near_before(Cue::identity, 2)),
        "lives");
    features.set_if(near_before(Cue::job_place, 8), "job");
    features.set_if(near_before(Cue::request, 12), "requested");
    features.set_if(call_.cue_after(*match_, Cue::request, 8), "requested after");
    features.set_if(is_of_something(), "of something");
    features.set_if(latest_before_is_former(), "former");
    features.set_if(near_before(Cue::relocation, 3) && comes_from(call_, *match_), "moved from");
    features.set_if(near_before(Cue::relocation, 3) && is_destination(call_, *match_), "moved to");
    features.set_if(near_before(Cue::relative, 6), "somebody else's");
    features.set_if(near_before(Cue::past_visit, 6) || call_.cue_after(*match_, Cue::past_visit, 4), "past");
    features.set_if(near_before(Cue::correction, 4), "corrected to");
    features.set_if(call_.cue_after(*match_, Cue::correction, 3), "corrected from");
    features.set_if(near_before(Cue::contrast, 3), "but");
    features.set_if(is_street(), "street");
    features.set_if(is_before_number(), "before number");
    features.set_if(is_after_number(), "after number");
    features.set_if(!has_preposition() && near_before(Cue::person, 3), "person");
    features.set_if(!has_preposition() && call_.cue_after(*match_, Cue::person, 1), "person after");
    features.set_if(!has_preposition() && near_before(Cue::identity, 1), "I am");
    features.set_if(call_.preceded_by(*match_, Cue::institution), "institution");
    features.set_if(is_negated(), "negated");
    features.set_if(call_.cue_between(sentence.first, sentence.last, Cue::soliciting), "soliciting");
  }

  bool is_named_as_place(const PlaceMention& mention) const {
    const auto& match = mention.match;
    return mention.kind != NameKind::mere_word || match.prefix.in || match.prefix.from || match.prefix.to ||
           call_.preceded_by(match, Cue::settlement);
  }

  /// The next mention of another place after this one, by the same side and soon; none: the end.
  std::optional<std::size_t> rival_after() const {
    constexpr std::size_t kSentences = 3;
    const auto own = call_.tokens()[match_->first].sentence;
    for (auto i = index_ + 1; i < mentions_.size(); ++i) {
      const auto& other = mentions_[i];
      if (call_.tokens()[other.match.first].sentence > own + kSentences) return std::nullopt;
      if (by_caller(i) != by_caller(index_)) continue;
      if (other.place != mentions_[index_].place && is_named_as_place(other)) return i;
    }
    return std::nullopt;
  }

  std::optional<std::size_t> rival_before() const {
    constexpr std::size_t kSentences = 3;
    const auto own = call_.tokens()[match_->first].sentence;
    for (auto i = index_; i > 0; --i) {
      const auto& other = mentions_[i - 1];
      if (call_.tokens()[other.match.first].sentence + kSentences < own) return std::nullopt;
      if (by_caller(i - 1) != by_caller(index_)) continue;
      if (other.place != mentions_[index_].place && is_named_as_place(other)) return i - 1;
    }
    return std::nullopt;
  }

  bool corrected_between(std::size_t earlier, std::size_t later) const {
    const auto from = mentions_[earlier].match.first + mentions_[earlier].match.count;
    return call_.cue_between(from, mentions_[later].match.first, Cue::correction);
  }

  /// "Acre, that is my sister's": what follows says whose the place is.
  bool is_explained_away() const {
    constexpr std::size_t kReach = 5;
    const auto end = match_->first + match_->count;
    const auto last = std::min({call_.tokens().size(), end + kReach, call_.sentence(match_->first).last + 2});
    bool copula = false;
    for (auto at = end; at < last; ++at) {
      const auto& text = call_.tokens()[at].text;
      copula = copula || text == u"זה" || text == u"זאת" || text == u"זו" || text == u"thats" ||
               text == u"is" || text == u"was";
      if (!copula) continue;
      if (call_.cue_at(at, Cue::relative) || call_.cue_at(at, Cue::former) ||
          call_.cue_at(at, Cue::institution)) {
        return true;
      }
    }
    return false;
  }

  /// "In the area of the kitchen."
  bool is_of_something() const {
    const auto after = match_->first + match_->count;
    return after < call_.sentence(match_->first).last && call_.tokens()[after - 1].after == Boundary::none &&
           (call_.tokens()[after].text == u"של" || call_.tokens()[after].text == u"of");
  }

  /// "Not Haifa, Nesher."
  bool follows_negated_rival() const {
    if (index_ == 0) return false;
    const auto& before = mentions_[index_ - 1];
    const bool same_sentence =
        call_.tokens()[before.match.first].sentence == call_.tokens()[match_->first].sentence;
    return same_sentence && before.place != mentions_[index_].place &&
           call_.negated(before.match,
                         static_cast<CueSet>(Cue::article) | static_cast<CueSet>(Cue::preposition));
  }

  bool is_superseded() const {
    const auto later = rival_after();
    return later && corrected_between(index_, *later);
  }

  /// "My work is in Haifa": no job for anybody.
  bool is_workplace() const {
    static const WordSet words(
        "אני בעבודה|בעבודה|העבודה שלי|עובד ב|עובדת ב|עובד|עובדת|המשרד שלי|המשרד|במילואים|בבסיס|לומד|לומדת|at "
        "work|"
        "i work|my work|work in|works in|my office|office|on base|studying|university");
    constexpr std::size_t kReach = 4;
    const auto& sentence = call_.sentence(match_->first);
    const auto from = std::max(window_, match_->first - std::min(match_->first, kReach));
    const auto to = std::min(sentence.last, match_->first + match_->count + kReach);
    for (auto at = from; at < to; ++at) {
      if (words.length_at(call_.tokens(), at) > 0) return true;
    }
    return false;
  }

  bool is_negated() const {
    constexpr auto kTransparent = static_cast<CueSet>(Cue::article) | static_cast<CueSet>(Cue::residence) |
                                  static_cast<CueSet>(Cue::malfunction) |
                                  static_cast<CueSet>(Cue::preposition);
    return call_.negated(*match_, kTransparent);
  }

  bool is_relatives_home() const {
    return near_before(Cue::relative, 7) && (near_before(Cue::residence, 4) || has_preposition());
  }

  /// Turns the features to another mention.
  void look_at(std::size_t index) {
    index_ = index;
    match_ = &mentions_[index].match;
    window_ = std::max(call_.sentence(match_->first).first, end_of_place_before());
  }

  /// What is said of one mention of a place is true of the others.
  void judge_places() {
    for (std::size_t i = 0; i < mentions_.size(); ++i) {
      look_at(i);
      auto& said = said_[mentions_[i].place];
      said.superseded |= is_superseded();
      origin_named_ = origin_named_ || (by_caller(i) && comes_from(call_, *match_));
      said.explained_away |= is_explained_away();
      said.negated |= is_negated();
      // "In Acre I lived with my son" as well.
      said.former |= latest_before_is_former() || call_.cue_after(*match_, Cue::former, 2);
      said.workplace |= is_workplace();
      said.relatives |= is_relatives_home();
      if (is_relatives_home()) relatives_homes_.insert(mentions_[i].place);
    }
  }

  void add_of_place(Features& features) const {
    const auto& said = said_.at(mentions_[index_].place);
    features.set_if(said.superseded, "place: superseded");
    features.set_if(said.explained_away, "place: explained away");
    features.set_if(said.negated, "place: negated");
    features.set_if(said.former, "place: former");
    features.set_if(said.workplace, "place: workplace");
    features.set_if(said.relatives, "place: a relative's");
    const bool others = relatives_homes_.size() > relatives_homes_.count(mentions_[index_].place);
    features.set_if(!said.relatives && others, "place: beside a relative's");
    features.set_if(said.relatives && for_somebody_else_, "place: a relative's, and for them");
    features.set_if(!said.relatives && others && for_somebody_else_,
                    "place: beside a relative's, and for them");
  }

  void add_correction(Features& features) const {
    features.set_if(is_superseded(), "superseded");
    features.set_if(follows_negated_rival(), "instead of another");
    if (const auto earlier = rival_before(); earlier && corrected_between(*earlier, index_))
      features.set("supersedes");
    features.set_if(is_explained_away(), "explained away");
    features.set_if(call_.cue_after(*match_, Cue::relative, 4), "somebody's after");
    features.set_if(last_of_agent_ && mentions_[*last_of_agent_].place == mentions_[index_].place,
                    "agent's last");
    features.set_if(last_of_agent_ && mentions_[*last_of_agent_].place != mentions_[index_].place,
                    "not agent's last");
  }

  void add_repetition(Features& features) const {
    const auto& said = said_.at(mentions_[index_].place);
    features.set("said by caller", std::log1p(said.by_caller));
    features.set("said by agent", std::log1p(said.by_agent));
    const auto rivals = named_by_caller_.size() - named_by_caller_.count(mentions_[index_].place);
    features.set("rivals", std::log1p(static_cast<double>(rivals)));
  }

  void add_caller(Features& features) const {
    const auto& sentence = call_.sentence(match_->first);
    const auto turn = call_.caller_turn(match_->first);
    features.set("caller");
    features.set_if(sentence.speaker == Speaker::unknown, "nobody known");
    features.set_if(sentence.question, "caller asks");
    features.set_if(turn == 0, "first turn");
    features.set_if(index_ == first_named_, "first named");
    features.set_if(index_ == last_named_, "last named");
    features.set_if(named_by_caller_.size() == 1, "only one named");
    const auto answer = call_.answer_to(*match_);
    features.set_if(answer == Answer::agreed, "agreed to");
    features.set_if(answer == Answer::refused, "said no to");
  }

  void add_agent(Features& features) const {
    const auto& sentence = call_.sentence(match_->first);
    const bool greeting = !call_.caller_spoke_before(match_->first);
    const bool confirms = call_.cue_between(sentence.first, sentence.last, Cue::confirmation);
    const auto answer = call_.answer_to(*match_);
    features.set("agent");
    features.set_if(greeting, "agent: greeting");
    features.set_if(sentence.question, "agent: asks");
    features.set_if(confirms, "agent: confirms");
    features.set_if(answer == Answer::agreed, "agent: affirmed");
    features.set_if(answer == Answer::refused, "agent: denied");
    features.set_if((confirms || sentence.question) && answer == Answer::agreed,
                    "agent: confirmed and affirmed");
    features.set_if(named_by_caller_.empty(), "agent: caller names none");
  }

  /// Where it broke down, rather than where the way leads from and to.
  void add_tow(Features& features) const {
    static const WordSet stands(
        "נתקע|נתקעתי|נתקענו|תקוע|תקועה|עומד|עומדת|עומדים|עצרתי|עצרנו|מת לי|מת|נעצר|כבה|בכניסה|בכניסה "
        "ל|ביציאה|ליד|"
        "בתחנת|בתחנה|בצומת|במחלף|בצד|חניון|בחניון|חונה|עכשיו|נמצא|נמצאת|stuck|stranded|broke down|broken "
        "down|died|dead|"
        "stopped|entrance to|entrance|exit|rolled into|made it to|parked|near|by "
        "the|outside|now|standing|sitting in");
    static const WordSet way(
        "בדרך|נסעתי|נסענו|נוסע|נוסעת|חזרתי|חזרנו|הייתי בדרך|on my way|on the way|on our way|driving "
        "from|driving to|drove|"
        "driving|came from|coming from|heading");
    constexpr std::size_t kReach = 5;
    const auto from = std::max(window_, match_->first - std::min(match_->first, kReach));
    bool here = false;
    bool passing = false;
    for (auto at = from; at < match_->first; ++at) {
      here = here || stands.length_at(call_.tokens(), at) > 0;
      passing = passing || way.length_at(call_.tokens(), at) > 0;
    }
    features.set_if(here, "tow: stands");
    features.set_if(passing, "tow: on the way");
    features.set_if(comes_from(call_, *match_), "tow: from");
    features.set_if(is_destination(call_, *match_) && !here, "tow: to");
    features.set_if(match_->prefix.in || call_.preceded_by(*match_, Cue::preposition), "tow: in");
    features.set_if(call_.answers_where_to(*match_), "tow: answers where to");
    features.set_if(index_ == first_named_, "tow: first named");
    features.set_if(index_ == last_named_, "tow: last named");
  }

  void add_move(Features& features) const {
    features.set_if(comes_from(call_, *match_), "move from");
    features.set_if(is_destination(call_, *match_), "move to");
    features.set_if(match_->prefix.in || call_.preceded_by(*match_, Cue::preposition), "move in");
    features.set_if(!comes_from(call_, *match_) && origin_named_, "move, another is from");
    features.set_if(index_ == first_named_, "move, first named");
    features.set_if(index_ == last_named_, "move, last named");
    features.set_if(call_.answers_where_to(*match_), "move: answers where to");
  }

  const CallContext& call_;
  const std::vector<PlaceMention>& mentions_;
  JobKind job_;
  std::optional<std::size_t> first_named_;
  std::optional<std::size_t> last_named_;
  std::optional<std::size_t> last_of_agent_;  // what the agent says after the caller spoke
  std::set<std::size_t> named_by_caller_;
  std::map<std::size_t, Said> said_;
  std::set<std::size_t> relatives_homes_;
  bool origin_named_ = false;       // somebody says "from" a place
  bool for_somebody_else_ = false;  // "his", "at her place"
  std::size_t index_ = 0;           // the mention that is looked at
  const PhraseMatch* match_ = nullptr;
  std::size_t window_ = 0;  // where its own surroundings begin: the sentence, or the place before
};

}  // namespace

bool is_destination(const CallContext& call, const PhraseMatch& match) {
  return match.prefix.to || call.preceded_by(match, Cue::destination);
}

std::vector<Option> city_options(const CallContext& call, const std::vector<PlaceMention>& mentions,
                                 JobKind job) {
  CityFeatures features(call, mentions, job);
  std::vector<Option> options;
  options.reserve(mentions.size());
  for (std::size_t i = 0; i < mentions.size(); ++i) options.push_back(features.option(i));
  return options;
}

}  // namespace kolog::insight
