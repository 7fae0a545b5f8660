// SPDX-License-Identifier: Apache-2.0
#include "insight/spoken_moment.h"

#include <array>
#include <string_view>

#include "insight/phrase_list.h"

namespace kolog::insight {
namespace {

using std::chrono::days;
using std::chrono::minutes;

/// What a phrase is to a moment. A phrase's number is its kind times 1000 and a value.
enum class Kind : std::uint32_t {
  day_offset = 1,  // days from the call's
  weekday,         // 0 is Sunday
  loose_weekday,   // the same, where only "on" before it makes it one
  part,            // of the day
  hour,
  past_hour,    // minutes after
  before_hour,  // minutes before the hour that follows
  at,           // makes a number that follows an hour
  offset,       // minutes from now
  from_now,     // "in", before a number and its unit
  unit,         // minutes in one
  month,
  ordinal,    // a day of a month that stands beside it
  other_unit  // "years", "shekels", "floor": the number before it is no hour
};

enum Part : std::uint32_t { kMorning = 1, kNoon, kAfternoon, kEvening, kNight };

constexpr std::uint32_t kKindStep = 100'000;

struct Row {
  Kind kind;
  std::uint32_t value;
  std::string_view phrases;
};

constexpr Row kRows[] = {
    {Kind::day_offset, 0, "היום|today|this morning|this afternoon"},
    {Kind::day_offset, 1, "מחר|tomorrow"},
    {Kind::day_offset, 2, "מחרתיים|יומיים|the day after tomorrow|day after tomorrow"},
    {Kind::day_offset, 7, "עוד שבוע|בעוד שבוע|in a week"},
    {Kind::weekday, 0, "יום ראשון|יום א|ראשון הקרוב|ראשון הבא|sunday"},
    {Kind::weekday, 1, "יום שני|יום ב|שני הקרוב|שני הבא|monday"},
    {Kind::weekday, 2, "יום שלישי|יום ג|שלישי הקרוב|שלישי הבא|tuesday"},
    {Kind::weekday, 3, "יום רביעי|יום ד|רביעי הקרוב|רביעי הבא|wednesday"},
    {Kind::weekday, 4, "יום חמישי|יום ה|חמישי הקרוב|חמישי הבא|thursday"},
    {Kind::weekday, 5, "יום שישי|יום ו|שישי הקרוב|שישי הבא|friday"},
    {Kind::weekday, 6, "מוצאי שבת|מוצש|מוצ\"ש|יום שבת|saturday|saturday night"},
    {Kind::loose_weekday, 0, "ראשון"},
    {Kind::loose_weekday, 1, "שני"},
    {Kind::loose_weekday, 2, "שלישי"},
    {Kind::loose_weekday, 3, "רביעי"},
    {Kind::loose_weekday, 4, "חמישי"},
    {Kind::loose_weekday, 5, "שישי"},
    {Kind::loose_weekday, 6, "שבת"},
    {Kind::part, kMorning, "בוקר|in the morning|morning|am|a m"},
    {Kind::part, kNoon, "צהריים|צהרים|צוהריים|noon|midday"},
    {Kind::part, kAfternoon,
     "אחר הצהריים|אחרי הצהריים|אחהצ|אחה\"צ|אחר הצהרים|in the afternoon|afternoon|pm|p m"},
    {Kind::part, kEvening, "ערב|לפנות ערב|in the evening|evening|this evening|tonight"},
    {Kind::part, kNight, "לילה|at night"},
    {Kind::hour, 1, "אחת|one"},
    {Kind::hour, 2, "שתיים|שתים|two"},
    {Kind::hour, 3, "שלוש|three"},
    {Kind::hour, 4, "ארבע|four"},
    {Kind::hour, 5, "חמש|five"},
    {Kind::hour, 6, "שש|six"},
    {Kind::hour, 7, "שבע|seven"},
    {Kind::hour, 8, "שמונה|eight"},
    {Kind::hour, 9, "תשע|nine"},
    {Kind::hour, 10, "עשר|ten"},
    {Kind::hour, 11, "אחת עשרה|אחתעשרה|eleven"},
    {Kind::hour, 12, "שתים עשרה|שתיים עשרה|twelve"},
    {Kind::past_hour, 30, "חצי|וחצי|thirty"},
    {Kind::past_hour, 15, "ורבע|fifteen"},
    {Kind::past_hour, 45, "forty five"},
    {Kind::past_hour, 10, "ועשרה"},
    {Kind::past_hour, 20, "ועשרים|twenty"},
    {Kind::before_hour, 15, "רבע ל|רבע|quarter to|a quarter to"},
    {Kind::before_hour, 10, "עשרה ל|ten to"},
    {Kind::before_hour, 20, "עשרים ל"},
    // A negative time before the hour is one after it: "half past four".
    {Kind::before_hour, 1030, "half past"},
    {Kind::before_hour, 1015, "quarter past|a quarter past"},
    {Kind::at, 0,
     "בשעה|שעה|לשעה|בסביבות|סביבות|בערך "
     "ב|עד|אחרי|לפני|בין|משעה|ב|ל|מ|ה|at|around|about|by|before|after|between|until|till|from"},
    {Kind::ordinal, 1, "first"},
    {Kind::ordinal, 2, "second"},
    {Kind::ordinal, 3, "third"},
    {Kind::ordinal, 4, "fourth"},
    {Kind::ordinal, 5, "fifth"},
    {Kind::ordinal, 6, "sixth"},
    {Kind::ordinal, 7, "seventh"},
    {Kind::ordinal, 8, "eighth"},
    {Kind::ordinal, 9, "ninth"},
    {Kind::ordinal, 10, "tenth"},
    {Kind::ordinal, 11, "eleventh"},
    {Kind::ordinal, 12, "twelfth"},
    {Kind::ordinal, 13, "thirteenth"},
    {Kind::ordinal, 14, "fourteenth"},
    {Kind::ordinal, 15, "fifteenth"},
    {Kind::ordinal, 16, "sixteenth"},
    {Kind::ordinal, 17, "seventeenth"},
    {Kind::ordinal, 18, "eighteenth"},
    {Kind::ordinal, 19, "nineteenth"},
    {Kind::ordinal, 20, "twentieth"},
    {Kind::ordinal, 21, "twenty first"},
    {Kind::ordinal, 22, "twenty second"},
    {Kind::ordinal, 23, "twenty third"},
    {Kind::ordinal, 24, "twenty fourth"},
    {Kind::ordinal, 25, "twenty fifth"},
    {Kind::ordinal, 26, "twenty sixth"},
    {Kind::ordinal, 27, "twenty seventh"},
    {Kind::ordinal, 28, "twenty eighth"},
    {Kind::ordinal, 29, "twenty ninth"},
    {Kind::ordinal, 30, "thirtieth"},
    {Kind::offset, 60,
     "עוד שעה|בעוד שעה|תוך שעה|in an hour|within an hour|within the hour|in about an hour|an hour from now"},
    {Kind::offset, 120, "עוד שעתיים|בעוד שעתיים|תוך שעתיים"},
    {Kind::offset, 90, "עוד שעה וחצי|בעוד שעה וחצי|תוך שעה וחצי|in an hour and a half"},
    {Kind::offset, 30, "עוד חצי שעה|בעוד חצי שעה|תוך חצי שעה|in half an hour|within half an hour"},
    {Kind::offset, 45, "עוד שלושת רבעי שעה|בעוד שלושת רבעי שעה|תוך שלושת רבעי שעה"},
    {Kind::offset, 15, "עוד רבע שעה|בעוד רבע שעה|תוך רבע שעה|in a quarter of an hour"},
    {Kind::from_now, 0, "עוד|בעוד|תוך|in|within|in about|about"},
    {Kind::unit, 1, "דקות|דקה|minutes|minute|mins|min"},
    {Kind::unit, 60, "שעות|hours|hour"},
    {Kind::unit, 1440, "ימים|days|day"},
    {Kind::month, 1, "ינואר|january"},
    {Kind::month, 2, "פברואר|february"},
    {Kind::month, 3, "מרץ|march"},
    {Kind::month, 4, "אפריל|april"},
    {Kind::month, 5, "מאי"},
    {Kind::month, 6, "יוני|june"},
    {Kind::month, 7, "יולי|july"},
    {Kind::month, 8, "אוגוסט|august"},
    {Kind::month, 9, "ספטמבר|september"},
    {Kind::month, 10, "אוקטובר|october"},
    {Kind::month, 11, "נובמבר|november"},
    {Kind::month, 12, "דצמבר|december"},
    {Kind::other_unit, 0,
     "שקל|שקלים|ש\"ח|שח|אלף|אלפים|מטר|מטרים|שנים|שנה|חודשים|חדרים|קומות|קומה|אנשים|פעמים|יחידות|אחוז|קילו|"
     "shekels|shekel|nis|thousand|hundred|meters|metres|years|months|rooms|floors|people|times|units|percent|"
     "of them|of those|weeks|שבועות"},
};

Kind kind_of(const PhraseMatch& match) {
  return static_cast<Kind>(match.phrase / kKindStep);
}

std::uint32_t value_of(const PhraseMatch& match) {
  return match.phrase % kKindStep;
}

struct Number {
  int value = 0;
  int minute = -1;      // of "10:30"; none: -1
  bool dotted = false;  // "12.11"
};

std::optional<Number> number_of(const Token& token) {
  Number number;
  bool after_mark = false;
  int* digits = &number.value;
  std::size_t count = 0;
  for (const auto c : token.text) {
    if (c >= u'0' && c <= u'9') {
      if (++count > 4) return std::nullopt;
      *digits = *digits * 10 + (c - u'0');
    } else if (!after_mark && (c == u':' || c == u'.') && count > 0) {
      after_mark = true;
      number.dotted = c == u'.';
      number.minute = 0;
      digits = &number.minute;
      count = 0;
    } else if (c != u't' && c != u'h' && c != u's' && c != u'n' && c != u'r' && c != u'd') {
      return std::nullopt;  // other than "12th"
    }
  }
  if (count == 0) return std::nullopt;
  return number;
}

std::chrono::year_month_day day_after(std::chrono::year_month_day from, int count) {
  return std::chrono::sys_days(from) + days(count);
}

std::chrono::year_month_day next_weekday(std::chrono::year_month_day from, unsigned weekday) {
  const auto today = std::chrono::weekday(std::chrono::sys_days(from)).c_encoding();
  const auto ahead = (weekday + 7 - today) % 7;
  return day_after(from, ahead == 0 ? 7 : static_cast<int>(ahead));
}

/// The first such day from the given one on.
std::optional<std::chrono::year_month_day> day_of_year(std::chrono::year_month_day from, unsigned day,
                                                       unsigned month) {
  for (int year = 0; year < 2; ++year) {
    const auto date =
        (from.year() + std::chrono::years(year)) / std::chrono::month(month) / std::chrono::day(day);
    if (date.ok() && std::chrono::sys_days(date) >= std::chrono::sys_days(from)) return date;
  }
  return std::nullopt;
}

std::optional<std::chrono::year_month_day> day_of_month(std::chrono::year_month_day from, unsigned day) {
  auto month = from.year() / from.month();
  for (int i = 0; i < 3; ++i, month += std::chrono::months(1)) {
    const auto date = month / std::chrono::day(day);
    if (date.ok() && std::chrono::sys_days(date) >= std::chrono::sys_days(from)) return date;
  }
  return std::nullopt;
}

/// Reads one moment from a token on.
class Reading {
 public:
  Reading(const PhraseIndex& index, const std::vector<Token>& tokens, const Sentence& sentence,
          const LocalTime& now)
      : index_(index), tokens_(tokens), sentence_(sentence), now_(now) {}

