// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_calendar.h"

#include <array>
#include <cstdio>
#include <set>

#include <fmt/format.h>
#include <unicode/timezone.h>

#include "insight/llm_numbers.h"
#include "insight/word_set.h"

namespace kolog::insight {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::weekday;

constexpr days kFarthest{366};

constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};

struct DayWords {
  WordSet today{
      "היום|הערב|הלילה|הבוקר|אחר הצהריים|אחהצ|עוד מעט|מיד|תוך שעה|today|tonight|this morning|this afternoon|"
      "this evening|right away|soon"};
  WordSet tomorrow{"מחר|למחר|ממחר|tomorrow"};
  WordSet after_tomorrow{"מחרתיים|למחרתיים|בעוד יומיים|עוד יומיים|after tomorrow|in two days"};
  WordSet in_a_week{"בעוד שבוע|עוד שבוע|in a week|a week from now"};
  std::array<WordSet, 7> weekdays{WordSet{"ראשון|sunday"},   WordSet{"שני|monday"},
                                  WordSet{"שלישי|tuesday"},  WordSet{"רביעי|wednesday"},
                                  WordSet{"חמישי|thursday"}, WordSet{"שישי|שישי|friday"},
                                  WordSet{"שבת|saturday"}};
  WordSet within{"בעוד|עוד|תוך|in|within"};
  WordSet hour{"שעה|שעתיים|חצי שעה|hour|hours|minutes|דקות|דקה"};
  WordSet half{"חצי|רבע|half|quarter"};
};

const DayWords& day_words() {
  static const DayWords words;
  return words;
}

/// Behind prefixes, too: "ביום ראשון", "מחר", "ולמחר".
bool says(std::span<const Token> words, const WordSet& set) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (set.length_at(words, at) > 0) return true;
    for (const auto& prefix : words[at].readings) {
      if (prefix.letters == 0) continue;
      Token bare = words[at];
      bare.text = bare.text.substr(prefix.letters);
      if (set.has(bare)) return true;
    }
  }
  return false;
}

struct Due {
  local_days day;
  std::optional<minutes> time;  // of the day
};

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<Due> parse_due(std::string_view text) {
  const auto year = number_at(text, 0, 4);
  const auto month = number_at(text, 5, 2);
  const auto day = number_at(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  Due due{local_days{date}, std::nullopt};
  if (text.size() == 10) return due;
  const auto hour = number_at(text, 11, 2);
  const auto minute = number_at(text, 14, 2);
  const bool has_seconds = text.size() == 19 && text[16] == ':';
  if (!hour || !minute || *hour > 23 || *minute > 59 || (text[10] != 'T' && text[10] != ' ') ||
      text[13] != ':' || (text.size() != 16 && !has_seconds)) {
    return std::nullopt;
  }
  due.time = hours{*hour} + minutes{*minute};
  return due;
}

enum class Support { no_word, contradicted, supported };

Support day_support(local_days due, local_days today, std::span<const Token> words,
                    const std::set<long long>& numbers) {
  const auto& sets = day_words();
  const auto distance = due - today;
  bool named = false;
  const auto look = [&](bool said, bool right) {
    named |= said;
    return said && right;
  };
  if (look(says(words, sets.after_tomorrow), distance == days{2})) return Support::supported;
  if (!named && look(says(words, sets.tomorrow), distance == days{1})) return Support::supported;
  if (look(says(words, sets.today), distance == days{0})) return Support::supported;
  if (look(says(words, sets.in_a_week), distance == days{7})) return Support::supported;
  for (unsigned i = 0; i < sets.weekdays.size(); ++i) {
    const bool right = weekday{due}.c_encoding() == i && distance < days{14};
    if (look(says(words, sets.weekdays[i]), right)) return Support::supported;
  }
  const std::chrono::year_month_day date{due};
  if (numbers.contains(static_cast<unsigned>(date.day())) &&
      numbers.contains(static_cast<unsigned>(date.month())))
    return Support::supported;
  return named ? Support::contradicted : Support::no_word;
}

bool hour_said(const Due& due, LocalTime call, std::span<const Token> words,
               const std::set<long long>& numbers) {
  const auto& sets = day_words();
  const auto time = due.day + *due.time;
  constexpr hours kSoon{3};
  if (says(words, sets.within) && says(words, sets.hour) && time >= call && time - call <= kSoon) return true;
  const auto hour = std::chrono::duration_cast<hours>(*due.time).count();
  const auto minute = (*due.time % hours{1}).count();
  if (minute != 0 && !numbers.contains(minute) && !says(words, sets.half)) return false;
  for (const auto said : numbers) {
    if (said > 24) continue;
    if (said % 12 == hour % 12) return true;
    // "a quarter to ten"
    if (minute >= 30 && said % 12 == (hour + 1) % 12 && says(words, sets.half)) return true;
  }
  return false;
}

}  // namespace

std::optional<LocalTime> local_time(Timestamp time, const std::string& zone) {
  const std::unique_ptr<icu::TimeZone> rules(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  if (rules == nullptr || *rules == icu::TimeZone::getUnknown()) return std::nullopt;
  std::int32_t standard = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  rules->getOffset(static_cast<UDate>(time.time_since_epoch().count()), false, standard, summer, status);
  if (U_FAILURE(status)) return std::nullopt;
  const auto shifted = time.time_since_epoch() + std::chrono::milliseconds{standard + summer};
  return LocalTime{std::chrono::floor<minutes>(shifted)};
}

std::string format_local(LocalTime time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date{day};
  const auto of_day = time - day;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     of_day / hours{1}, (of_day % hours{1}).count());
}

std::string_view weekday_name(LocalTime time) {
  return kWeekdays[weekday{std::chrono::floor<days>(time)}.c_encoding()];
}

std::string borne_out_due(std::string_view text, std::span<const Token> words, LocalTime call) {
  const auto due = parse_due(text);
  if (!due) return {};
  const auto today = std::chrono::floor<days>(call);
  if (due->day < today || due->day - today > kFarthest) return {};
  const auto numbers = named_numbers(words);
  const auto day = day_support(due->day, today, words, numbers);
  if (day == Support::contradicted) return {};
  const bool timed = due->time && hour_said(*due, call, words, numbers);
  if (day == Support::no_word) {
    if (!timed) return {};
    // The next such hour.
    const auto wait = due->day + *due->time - call;
    if (wait < minutes{0} || wait > hours{24}) return {};
  }
  const auto written = format_local(due->day + due->time.value_or(minutes{0}));
  return timed ? written : written.substr(0, 10);
}

bool is_date_said(std::string_view text, std::span<const Token> words, std::optional<LocalTime> call) {
  const auto due = parse_due(text);
  if (!due || due->time) return false;
  const auto numbers = named_numbers(words);
  if (call)
    return day_support(due->day, std::chrono::floor<days>(*call), words, numbers) == Support::supported;
  const std::chrono::year_month_day date{due->day};
  return numbers.contains(static_cast<unsigned>(date.day())) &&
         numbers.contains(static_cast<unsigned>(date.month()));
}

}  // namespace kolog::insight
