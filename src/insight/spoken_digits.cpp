// SPDX-License-Identifier: Apache-2.0
#include "insight/spoken_digits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <unicode/uchar.h>

#include "insight/hebrew.h"
#include "insight/number_vocabulary.h"
#include "insight/utf8.h"

namespace kolog::insight {
namespace {

using Kind = NumberWord::Kind;

constexpr std::int32_t kBullet = 0x2022;

bool is_quotation_mark(std::int32_t c) {
  return c == u'\'' || c == u'"' || c == 0x05F3 || c == 0x05F4 || c == 0x2019;
}

bool is_word_character(std::int32_t c) {
  if (c < 0) return false;
  const auto type = u_charType(c);
  return u_isalpha(c) || type == U_NON_SPACING_MARK || is_quotation_mark(c);
}

bool is_unseen(std::int32_t c) {
  return c >= 0 && u_charType(c) == U_FORMAT_CHAR;
}

/// Between figures: times, amounts with thousands, dates. `$` and the like make an amount of what follows.
bool is_unlike_a_telephone_number(std::string_view text) {
  std::array<std::size_t, 4> groups{};
  std::string marks;
  std::size_t group = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (group < groups.size()) ++groups[group];
      continue;
    }
    marks += c;
    ++group;
  }
  if (group >= groups.size()) return false;
  if (marks == ":" || marks == "::") return true;
  if (!marks.empty() && marks.find_first_not_of(',') == marks.npos) {
    // Nobody asks for millions: so many digits are something else, which a machine wrote down like that.
    return groups[0] <= 3 && group < 2 + static_cast<std::size_t>(groups[0] < 3) &&
           std::all_of(groups.begin() + 1, groups.begin() + static_cast<long>(group) + 1,
                       [](auto size) { return size == 3; });
  }
  const bool is_day_first = groups[0] <= 2 && groups[1] <= 2 && (groups[2] == 2 || groups[2] == 4);
  const bool is_year_first = groups[0] == 4 && groups[1] <= 2 && groups[2] <= 2 && groups[2] > 0;
  return group == 2 && (marks == ".." || marks == "//" || marks == "--") && (is_day_first || is_year_first);
}

class Cutter {
 public:
  Cutter(std::string_view text, std::size_t segment) : text_(text), segment_(segment) {}

  std::vector<NumberWord> cut() {
    while (at_ < text_.size()) step();
    return std::move(words_);
  }

 private:
  std::int32_t peek(std::size_t at, std::size_t& next) const {
    next = at;
    return next < text_.size() ? next_code_point(text_, next) : -1;
  }

  void step() {
    std::size_t next = 0;
    const auto c = peek(at_, next);
    if (c >= 0 && u_charDigitValue(c) >= 0) {
      take_figures();
    } else if (c == '+') {
      add({.kind = Kind::plus}, next);
    } else if (is_word_character(c) && !is_quotation_mark(c)) {
      take_word();
    } else {
      // An amount's sign, and what stands for a number that is masked already.
      const bool ends_a_number = c >= 0 && (u_charType(c) == U_CURRENCY_SYMBOL || c == '%' || c == kBullet);
      if (ends_a_number) {
        add({.kind = Kind::other}, next);
      } else {
        apart_ = apart_ || !(u_isspace(c) || is_unseen(c));
        at_ = next;
      }
    }
  }

  void add(NumberWord word, std::size_t end) {
    word.segment = segment_;
    word.begin = at_;
    word.end = end;
    word.apart = apart_;
    apart_ = false;
    words_.push_back(std::move(word));
    at_ = end;
  }

  /// As far as figures go, with single marks between them that no space surrounds.
  std::size_t end_of_compound(std::string& plain) const {
    std::size_t end = at_;
    std::size_t next = 0;
    for (auto at = at_; at < text_.size(); at = next) {
      const auto c = peek(at, next);
      if (c >= 0 && u_charDigitValue(c) >= 0) {
        plain += static_cast<char>('0' + u_charDigitValue(c));
        end = next;
        continue;
      }
      std::size_t after = 0;
      const auto following = peek(next, after);
      const bool joins = c == '.' || c == ',' || c == ':' || c == '/' || c == '-';
      if (!joins || following < 0 || u_charDigitValue(following) < 0) break;
      plain += static_cast<char>(c);
    }
    return end;
  }

  void take_figures() {
    std::string plain;
    const auto compound_end = end_of_compound(plain);
    if (is_unlike_a_telephone_number(plain)) {
      add({.kind = Kind::other}, compound_end);
      return;
    }
    NumberWord word{.kind = Kind::figures};
    auto end = at_;
    std::size_t next = 0;
    for (auto at = at_; at < text_.size(); at = next) {
      const auto c = peek(at, next);
      if (is_unseen(c)) continue;
      if (c < 0 || u_charDigitValue(c) < 0) break;
      word.digits += static_cast<char>('0' + u_charDigitValue(c));
      end = next;
    }
    add(std::move(word), end);
  }

  void take_word() {
    auto end = at_;
    std::size_t next = 0;
    for (auto at = at_; at < text_.size(); at = next) {
      const auto c = peek(at, next);
      if (!is_word_character(c) && !is_unseen(c)) break;
      // A mark that no letter follows closes a quotation.
      if (!is_quotation_mark(c)) end = next;
    }
    auto text = folded(text_.substr(at_, end - at_));
    const auto [kind, value] = number_word_meaning(text);
    add({.kind = kind, .value = value, .text = std::move(text)}, end);
  }