  std::optional<SpokenMoment> from(std::size_t first) {
    moment_ = {first, first};
    auto at = first;
    while (at < sentence_.last) {
      const auto next = step(at);
      if (next == at) break;
      at = next;
      if (complete_) moment_.last = at;
      if (tokens_[at - 1].after == Boundary::sentence) break;
    }
    if (!complete_) return std::nullopt;
    apply_part();
    return moment_;
  }

 private:
  std::optional<PhraseMatch> longest(std::size_t at) const {
    std::vector<PhraseMatch> found;
    index_.find_at(tokens_, at, found);
    std::optional<PhraseMatch> best;
    for (const auto& match : found) {
      if (match.first + match.count > sentence_.last) continue;
      const bool better = !best || match.count > best->count ||
                          (match.count == best->count && match.prefix.letters < best->prefix.letters);
      if (better) best = match;
    }
    return best;
  }

  /// What follows the token says that a number is something else: "ten minutes", "four rooms".
  bool counts_something(std::size_t after) const {
    if (after >= sentence_.last || tokens_[after - 1].after != Boundary::none) return false;
    const auto match = longest(after);
    return match && (kind_of(*match) == Kind::unit || kind_of(*match) == Kind::other_unit);
  }

  /// One past what was taken; `at` where nothing fits.
  std::size_t step(std::size_t at) {
    if (const auto end = take_bare_duration(at); end > at) return end;
    if (const auto number = number_of(tokens_[at])) return take_number(at, *number);
    const auto match = longest(at);
    if (!match) return at;
    const auto end = at + match->count;
    const auto value = value_of(*match);
    switch (kind_of(*match)) {
      case Kind::day_offset:
        return take_date(day_after(now_.date, static_cast<int>(value))) ? end : at;
      case Kind::weekday:
        return take_date(next_weekday(now_.date, value)) ? end : at;
      case Kind::loose_weekday:
        return take_loose_weekday(*match, end);
      case Kind::part:
        return take_part(*match, end);
      case Kind::hour:
        if (match->prefix.in || match->prefix.to || match->prefix.from || expects_hour_ || moment_.date ||
            part_ != 0) {
          if (counts_something(end)) return at;
          return take_hour(static_cast<int>(value), -1, end);
        }
        return at;
      case Kind::past_hour:
        if (!moment_.of_day || exact_) return at;
        moment_.of_day = *moment_.of_day + minutes(value);
        exact_ = true;
        return end;
      case Kind::before_hour:
        before_ = value >= 1000 ? 1000 - static_cast<int>(value) : static_cast<int>(value);
        expects_hour_ = true;
        return end;
      case Kind::at:
        expects_hour_ = true;
        return end;
      case Kind::offset:
        return take_offset(minutes(value), end);
      case Kind::from_now:
        return take_counted(at, end);
      case Kind::month:
        return take_month(value, end, at);
      case Kind::ordinal:
        return take_day_of_month(value, month_after(end), month_end_, at);
      case Kind::unit:
      case Kind::other_unit:
        return at;
    }
    return at;
  }

