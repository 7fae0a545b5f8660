// SPDX-License-Identifier: Apache-2.0
#include "insight/redaction.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace kolog::insight {
namespace {

using namespace std::chrono_literals;
using domain::RedactedSpan;
using domain::RedactionPolicy;
using domain::Segment;
using domain::SensitiveKind;
using domain::Speaker;
using domain::Transcript;

constexpr RedactionPolicy kAll{.cards = true, .ids = true, .phones = true};
constexpr RedactionPolicy kCards{.cards = true};
constexpr RedactionPolicy kIds{.ids = true};
constexpr RedactionPolicy kPhones{.phones = true};

struct Sentence {
  std::string said;
  std::string redacted;
};

void expect_redacted(const std::vector<Sentence>& sentences, const RedactionPolicy& policy) {
  for (const auto& [said, redacted] : sentences) EXPECT_EQ(redacted_text(said, policy), redacted) << said;
}

TEST(Redaction, FindsTelephoneNumbers) {
  expect_redacted({{"הטלפון שלי 0527319768.", "הטלפון שלי •••."},
                   {"תתקשר ל-052-731-9768 בערב", "תתקשר ל-••• בערב"},
                   {"המספר הוא 03-1234567 במשרד", "המספר הוא ••• במשרד"},
                   {"My number is 0580002750.", "My number is •••."},
                   {"call +972 54 123 4567 please", "call ••• please"},
                   {"call +1 (212) 555-0123 please", "call ••• please"},
                   {"plus nine seven two five four one two three four five six seven", "•••"},
                   {"0 5 4 1 2 3 4 5 6 7", "•••"},
                   {"אפס חמש ארבע אחת שתיים שלוש ארבע חמש שש שבע תודה", "••• תודה"},
                   {"אפס חמישים וארבע מאה עשרים ושלוש ארבעים וחמש שישים ושבע", "•••"},
                   {"אפס חמש אפס, אה, שלוש שלוש שלוש, מקף, ארבעים וארבע חמישים וחמש", "•••"},
                   {"אפס חמש ארבע פעמיים חמש שש שבע שמונה תשע אפס", "•••"},
                   {"אפס חמש ארבע שלוש פעמים חמש שש שבע שמונה תשע", "•••"},
                   {"oh five four double five uh six seven eight nine oh", "•••"},
                   {"zero fifty four, one hundred twenty three, forty five sixty seven", "•••"},
                   {"it's zero five four, dash, four hundred, twenty one, thirty four", "it's •••"},
                   {"הנייד שלי הוא 545551234", "הנייד שלי הוא •••"},
                   {"my phone is 555 0123", "my phone is •••"},
                   {"0541234567 או 0521234567", "••• או •••"},
                   {"٠٥٤١٢٣٤٥٦٧", "•••"},
                   {"„0541234567“", "„•••“"}},
                  kPhones);
}

TEST(Redaction, FindsCardNumbers) {
  expect_redacted(
      {{"4580 4580 4580 4580 זה הכרטיס", "4580 4580 4580 4580 זה הכרטיס"},  // another business's policy
       {"0541234567", "•••"}},
      kPhones);
  expect_redacted({{"The card is 4111 1111 1111 1111, thanks", "The card is •••, thanks"},
                   {"4111-1111-1111-1111", "•••"},
                   {"American: 3782 822463 10005.", "American: •••."},
                   {"ארבע אחת אחת אחת, אחת אחת אחת אחת, אה, אחת אחת אחת אחת, אחת אחת אחת אחת", "•••"},
                   {"forty one eleven, eleven eleven, eleven eleven, eleven eleven", "•••"},
                   {"four triple one double one double one four times",
                    "four triple one double one double one four times"},
                   {"כרטיס אשראי 4580 1234 1234 1235", "כרטיס אשראי •••"},
                   {"4580 1234 1234 1235 יחידות", "4580 1234 1234 1235 יחידות"}},
                  kCards);
}

TEST(Redaction, FindsIsraeliIdNumbers) {
  expect_redacted({{"תעודת זהות 123456782", "תעודת זהות •••"},
                   {"123456782", "•••"},
                   {"1-2345678-2", "•••"},
                   {"אחת שתיים שלוש ארבע חמש שש שבע שמונה שתיים", "•••"},
                   {"one two three, four five six, seven eight two.", "•••."},
                   {"ת.ז. 12344", "ת.ז. •••"},
                   {"ת\"ז 12344", "ת\"ז •••"},
                   {"My ID number is 12344", "My ID number is •••"},
                   {"מספר תעודת הזהות שלי הוא 123456789", "מספר תעודת הזהות שלי הוא •••"},
                   {"The order is 12344", "The order is 12344"},
                   {"123456789", "123456789"},
                   {"0541234567", "0541234567"}},
                  kIds);
}

TEST(Redaction, LeavesAmountsTimesDatesAndAddressesAlone) {
  const std::vector<std::string> sentences = {"המחיר הוא 1200 שקלים ביום שלישי בשעה 10:30.",
                                              "זה עולה אלף מאתיים וחמישים שקל, אולי אלף שלוש מאות",
                                              "רחוב ויצמן 11 דירה 4 קומה 2",
                                              "נקבע ל-12.05.2024 בשעה 14:30 ב-25/11/2026 או 2026-11-25",
                                              "the job costs 1,200,000 shekels and takes 3.5 hours",
                                              "between two and four, or twenty to five on the twenty first",
                                              "It was built in 1998 and repaired in 2015, 2019 and 2020.",
                                              "one moment, one second, two minutes",
                                              "call me between 8 and 10, apartment 12, floor 3, code 1234",
                                              "יש שלושה חדרים, שני חלונות, ארבע דלתות וחמישה כיסאות",
                                              "order number 12345678",
                                              "my phone costs 1500000 shekels",
                                              "•••",
                                              ""};
  for (const auto& sentence : sentences) EXPECT_EQ(redacted_text(sentence, kAll), sentence);
}

TEST(Redaction, WhatIsRedactedOnceStaysAsItIs) {
  const auto once = redacted_text("הטלפון 0541234567, הכרטיס 4111 1111 1111 1111", kAll);
  EXPECT_EQ(once, "הטלפון •••, הכרטיס •••");
  EXPECT_EQ(redacted_text(once, kAll), once);
}

TEST(Redaction, NothingIsSoughtWithoutAPolicy) {
  EXPECT_EQ(redacted_text("0541234567", {}), "0541234567");
  EXPECT_EQ(redacted_text("0541234567", {.audio = true}), "0541234567");
}

Segment said(Speaker speaker, std::string text, std::chrono::milliseconds start,
             std::chrono::milliseconds end) {
  return {speaker == Speaker::agent ? 1 : 0, speaker, start, end, std::move(text), 1, {}};
}

TEST(Redaction, ANumberGoesOnInTheSpeakersNextSegment) {
  Transcript call;
  call.segments = {said(Speaker::caller, "הטלפון שלי אפס חמישים וארבע", 0s, 3s),
                   said(Speaker::agent, "אפס חמישים וארבע, כן", 3s, 4s),
                   said(Speaker::caller, "אה, אחת שתיים שלוש", 5s, 7s),
                   said(Speaker::caller, "ארבע חמש שש שבע, תודה", 7s, 9s)};
  const auto spans = find_sensitive(call, kPhones);
  ASSERT_EQ(spans.size(), 3U);
  const auto hidden = domain::redacted(call, spans);
  EXPECT_EQ(hidden.segments[0].text, "הטלפון שלי •••");
  EXPECT_EQ(hidden.segments[1].text, "אפס חמישים וארבע, כן");
  EXPECT_EQ(hidden.segments[2].text, "•••");
  EXPECT_EQ(hidden.segments[3].text, "•••, תודה");
  EXPECT_EQ(spans[0].channel, 0);
  EXPECT_EQ(spans[2].start, 7s);
  EXPECT_EQ(spans[2].kind, SensitiveKind::phone);
}

TEST(Redaction, PiecesThatAreFarApartAreNoNumber) {
  Transcript call;
  call.segments = {said(Speaker::caller, "אפס חמישים וארבע", 0s, 3s),
                   said(Speaker::caller, "אחת שתיים שלוש ארבע חמש שש שבע", 60s, 63s)};
  EXPECT_TRUE(find_sensitive(call, kPhones).empty());
}

TEST(Redaction, TheOtherSidesQuestionAnnouncesANumber) {
  Transcript call;
  call.segments = {said(Speaker::agent, "מה מספר תעודת הזהות?", 0s, 2s),
                   said(Speaker::caller, "רגע, 12344", 3s, 4s)};
  EXPECT_EQ(find_sensitive(call, kIds).size(), 1U);
  call.segments[0].text = "מה מספר ההזמנה?";
  EXPECT_TRUE(find_sensitive(call, kIds).empty());
}

TEST(Redaction, AnIdIsNotCutOutOfALongerNumber) {
  // 123456782 is an ID; two digits more on either side make it something else.
  EXPECT_EQ(redacted_text("nine nine one two three four five six seven eight two nine nine", kIds),
            "nine nine one two three four five six seven eight two nine nine");
  EXPECT_EQ(
      redacted_text("one two three four five six seven eight two zero five four one two three four five six "
                    "seven",
                    kIds),
      "••• zero five four one two three four five six seven");
}

TEST(Redaction, WordsKeepTheirTimesAndTheSpanHasThoseOfTheWords) {
  Transcript call;
  call.segments = {said(Speaker::caller, "call 054 1234567, ok", 1s, 5s),
                   said(Speaker::agent, "yes", 6s, 7s)};
  call.segments[0].words = {
      {"call", 1s, 2s, 0.9}, {"054", 2s, 3s, 0.5}, {"1234567,", 3s, 4s, 0.8}, {"ok", 4s, 5s, 1}};
  const auto spans = find_sensitive(call, kPhones);
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].start, 2s);
  EXPECT_EQ(spans[0].stop, 4s);
  const auto hidden = domain::redacted(call, spans).segments[0];
  ASSERT_EQ(hidden.words.size(), 3U);
  EXPECT_EQ(hidden.words[1], (domain::Word{"•••,", 2s, 4s, 0.5}));
  EXPECT_EQ(hidden.text, "call •••, ok");
}

