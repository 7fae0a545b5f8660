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

std::optional<Range> name_from(const CallContext& call, const Sentence& sentence, std::size_t at) {
  static const WordSet cues("קוראים לי|השם שלי הוא|השם שלי זה|השם שלי|שמי|my name is|my names|the name is");
  const auto cue = cues.length_at(call.tokens(), at);
  if (cue == 0) return std::nullopt;
  const auto first = at + cue;
  const auto& tokens = call.tokens();
  if (first >= sentence.last || tokens[first - 1].after != Boundary::none ||
      begins_with_digit(tokens[first])) {
    return std::nullopt;
  }
  Range name{first, first + 1};
  // A surname only where nothing but the name is said: words after it may be anything.
  const bool surname = tokens[first].after == Boundary::none && first + 1 < sentence.last &&
                       tokens[first + 1].after != Boundary::none;
  if (surname) name.last = first + 2;
  return name;
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

std::optional<Range> price_from(const CallContext& call, const Sentence& sentence, std::size_t at) {
  static const WordSet currency(
      "שקל|שקלים|ש\"ח|שח|אלף שקל|אלף שקלים|shekel|shekels|nis|thousand shekels|dollars");
  static const WordSet budget("תקציב|התקציב|budget");
  if (!begins_with_digit(call.tokens()[at]) || at + 1 >= sentence.last) return std::nullopt;
  const auto unit = currency.length_at(call.tokens(), at + 1);
  if (unit == 0) return std::nullopt;
  for (auto before = sentence.first; before < at; ++before) {
    if (budget.has(call.tokens()[before])) return std::nullopt;
  }
  return Range{at, at + 1 + unit};
}

std::optional<Range> address_from(const CallContext& call, const Sentence& sentence, std::size_t at) {
  constexpr std::size_t kLongestStreetName = 3;
  static const WordSet before("רחוב|ברחוב|רח|שדרות|בשדרות|דרך|בדרך|סמטת|שד");
  static const WordSet after("street|st|road|rd|boulevard|blvd|avenue|ave|lane|square");
  const auto& tokens = call.tokens();
  const bool hebrew = before.has(tokens[at]);
  if (!hebrew && !is_number(tokens[at])) return std::nullopt;
  for (auto end = at + 2; end < sentence.last && end <= at + 1 + kLongestStreetName; ++end) {
    if (tokens[end - 1].after != Boundary::none) return std::nullopt;
    if (hebrew && is_number(tokens[end])) return Range{at, end + 1};
    if (!hebrew && after.has(tokens[end])) return Range{at, end + 1};
  }
  return std::nullopt;
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
      if (const auto address = address_from(call, sentence, at)) fields["address"] = found_at(call, *address);
    }
  }
  return fields;
}

}  // namespace kolog::insight