  /// False where another day has been named: that is another moment.
  bool take_date(std::chrono::year_month_day date) {
    if (moment_.date && *moment_.date != date) return false;
    moment_.date = date;
    complete_ = true;
    expects_hour_ = false;
    return true;
  }

  /// "Third" is Tuesday behind "on", or before an hour.
  std::size_t take_loose_weekday(const PhraseMatch& match, std::size_t end) {
    const auto at = match.first;
    const auto& prefix = match.prefix;
    if (moment_.date || prefix.definite || (prefix.letters > 0 && !prefix.in && !prefix.to)) return at;
    if (!prefix.in && !prefix.to && !hour_follows(end)) return at;
    return take_date(next_weekday(now_.date, value_of(match))) ? end : at;
  }

  bool hour_follows(std::size_t at) const {
    if (at >= sentence_.last || tokens_[at - 1].after == Boundary::sentence) return false;
    if (number_of(tokens_[at])) return !counts_something(at + 1);
    const auto next = longest(at);
    if (!next) return false;
    const auto kind = kind_of(*next);
    const auto& prefix = next->prefix;
    if (kind == Kind::hour) return prefix.in || prefix.to || prefix.from;
    if (kind == Kind::part || kind == Kind::before_hour) return true;
    return kind == Kind::at && at + next->count < sentence_.last &&
           (number_of(tokens_[at + next->count]) || is_hour_word(at + next->count));
  }