TEST(Redaction, WhatWasDroppedIsSearchedWithWhatStandsAroundIt) {
  Transcript call;
  call.segments = {said(Speaker::caller, "zero five four", 0s, 2s)};
  call.dropped = {
      {said(Speaker::caller, "one two three four five six seven", 2s, 4s), domain::DropReason::unsure}};
  const auto hidden = domain::redacted(call, find_sensitive(call, kPhones));
  EXPECT_EQ(hidden.segments[0].text, "•••");
  EXPECT_EQ(hidden.dropped[0].segment.text, "•••");
}

TEST(Redaction, LabelsOfATypedTranscriptDoNotCutANumber) {
  EXPECT_EQ(redacted_text("Caller: it is 054\nAgent: yes?\nCaller: 1234567 thanks", kPhones),
            "Caller: it is •••\nAgent: yes?\nCaller: ••• thanks");
}

TEST(Redaction, EveryTextOfAnInsightIsRedacted) {
  domain::Insight insight;
  const std::string phone = "0541234567";
  insight.summary = phone;
  insight.service = {"plumbing", "Plumbing", 1, {phone, 0}};
  insight.city = {"חיפה", 1, {phone, 0}};
  insight.fields["phone"] = {phone, 1, {phone, 0}};
  insight.follow_up = domain::FollowUp{"call " + phone, "", {phone, 0}};
  insight = redacted_insight(insight, kPhones);
  EXPECT_EQ(insight.summary, "•••");
  EXPECT_EQ(insight.service->evidence.text, "•••");
  EXPECT_EQ(insight.city->evidence.text, "•••");
  EXPECT_EQ(insight.fields["phone"].value, "•••");
  EXPECT_EQ(insight.fields["phone"].evidence.text, "•••");
  EXPECT_EQ(insight.follow_up->task, "call •••");
  EXPECT_EQ(insight.follow_up->evidence.text, "•••");
}

