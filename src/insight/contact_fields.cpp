// SPDX-License-Identifier: Apache-2.0
#include "insight/contact_fields.h"

#include <optional>

#include "insight/evidence.h"
#include "insight/word_set.h"

namespace kolog::insight {
namespace {

using domain::Speaker;

struct Range {
  std::size_t first = 0;
  std::size_t last = 0;  // one past
};

bool is_number(const Token& token) {
  return std::ranges::all_of(token.text, [](char16_t c) { return c >= u'0' && c <= u'9'; });
}

bool begins_with_digit(const Token& token) {
  return token.text[0] >= u'0' && token.text[0] <= u'9';
}

/// Said in so many words: what can be wrong is the recogniser, or the words around.
constexpr double kSaidConfidence = 0.9;

domain::FieldFinding found_at(const CallContext& call, Range range) {
  const auto& first = call.tokens()[range.first];
  auto evidence =
      evidence_at(call.transcript(), {first.segment, first.begin, call.tokens()[range.last - 1].end});
  auto text = evidence.text;
  return {std::move(text), kSaidConfidence, std::move(evidence)};
}

/// Israeli numbers, at home and abroad: 02-1234567, 050-1234567, +972-50-1234567.
bool is_phone(std::string_view digits) {
  if (digits.starts_with("972")) return digits.size() == 11 || digits.size() == 12;
  return digits.starts_with('0') && (digits.size() == 9 || digits.size() == 10) && digits[1] != '0';
}

struct Phone {
  std::string digits;
  Range range;
};

/// The longest run of number words from here that is a telephone number.
std::optional<Phone> phone_from(const CallContext& call, const Sentence& sentence, std::size_t first) {
  std::string digits;
  std::optional<Phone> phone;
  for (auto at = first; at < sentence.last && is_number(call.tokens()[at]); ++at) {
    for (const auto c : call.tokens()[at].text) digits += static_cast<char>(c);
    if (is_phone(digits)) phone = {digits.starts_with("972") ? "+" + digits : digits, {first, at + 1}};
  }
  return phone;
}

bool is_latin(const Token& token) {
  return token.text[0] < 0x80;
}

bool is_capital(const CallContext& call, const Token& token) {
  const auto first = call.transcript().segments[token.segment].text[token.begin];
  return first >= 'A' && first <= 'Z';
}

/// Could be somebody's name: no number, no word that is known for something else.
bool may_be_name(const CallContext& call, std::size_t at) {
  static const WordSet others(
      "אני|אתה|את|אנחנו|הוא|היא|זה|זאת|זו|מה|איך|יש|כן|לא|תודה|שלום|היי|הי|הלו|אהלן|בוקר|ערב|צהריים|טוב|אור|"
      "נשמע|שומע|"
      "שומעת|הבן|הבת|אמא|אבא|סבתא|סבא|בעלי|אשתי|פה|כאן|שם|עם|על|של|מ|ב|ל|ה|ש|רגע|סליחה|תגיד|תגידי|תשמע|תשמעי|"
      "תקשיב|"
      "נציג|נציגה|לקוח|לקוחה|אחי|חמודה|מותק|נשמה|יקירי|גברת|אדוני|אליך|אלייך|איתך|עוד|רק|גם|כבר|המספר|השם|"
      "מדבר|מדברת|"
      "הדייר|השכן|השכנה|הבעלים|ועד|הועד|מישהו|אחד|אחת|i|you|we|he|she|it|the|a|an|my|our|your|hi|hello|hey|"
      "yes|no|"
      "good|morning|evening|afternoon|thanks|thank|please|sorry|ok|okay|so|well|um|uh|just|about|from|in|at|"
      "for|to|and|"
      "me|not|is|this|that|there|here|speaking|shalom|mate|dear|sir|madam|maam|am|are|calling|listen|look|"
      "right|sure");
  const auto& token = call.tokens()[at];
  if (begins_with_digit(token) || token.text.size() < 2 || others.has(token)) return false;
  if (is_latin(token)) return is_capital(call, token);
  return !call.cue_at(at, Cue::request) && !call.cue_at(at, Cue::residence) &&
         !call.cue_at(at, Cue::negation) && !call.cue_at(at, Cue::street) &&
         !call.cue_at(at, Cue::job_place) && !call.cue_at(at, Cue::relative);
}

bool ends_clause(const CallContext& call, std::size_t at) {
  return call.tokens()[at].after != Boundary::none;
}

/// One word or two, up to a stop: words after a name may be anything.
Range name_of(const CallContext& call, const Sentence& sentence, std::size_t first) {
  const bool surname = !ends_clause(call, first) && first + 1 < sentence.last &&
                       may_be_name(call, first + 1) &&
                       (ends_clause(call, first + 1) || is_latin(call.tokens()[first]));
  return {first, surname ? first + 2 : first + 1};
}

/// "My name is", after which nothing but a name can stand.
std::optional<Range> named_outright(const CallContext& call, const Sentence& sentence, std::size_t at) {
  static const WordSet cues(
      "קוראים לי|השם שלי הוא|השם שלי זה|השם שלי|שמי|מדבר|מדברת|my name is|my names|the name is|the "
      "names|this is|name is");
  const auto cue = cues.length_at(call.tokens(), at);
  const auto first = at + cue;
  if (cue == 0 || first >= sentence.last || ends_clause(call, first - 1) || !may_be_name(call, first)) {
    return std::nullopt;
  }
  return name_of(call, sentence, first);
}

/// "It's Dana.", "Dana here", "פה דנה": a name where a stop or a word of speaking follows it.
std::optional<Range> named_in_passing(const CallContext& call, const Sentence& sentence, std::size_t at) {
  static const WordSet before("זאת|זו|פה|כאן|its|im|i am|it is");
  static const WordSet after("מדבר|מדברת|על הקו|here|speaking");
  const auto cue = before.length_at(call.tokens(), at);
  if (cue > 0) {
    const auto first = at + cue;
    if (first >= sentence.last || ends_clause(call, first - 1) || !may_be_name(call, first))
      return std::nullopt;
    const auto name = name_of(call, sentence, first);
    return ends_clause(call, name.last - 1) ? std::optional(name) : std::nullopt;
  }
  if (!may_be_name(call, at)) return std::nullopt;
  for (auto last = at + 1; last <= at + 2 && last < sentence.last; ++last) {
    if (ends_clause(call, last - 1)) break;
    if (after.length_at(call.tokens(), last) > 0) return Range{at, last};
    if (!may_be_name(call, last)) break;
  }
  return std::nullopt;
}

/// "Hello, Dana Levi." as the first thing that a caller says.
std::optional<Range> named_alone(const CallContext& call, const Sentence& sentence, std::size_t at) {
  static const WordSet greetings(
      "שלום|היי|הי|אהלן|הלו|בוקר טוב|ערב טוב|צהריים טובים|שלום וברכה|שלום לך|שבוע טוב|hi|hello|hey|good "
      "morning|"
      "good evening|good afternoon|shalom|hi there|hello there");
  const auto greeting = greetings.length_at(call.tokens(), at);
  const auto first = at + greeting;
  if (greeting == 0 || !ends_clause(call, first - 1)) return std::nullopt;
  if (first >= call.tokens().size() || call.tokens()[first].segment != sentence.segment) return std::nullopt;
  const auto& own = call.sentence(first);
  if (!may_be_name(call, first)) return std::nullopt;
  const auto name = name_of(call, own, first);
  return ends_clause(call, name.last - 1) ? std::optional(name) : std::nullopt;
}

/// Names are told at the beginning, or outright.
std::optional<Range> name_from(const CallContext& call, const Sentence& sentence, std::size_t at) {
  constexpr std::size_t kTurnsOfIntroduction = 2;
  if (const auto name = named_outright(call, sentence, at)) return name;
  if (call.caller_turn(at) >= kTurnsOfIntroduction) return std::nullopt;
  if (const auto name = named_in_passing(call, sentence, at)) return name;
  return call.caller_turn(at) == 0 ? named_alone(call, sentence, at) : std::nullopt;
}

struct TimeWords {
  WordSet days{
      "היום|מחר|מחרתיים|הערב|הלילה|ביום ראשון|ביום שני|ביום שלישי|ביום רביעי|ביום חמישי|ביום שישי|"
      "יום ראשון|יום שני|יום שלישי|יום רביעי|יום חמישי|יום שישי|מוצאי שבת|במוצאי שבת|בשבוע הבא|שבוע הבא|"
      "today|tomorrow|tonight|on sunday|on monday|on tuesday|on wednesday|on thursday|on friday|"
      "on saturday|sunday|monday|tuesday|wednesday|thursday|friday|saturday|this evening|this morning|"
      "this afternoon|next week|the day after tomorrow"};
  WordSet hours{
      "אחת עשרה|שתים עשרה|אחת|שתיים|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע|עשר|באחת|בשתיים|בשלוש|בארבע|בחמש|בשש|"
      "בשבע|בשמונה|בתשע|בעשר|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon"};
  WordSet between{
      "בשעה|בבוקר|בערב|בצהריים|אחר הצהריים|אחרי הצהריים|אחרי|אחר|לפני|בלילה|הצהריים|וחצי|ורבע|רבע ל|בין|"
      "עד|ל|at|in the|morning|evening|afternoon|night|oclock|o clock|half past|quarter past|quarter to|"
      "am|pm|around|after|before|between|and"};
  WordSet hanging{"בשעה|לפני|אחרי|אחר|בין|עד|ל|at|in the|around|after|before|between|and"};
};

const TimeWords& time_words() {
  static const TimeWords words;
  return words;
}

struct NamedTime {
  Range range;
  bool hour = false;
};

std::optional<NamedTime> time_from(const CallContext& call, const Sentence& sentence, std::size_t at) {
  const auto& words = time_words();
  const auto& tokens = call.tokens();
  const auto day = words.days.length_at(tokens, at);
  if (day == 0) return std::nullopt;
  NamedTime time{{at, at + day}, false};
  auto end = time.range.last;
  while (end < sentence.last) {
    if (const auto hour = words.hours.length_at(tokens, end); hour > 0) {
      end += hour;
      time.hour = true;
    } else if (begins_with_digit(tokens[end]) && tokens[end].text.size() <= 5) {
      ++end;
      time.hour = true;
    } else if (const auto more = words.between.length_at(tokens, end); more > 0) {
      end += more;
      if (words.hanging.has(tokens[end - 1])) continue;
    } else {
      break;
    }
    time.range.last = end;
  }
  return time;
}

/// Digits alone, no leading zero.
bool is_amount(const Token& token) {
  const auto& text = token.text;
  if (text[0] == u'0' || text.size() > 7) return false;
  return std::ranges::all_of(text, [](char16_t c) { return (c >= u'0' && c <= u'9') || c == u','; });
}

/// "300 shekels"; or what an agent says alone, since he names little else in hundreds.
std::optional<Range> price_from(const CallContext& call, const Sentence& sentence, std::size_t at) {
  static const WordSet currency(
      "שקל|שקלים|ש\"ח|שח|אלף שקל|אלף שקלים|shekel|shekels|nis|ils|thousand shekels|dollars");
  static const WordSet before("nis|ils|עולה|יעלה|מחיר|המחיר|ביקור|costs|cost|price");
  static const WordSet budget("תקציב|התקציב|budget");
  static const WordSet others(
      "דקות|שעות|ימים|מטר|מטרים|יחידות|קילו|ליטר|קומה|קומות|minutes|hours|days|meters|metres|units|litres|"
      "liters|kilos|"
      "rooms|square|volts|percent|אחוז|טון");
  const auto& tokens = call.tokens();
  if (!is_amount(tokens[at])) return std::nullopt;
  for (auto earlier = sentence.first; earlier < at; ++earlier) {
    if (budget.has(tokens[earlier])) return std::nullopt;
  }
  if (at + 1 < sentence.last) {
    if (const auto unit = currency.length_at(tokens, at + 1); unit > 0) return Range{at, at + 1 + unit};
  }
  if (at > sentence.first && before.has(tokens[at - 1])) return Range{at, at + 1};
  const bool hundreds = tokens[at].text.size() >= 3;
  const bool counted = at + 1 < sentence.last && others.length_at(tokens, at + 1) > 0;
  const bool after_street = at > sentence.first && call.cue_at(at - 1, Cue::street);
  if (sentence.speaker != Speaker::agent || !hundreds || counted || after_street) return std::nullopt;
  const bool digits_around = (at > sentence.first && begins_with_digit(tokens[at - 1])) ||
                             (at + 1 < sentence.last && begins_with_digit(tokens[at + 1]));
  return digits_around ? std::nullopt : std::optional(Range{at, at + 1});
}

/// What stands before a house number: up to three words that are nothing else.
std::size_t street_name_before(const CallContext& call, const Sentence& sentence, std::size_t number) {
  constexpr std::size_t kLongestStreetName = 3;
  static const WordSet others(
      "קומה|דירה|כניסה|בניין|בית|בגיל|בן|בת|גיל|עד|בערך|של|כביש|רכב|פיג'ו|מספר|טלפון|ביום|יום|שעה|בשעה|לפני|"
      "אחרי|רק|עוד|"
      "יש|לי|לנו|זה|אני|אנחנו|כולל|עם|על|את|כן|לא|מגרש|יציאה|קילומטר|floor|apartment|flat|number|room|at|"
      "about|only|"
      "route|highway|exit|gate|aged|is|are|have|for|in|and|or|the|a|to|by|until|before|after|around");
  const auto& tokens = call.tokens();
  auto first = number;
  while (first > sentence.first && number - first < kLongestStreetName) {
    const auto at = first - 1;
    if (tokens[at].after != Boundary::none || begins_with_digit(tokens[at]) || others.has(tokens[at])) break;
    if (call.cue_at(at, Cue::request) || call.cue_at(at, Cue::residence) || call.cue_at(at, Cue::job_place))
      break;
    if (call.cue_at(at, Cue::place_question) || call.cue_at(at, Cue::preposition)) break;
    first = at;
    if (call.cue_at(at, Cue::street)) break;
  }
  return first;
}

std::optional<Range> english_address(const CallContext& call, const Sentence& sentence, std::size_t at) {
  constexpr std::size_t kLongestStreetName = 3;
  static const WordSet after("street|st|road|rd|boulevard|blvd|avenue|ave|lane|square");
  const auto& tokens = call.tokens();
  for (auto end = at + 2; end < sentence.last && end <= at + 1 + kLongestStreetName; ++end) {
    if (tokens[end - 1].after != Boundary::none) break;
    if (after.has(tokens[end])) return Range{at, end + 1};
  }
  // "22 Nahal Dolev": capitals after the number.
  auto end = at + 1;
  while (end < sentence.last && end <= at + 2 && is_latin(tokens[end]) && is_capital(call, tokens[end]) &&
         tokens[end - 1].after == Boundary::none) {
    ++end;
  }
  return end > at + 1 && tokens[end - 1].after != Boundary::none ? std::optional(Range{at, end})
                                                                 : std::nullopt;
}

/// Street and number, without the word for "street". `at` is the number.
std::optional<Range> address_from(const CallContext& call, const Sentence& sentence, std::size_t at) {
  static const WordSet units(
      "דקות|דקה|שעות|שעה|ימים|יום|שקל|שקלים|ש\"ח|מטר|מטרים|חדרים|קומות|שנים|שנה|אנשים|בבוקר|בערב|בצהריים|"
      "חלונות|יחידות|"
      "פעמים|minutes|hours|days|shekels|nis|meters|metres|rooms|floors|years|people|am|pm|oclock|windows|"
      "times");
  const auto& tokens = call.tokens();
  const auto& text = tokens[at].text;
  if (!is_amount(tokens[at]) || text.size() > 3 || text.find(u',') != text.npos) return std::nullopt;
  if (at + 1 < sentence.last && units.length_at(tokens, at + 1) > 0) return std::nullopt;
  auto first = street_name_before(call, sentence, at);
  if (first == at) return english_address(call, sentence, at);
  const bool street = call.cue_at(first, Cue::street);
  if (street && first + 1 < at) ++first;
  if (is_latin(tokens[first]))
    return is_capital(call, tokens[first]) ? std::optional(Range{first, at + 1}) : std::nullopt;
  // Without the word for "street" a stop must follow, or a floor and a flat.
  const bool stops = tokens[at].after != Boundary::none || at + 1 == sentence.last;
  const bool house = at + 1 < sentence.last && call.cue_at(at + 1, Cue::job_place);
  return street || stops || house ? std::optional(Range{first, at + 1}) : std::nullopt;
}

/// The words without a one-letter "in" or "from" before the first.
domain::FieldFinding address_at(const CallContext& call, Range range) {
  auto finding = found_at(call, range);
  const auto& token = call.tokens()[range.first];
  const bool prefixed = token.text.size() > 3 && (token.text[0] == u'ב' || token.text[0] == u'מ');
  const bool before_article = prefixed && token.text[1] == u'ה';
  constexpr std::size_t kBytesOfHebrewLetter = 2;
  if (before_article) finding.value.erase(0, kBytesOfHebrewLetter);
  return finding;
}

}  // namespace

std::map<std::string, domain::FieldFinding> contact_fields(const CallContext& call) {
  static const WordSet arranged("קבענו|סיכמנו|נקבע|נתראה|see you|booked|scheduled");
  std::map<std::string, domain::FieldFinding> fields;
  bool hour_known = false;
  for (const auto& sentence : call.sentences()) {
    const bool caller = sentence.speaker != Speaker::agent;
    bool settled = caller;
    for (auto at = sentence.first; at < sentence.last; ++at) {
      settled = settled || arranged.length_at(call.tokens(), at) > 0;
      if (const auto price = price_from(call, sentence, at)) fields["price"] = found_at(call, *price);
      if (const auto time = time_from(call, sentence, at); time && settled && (time->hour || !hour_known)) {
        fields["time"] = found_at(call, time->range);
        hour_known = time->hour;
        at = time->range.last - 1;
        continue;
      }
      if (!caller) continue;
      if (const auto phone = phone_from(call, sentence, at)) {
        auto finding = found_at(call, phone->range);
        finding.value = phone->digits;
        fields.try_emplace("phone", std::move(finding));
      }
      if (const auto name = name_from(call, sentence, at)) fields.try_emplace("name", found_at(call, *name));
      if (const auto address = address_from(call, sentence, at)) {
        fields["address"] = address_at(call, *address);
      }
    }
  }
  return fields;
}

}  // namespace kolog::insight