  bool is_hour_word(std::size_t at) const {
    const auto match = longest(at);
    return match && kind_of(*match) == Kind::hour;
  }

  std::size_t take_part(const PhraseMatch& match, std::size_t end) {
    part_ = value_of(match);
    // Noon is an hour, where none is said.
    const auto& text = tokens_[match.first].text;
    if (!moment_.of_day && (text == u"noon" || text == u"midday")) {
      moment_.of_day = minutes(12 * 60);
      bare_hour_ = 12;
    }
    // "this evening", "הערב": a day as well.
    const bool today = match.prefix.definite && !match.prefix.in && (part_ == kEvening || part_ == kNight);
    if (!moment_.date && (today || is_tonight(match))) moment_.date = now_.date;
    if (moment_.date) complete_ = true;
    return end;
  }

  bool is_tonight(const PhraseMatch& match) const {
    const auto& text = tokens_[match.first].text;
    return text == u"tonight" || (text == u"this" && match.count == 2);
  }

  std::size_t take_hour(int hour, int minute, std::size_t end) {
    if (hour > 23 || minute > 59) return end;
    if (moment_.of_day) return end;  // "between four and six": the first
    moment_.of_day = minutes(hour * 60 + std::max(minute, 0) - before_);
    exact_ = minute >= 0 || before_ != 0;
    bare_hour_ = hour;
    complete_ = true;
    return end;
  }