// Properties.

const std::vector<std::string> kHebrewUnits = {"אפס", "אחת", "שתיים", "שלוש",  "ארבע",
                                               "חמש", "שש",  "שבע",   "שמונה", "תשע"};
const std::vector<std::string> kHebrewTens = {"",       "",      "עשרים", "שלושים", "ארבעים",
                                              "חמישים", "שישים", "שבעים", "שמונים", "תשעים"};
const std::vector<std::string> kEnglishUnits = {"oh",   "one", "two",   "three", "four",
                                                "five", "six", "seven", "eight", "nine"};
const std::vector<std::string> kEnglishTens = {"",      "",      "twenty",  "thirty", "forty",
                                               "fifty", "sixty", "seventy", "eighty", "ninety"};

/// Says digits in one of the ways that people do, chosen anew for every few of them.
std::string spoken(const std::string& digits) {
  const bool hebrew = *rc::gen::arbitrary<bool>();
  const auto& units = hebrew ? kHebrewUnits : kEnglishUnits;
  const auto& tens = hebrew ? kHebrewTens : kEnglishTens;
  std::string text;
  for (std::size_t at = 0; at < digits.size();) {
    if (!text.empty()) {
      text += *rc::gen::elementOf(std::vector<std::string>{" ", " ", ", ", " אה, ", " uh ", " - ", " מקף "});
    }
    const auto unit = [&](std::size_t i) { return static_cast<std::size_t>(digits[i] - '0'); };
    const auto way = *rc::gen::inRange(0, 6);
    const bool has_two = at + 1 < digits.size();
    if (way == 0) {
      const auto count = std::min<std::size_t>(digits.size() - at, *rc::gen::inRange<std::size_t>(1, 5));
      text += digits.substr(at, count);
      at += count;
    } else if (way == 1 && has_two && unit(at) >= 2) {
      text += tens[unit(at)];
      if (unit(at + 1) != 0) text += (hebrew ? " ו" : " ") + units[unit(at + 1)];
      at += 2;
    } else if (way == 2 && has_two && digits[at] == digits[at + 1]) {
      text += (hebrew ? "פעמיים " : "double ") + units[unit(at)];
      at += 2;
    } else if (way == 3 && at + 2 < digits.size() && unit(at) >= 3 && digits[at + 1] == '0' &&
               digits[at + 2] == '0') {
      text += units[unit(at)] + (hebrew ? " מאות" : " hundred");
      at += 3;
    } else {
      text += units[unit(at++)];
    }
  }
  return text;
}

