// SPDX-License-Identifier: Apache-2.0
#include "insight/number_search.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "insight/hebrew.h"
#include "insight/sensitive_numbers.h"

namespace kolog::insight {
namespace {

using domain::SensitiveKind;
using Kind = NumberWord::Kind;

constexpr std::size_t kMostFillers = 4;  // one after another within a number
constexpr int kMostSteps = 4'000;        // from one word
// In one voice's words, far more than any call needs: a text written for it takes no long time.
constexpr int kMostStepsInAll = 2'000'000;
constexpr int kFewSteps = 50;              // from each word after that
constexpr std::size_t kLongestRun = 400;   // words
constexpr std::size_t kFewestFigures = 3;  // of a group that is one by itself

// What a number may be where it was announced, though its check digit is wrong: of one digit misheard the
// others still say whose it is.
constexpr std::size_t kShortestAnnouncedId = 8;
constexpr std::size_t kShortestAnnouncedCard = 12;
constexpr std::size_t kShortestAnnouncedPhone = 7;
constexpr std::size_t kLongestAnnouncedPhone = 15;

/// Of money and measures: what was said before them is no telephone number.
bool is_unit(const NumberWord& word) {
  static const auto kUnits = [] {
    std::vector<std::u16string> units;
    for (const auto text : {"שקל",     "שקלים",  "ש\"ח", "שח",     "דולר",    "דולרים",  "אירו",
                            "אחוז",    "אחוזים", "מטר",  "מיליון", "shekel",  "shekels", "nis",
                            "dollars", "dollar", "euro", "euros",  "percent", "million", "meters"}) {
      units.push_back(folded(text));
    }
    return units;
  }();
  return word.kind == Kind::other &&
         (word.text.empty() || std::ranges::find(kUnits, word.text) != kUnits.end());
}

class Search {
 public:
  Search(std::span<const NumberWord> words, const CueAround& cue_around)
      : words_(words), cue_around_(cue_around), readings_(words.size()) {}

  std::vector<NumberMatch> run() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      if (!words_[at].is_number()) continue;
      const int allowed = left_ > 0 ? kMostSteps : kFewSteps;
      steps_ = allowed;
      digits_.clear();
      prefix_ = Prefix164::none;
      explore(at, at);
      left_ -= std::min(left_, allowed - std::max(steps_, 0));
      if (begins_run(at)) judge_announced(at);
    }
    keep_whole_ids();
    return std::move(matches_);
  }

 private:
  const std::vector<Reading>& readings(std::size_t at) {
    if (!readings_[at]) readings_[at] = readings_at(words_, at);
    return *readings_[at];
  }

  /// The next word of the number after `at`; the end where none follows.
  std::size_t after_fillers(std::size_t at) const {
    const auto last = std::min(words_.size(), at + kMostFillers + 1);
    while (at < last && words_[at].kind == Kind::filler) ++at;
    return at < last && words_[at].is_number() ? at : words_.size();
  }

  void explore(std::size_t begin, std::size_t at) {
    for (const auto& reading : readings(at)) {
      if (--steps_ < 0) return;
      const auto length = digits_.size();
      if (length + reading.digits.size() > kLongestCard) continue;
      const bool is_plus = reading.digits.empty();
      if (is_plus && length > 0) continue;
      if (is_plus) prefix_ = Prefix164::plus;
      digits_ += reading.digits;
      judge(begin, reading.end);
      const auto next = after_fillers(reading.end);
      if (next < words_.size() && digits_.size() < kLongestCard) explore(begin, next);
      digits_.resize(length);
      if (is_plus) prefix_ = Prefix164::none;
    }
  }

  void judge(std::size_t begin, std::size_t end) {
    if (is_phone_number(digits_, prefix_)) matches_.push_back({SensitiveKind::phone, begin, end});
    if (prefix_ == Prefix164::plus) return;
    if (is_card_number(digits_)) matches_.push_back({SensitiveKind::card, begin, end});
    if (!is_israeli_id(digits_)) return;
    const bool is_whole = digits_.size() == kIdLength;
    if (is_whole || (stands_alone(begin, end) && cue_around_(SensitiveKind::id, begin, end))) {
      ids_.push_back({SensitiveKind::id, begin, end});
    }
  }

  bool is_long_group(std::size_t at) const {
    return words_[at].kind == Kind::figures && words_[at].digits.size() >= kFewestFigures;
  }
  bool is_border(std::size_t at) const {
    if (at == 0 || at >= words_.size()) return true;
    if (!words_[at - 1].is_number() || !words_[at].is_number() || words_[at].apart) return true;
    return is_long_group(at - 1) || is_long_group(at);
  }
  bool stands_alone(std::size_t begin, std::size_t end) const { return is_border(begin) && is_border(end); }

  /// Nine digits out of the middle of a longer number pass its check by chance: an ID begins and ends where a
  /// number may, or where another one ends and begins.
  void keep_whole_ids() {
    std::vector<bool> begins(words_.size() + 1);
    std::vector<bool> ends(words_.size() + 1);
    for (const auto& match : matches_) {
      begins[match.begin] = true;
      ends[match.end] = true;
    }
    for (const auto& id : ids_) {
      const bool is_whole = (is_border(id.begin) || ends[id.begin]) && (is_border(id.end) || begins[id.end]);
      if (is_whole || cue_around_(SensitiveKind::id, id.begin, id.end)) matches_.push_back(id);
    }
  }

  bool begins_run(std::size_t at) const {
    for (std::size_t back = 1; back <= kMostFillers + 1 && back <= at; ++back) {
      if (words_[at - back].kind == Kind::filler) continue;
      return !words_[at - back].is_number();
    }
    return true;
  }

  /// All that is said in one go, read in the likeliest way.
  void judge_announced(std::size_t begin) {
    std::size_t count = 0;
    auto end = begin;
    for (auto at = begin; at < words_.size() && at < begin + kLongestRun; at = after_fillers(end)) {
      const auto& ways = readings(at);
      count += ways.empty() ? 0 : ways.front().digits.size();
      end = ways.empty() ? at + 1 : ways.front().end;
    }
    const auto add = [&](SensitiveKind kind, std::size_t fewest, std::size_t most) {
      if (count < fewest || count > most || !cue_around_(kind, begin, end)) return;
      matches_.push_back({kind, begin, end});
    };
    add(SensitiveKind::id, kShortestAnnouncedId, kIdLength);
    add(SensitiveKind::card, kShortestAnnouncedCard, kLongestCard);
    const bool is_amount = end < words_.size() && is_unit(words_[end]);
    if (!is_amount) add(SensitiveKind::phone, kShortestAnnouncedPhone, kLongestAnnouncedPhone);
  }

  std::span<const NumberWord> words_;
  const CueAround& cue_around_;
  std::vector<std::optional<std::vector<Reading>>> readings_;
  std::vector<NumberMatch> matches_;
  std::vector<NumberMatch> ids_;
  std::string digits_;
  Prefix164 prefix_ = Prefix164::none;
  int steps_ = 0;
  int left_ = kMostStepsInAll;
};

}  // namespace

std::vector<NumberMatch> search_numbers(std::span<const NumberWord> words, const CueAround& cue_around) {
  return Search(words, cue_around).run();
}

}  // namespace kolog::insight