  std::string_view text_;
  std::size_t segment_;
  std::size_t at_ = 0;
  bool apart_ = false;
  std::vector<NumberWord> words_;
};

/// Reads numbers by their value. Each method gives every way of reading from a place on.
class Reader {
 public:
  explicit Reader(std::span<const NumberWord> words) : words_(words) {}

  std::vector<Reading> at(std::size_t at) const {
    std::vector<Reading> found = said_more_than_once(at);
    if (is(at, Kind::plus)) found.push_back({at + 1, ""});
    if (is(at, Kind::figures)) found.push_back({at + 1, words_[at].digits});
    for (const auto& [end, value] : below_a_million(at)) found.push_back({end, std::to_string(value)});
    std::ranges::stable_sort(found, std::greater{}, &Reading::end);
    return found;
  }

 private:
  struct Value {
    std::size_t end = 0;
    int value = 0;
  };
  using Values = std::vector<Value>;

  bool is(std::size_t at, Kind kind) const { return at < words_.size() && words_[at].kind == kind; }
  int value(std::size_t at) const { return words_[at].value; }

  /// The one digit that a word says.
  std::optional<char> digit(std::size_t at) const {
    if (is(at, Kind::unit)) return static_cast<char>('0' + value(at));
    if (is(at, Kind::figures) && words_[at].digits.size() == 1) return words_[at].digits[0];
    return std::nullopt;
  }

  bool is_hebrew_times(std::size_t at) const {
    static const auto kTimes = folded("פעמים");
    return is(at, Kind::repeat) && words_[at].text == kTimes;
  }

  std::vector<Reading> said_more_than_once(std::size_t at) const {
    std::vector<Reading> found;
    const auto add = [&](std::size_t end, int times, char digit) {
      found.push_back({end, std::string(static_cast<std::size_t>(times), digit)});
    };
    const auto first = digit(at);
    if (is(at, Kind::repeat) && digit(at + 1)) add(at + 2, value(at), *digit(at + 1));
    // "five, twice": the digit may stand first as well. Folded, פעמים is פעמיים: what the unit before it says
    // may be how often.
    if (first && is(at + 1, Kind::repeat)) add(at + 2, value(at + 1), *first);
    if (first && *first > '1' && is_hebrew_times(at + 1) && digit(at + 2)) {
      add(at + 3, *first - '0', *digit(at + 2));
    }
    return found;
  }

  Values below_a_hundred(std::size_t at) const {
    Values found;
    if (is(at, Kind::unit)) {
      if (value(at) > 0 && is(at + 1, Kind::ten)) found.push_back({at + 2, 10 + value(at)});
      found.push_back({at + 1, value(at)});
    }
    if (is(at, Kind::ten) || is(at, Kind::teen)) found.push_back({at + 1, value(at)});
    if (is(at, Kind::tens)) {
      if (is(at + 1, Kind::unit) && value(at + 1) > 0) found.push_back({at + 2, value(at) + value(at + 1)});
      found.push_back({at + 1, value(at)});
    }
    return found;
  }

  bool is_and(std::size_t at) const { return is(at, Kind::filler) && words_[at].text == u"and"; }

  /// What follows a round number, added to it.
  void add_rest(Values& found, std::size_t at, int round, const Values& rest) const {
    for (const auto& [end, value] : rest) {
      if (value > 0) found.push_back({end, round + value});
    }
    found.push_back({at, round});
  }

  Values below_a_thousand(std::size_t at) const {
    Values found;
    std::optional<int> round;
    auto next = at + 1;
    if (is(at, Kind::hundreds)) round = value(at);
    if (is(at, Kind::hundred)) round = 100;
    if (is(at, Kind::unit) && value(at) > 0 && is(at + 1, Kind::hundred)) {
      round = value(at) * 100;
      next = at + 2;
    }
    if (round) add_rest(found, next, *round, below_a_hundred(is_and(next) ? next + 1 : next));
    for (const auto& found_below : below_a_hundred(at)) found.push_back(found_below);
    return found;
  }

  Values below_a_million(std::size_t at) const {
    Values found;
    const auto below = below_a_thousand(at);
    if (is(at, Kind::thousands)) {
      add_rest(found, at + 1, value(at), below_a_thousand(is_and(at + 1) ? at + 2 : at + 1));
    }
    for (const auto& [end, value_below] : below) {
      if (value_below == 0 || !is(end, Kind::thousands)) continue;
      const auto next = end + 1;
      add_rest(found, next, value_below * 1000, below_a_thousand(is_and(next) ? next + 1 : next));
    }
    found.insert(found.end(), below.begin(), below.end());
    return found;
  }

  std::span<const NumberWord> words_;
};

}  // namespace

std::vector<NumberWord> number_words(std::string_view text, std::size_t segment) {
  return Cutter(text, segment).cut();
}

std::vector<Reading> readings_at(std::span<const NumberWord> words, std::size_t at) {
  if (at >= words.size() || !words[at].is_number()) return {};
  return Reader(words).at(at);
}

}  // namespace kolog::insight