std::string digits_of(std::size_t length) {
  std::string digits;
  digits += static_cast<char>('0' + *rc::gen::inRange(1, 10));
  while (digits.size() < length) digits += static_cast<char>('0' + *rc::gen::inRange(0, 10));
  return digits;
}

/// With its last digit replaced by the one that checks the others.
std::string checked(std::string digits) {
  for (char last = '0'; last <= '9'; ++last) {
    digits.back() = last;
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
      const bool doubled = (digits.size() - i) % 2 == 0;
      const int value = (digits[i] - '0') * (doubled ? 2 : 1);
      sum += value / 10 + value % 10;
    }
    if (sum % 10 == 0) return digits;
  }
  return digits;
}

RC_GTEST_PROP(RedactionProperty, EveryCardNumberIsFoundHoweverItIsSpoken, ()) {
  const auto digits = checked(digits_of(*rc::gen::inRange<std::size_t>(13, 20)));
  RC_PRE(digits.find_first_not_of(digits[0]) != digits.npos);
  const auto text = spoken(digits);
  RC_ASSERT(redacted_text("the number, " + text + ", thank you", kCards) == "the number, •••, thank you");
}

RC_GTEST_PROP(RedactionProperty, EveryIdIsFoundHoweverItIsSpoken, ()) {
  const auto digits = checked(digits_of(9));
  RC_PRE(digits.find_first_not_of(digits[0]) != digits.npos);
  const auto text = spoken(digits);
  RC_ASSERT(redacted_text("it is " + text + ", thank you", kIds) == "it is •••, thank you");
}

RC_GTEST_PROP(RedactionProperty, EveryMobileNumberIsFoundHoweverItIsSpoken, ()) {
  const auto text = spoken("05" + digits_of(8));
  RC_ASSERT(redacted_text("it is " + text + " thank you", kPhones) == "it is ••• thank you");
}

RC_GTEST_PROP(RedactionProperty, SentencesWithoutSensitiveNumbersAreUntouched, ()) {
  const std::vector<std::string> words = {
      "שלום", "אני",   "צריך",   "שרברב",    "ב-12:30", "בשעה",      "1200", "שקלים", "רחוב",
      "הרצל", "12",    "street", "tomorrow", "twenty",  "five past", "a",    "hello", "חמישים",
      "שקל",  "ושלוש", "3.5",    "12/05/24", "מחר",     "עשר",       "and",  "price"};
  std::string text;
  const auto count = *rc::gen::inRange(0, 30);
  int in_a_row = 0;
  for (int i = 0; i < count; ++i) {
    auto word = *rc::gen::elementOf(words);
    // Three numbers in a row may be said; more are no sentence.
    if (++in_a_row == 3) {
      word = "אדוני";
      in_a_row = 0;
    }
    text += word + " ";
  }
  RC_ASSERT(redacted_text(text, kAll) == text);
}

}  // namespace
}  // namespace kolog::insight