  std::size_t take_offset(minutes offset, std::size_t end) {
    const auto time = std::chrono::sys_days(now_.date) + now_.of_day + offset;
    const auto day = std::chrono::floor<days>(time);
    moment_.date = std::chrono::year_month_day(day);
    moment_.of_day = std::chrono::floor<minutes>(time - day);
    if (offset >= minutes(1440)) moment_.of_day.reset();
    bare_hour_ = 0;
    complete_ = true;
    return end;
  }

  std::size_t take_bare_duration(std::size_t at) {
    if (complete_ || expects_hour_ || at + 1 >= sentence_.last || tokens_[at].after != Boundary::none)
      return at;
    const auto unit = longest(at + 1);
    if (!unit || kind_of(*unit) != Kind::unit || value_of(*unit) != 1) return at;
    const auto end = take_counted(at, at);
    moment_.is_bare_duration = end > at;
    return end;
  }

  /// "in twenty minutes", from the "in" on.
  std::size_t take_counted(std::size_t from, std::size_t at) {
    if (at + 1 >= sentence_.last) return from;
    const auto unit = longest(at + 1);
    if (!unit || kind_of(*unit) != Kind::unit) return from;
    int count = 0;
    if (const auto number = number_of(tokens_[at])) {
      count = number->value;
    } else if (const auto word = longest(at); word && kind_of(*word) == Kind::hour) {
      count = static_cast<int>(value_of(*word));
    } else {
      count = tens(tokens_[at].text);
    }
    if (count <= 0 || count > 500) return from;
    return take_offset(minutes(count * static_cast<int>(value_of(*unit))), at + 1 + unit->count);
  }

  static int tens(std::u16string_view word) {
    constexpr std::array<std::pair<std::u16string_view, int>, 14> kTens = {{{u"עשרימ", 20},
                                                                            {u"שלושימ", 30},
                                                                            {u"ארבעימ", 40},
                                                                            {u"חמישימ", 50},
                                                                            {u"עשר", 10},
                                                                            {u"שלושה", 3},
                                                                            {u"ארבעה", 4},
                                                                            {u"חמישה", 5},
                                                                            {u"fifteen", 15},
                                                                            {u"twenty", 20},
                                                                            {u"thirty", 30},
                                                                            {u"forty", 40},
                                                                            {u"fifty", 50},
                                                                            {u"שלושימוחמש", 35}}};
    for (const auto& [name, value] : kTens) {
      if (name == word) return value;
    }
    return 0;
  }

  std::size_t take_number(std::size_t at, const Number& number) {
    const auto end = at + 1;
    if (const auto month = month_after(end)) {
      return take_day_of_month(static_cast<unsigned>(number.value), month, month_end_, at);
    }
    if (number.dotted && number.value <= 31 && number.minute >= 1 && number.minute <= 12) {
      if (const auto date = day_of_year(now_.date, static_cast<unsigned>(number.value),
                                        static_cast<unsigned>(number.minute))) {
        return take_date(*date) ? end : at;
      }
    }
    if (number.minute < 0 && is_day_of_month(at) && number.value <= 31) {
      if (const auto date = day_of_month(now_.date, static_cast<unsigned>(number.value)))
        return take_date(*date) ? end : at;
    }
    const bool clock = number.minute >= 0 && !number.dotted;
    if (!clock && !expects_hour_ && !moment_.date && part_ == 0) return at;
    if (number.value > 23 || counts_something(end)) return at;
    return take_hour(number.value, number.minute, end);
  }

  std::size_t take_day_of_month(unsigned day, std::optional<unsigned> month, std::size_t end,
                                std::size_t at) {
    if (!month || day < 1 || day > 31) return at;
    const auto date = day_of_year(now_.date, day, *month);
    return date && take_date(*date) ? end : at;
  }

  /// "December 5", "October eighteenth".
  std::size_t take_month(unsigned month, std::size_t end, std::size_t at) {
    if (end >= sentence_.last) return at;
    if (const auto number = number_of(tokens_[end]); number && number->minute < 0) {
      return take_day_of_month(static_cast<unsigned>(number->value), month, end + 1, at);
    }
    const auto day = longest(end);
    if (!day || kind_of(*day) != Kind::ordinal) return at;
    return take_day_of_month(value_of(*day), month, end + day->count, at);
  }

  std::optional<unsigned> month_after(std::size_t at) {
    if (at >= sentence_.last || tokens_[at - 1].after != Boundary::none) return std::nullopt;
    auto month = longest(at);
    // "the 5th of December".
    if (!month && tokens_[at].text == u"of" && at + 1 < sentence_.last) month = longest(at + 1);
    if (!month || kind_of(*month) != Kind::month) return std::nullopt;
    month_end_ = month->first + month->count;
    return value_of(*month);
  }

  /// "ב-12 לחודש", "the 12th".
  bool is_day_of_month(std::size_t at) const {
    const auto& text = tokens_[at].text;
    if (text.ends_with(u"th") || text.ends_with(u"st") || text.ends_with(u"nd") || text.ends_with(u"rd"))
      return true;
    return at + 1 < sentence_.last && tokens_[at].after == Boundary::none && tokens_[at + 1].text == u"לחודש";
  }

  /// Office hours, unless a part of the day says otherwise.
  void apply_part() {
    if (!moment_.of_day || bare_hour_ == 0 || bare_hour_ > 12) return;
    const bool late = part_ == kEvening || part_ == kNight || part_ == kAfternoon;
    const bool early = part_ == kMorning;
    const bool afternoon = bare_hour_ <= 6 || (part_ == kNoon && bare_hour_ < 11);
    if (bare_hour_ < 12 && !early && (late || afternoon)) *moment_.of_day += minutes(12 * 60);
  }

  const PhraseIndex& index_;
  const std::vector<Token>& tokens_;
  const Sentence& sentence_;
  const LocalTime& now_;
  SpokenMoment moment_;
  bool complete_ = false;
  bool expects_hour_ = false;
  bool exact_ = false;  // minutes were said
  int before_ = 0;
  int bare_hour_ = 0;
  std::uint32_t part_ = 0;
  std::size_t month_end_ = 0;
};

}  // namespace

MomentReader::MomentReader() {
  for (const auto& row : kRows) {
    for_each_phrase(row.phrases, [&](std::string_view phrase) {
      index_.add(phrase, static_cast<std::uint32_t>(row.kind) * kKindStep + row.value, Spelling::exact);
    });
  }
}

std::vector<SpokenMoment> MomentReader::read(const CallContext& call, const LocalTime& now) const {
  std::vector<SpokenMoment> moments;
  for (const auto& sentence : call.sentences()) {
    for (auto at = sentence.first; at < sentence.last;) {
      const auto moment = Reading(index_, call.tokens(), sentence, now).from(at);
      if (moment && moment->last > at) {
        moments.push_back(*moment);
        at = moment->last;
      } else {
        ++at;
      }
    }
  }
  return moments;
}

}  // namespace kolog::insight
