// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/llm_fixture.h"
#include "insight/llm_numbers.h"

namespace kolog::insight {
namespace {

using ::testing::Contains;
using ::testing::Not;

/// A Tuesday, 10:05 in Jerusalem.
const Timestamp kNow = parse_time("2026-11-24T08:05:00Z").value();

LocalTime now() {
  return *local_time(kNow, "Asia/Jerusalem");
}

std::vector<Token> words(const std::string& text) {
  return tokenised(testing::call(text)).tokens;
}

std::string due(std::string_view text, const std::string& said) {
  return borne_out_due(text, words(said), now());
}

TEST(LlmCalendar, TheWallClockKnowsWinterAndSummer) {
  EXPECT_EQ(format_local(now()), "2026-11-24T10:05");
  EXPECT_EQ(weekday_name(now()), "tuesday");
  EXPECT_EQ(format_local(*local_time(parse_time("2026-07-01T08:05:00Z").value(), "Asia/Jerusalem")),
            "2026-07-01T11:05");
  EXPECT_FALSE(local_time(kNow, "Mars/Olympus"));
}

TEST(LlmCalendar, ADayNeedsItsWord) {
  EXPECT_EQ(due("2026-11-25T10:00", "אני אגיע אליך מחר בעשר"), "2026-11-25T10:00");
  EXPECT_EQ(due("2026-11-25", "I will call you tomorrow"), "2026-11-25");
  EXPECT_EQ(due("2026-11-24T16:00", "נגיע היום בארבע"), "2026-11-24T16:00");
  EXPECT_EQ(due("2026-11-26", "מחרתיים אני אצלך"), "2026-11-26");
  EXPECT_EQ(due("2026-11-29T09:00", "ביום ראשון בתשע בבוקר"), "2026-11-29T09:00");
  EXPECT_EQ(due("2026-11-26T14:30", "on Thursday at half past two"), "2026-11-26T14:30");
  EXPECT_EQ(due("2026-12-03", "on the 3.12"), "2026-12-03");
}

TEST(LlmCalendar, AnotherDayThanTheOneSaidIsNone) {
  EXPECT_EQ(due("2026-11-26T10:00", "אני אגיע מחר בעשר"), "");
  EXPECT_EQ(due("2026-11-25", "on Sunday"), "");
  EXPECT_EQ(due("2026-11-25", "the day after tomorrow"), "");
  EXPECT_EQ(due("2026-11-24", "we will come"), "");
}

TEST(LlmCalendar, AnHourThatWasNotSaidLeavesTheDay) {
  EXPECT_EQ(due("2026-11-25T08:00", "tomorrow at ten"), "2026-11-25");
  EXPECT_EQ(due("2026-11-25T10:20", "tomorrow at ten"), "2026-11-25");
  EXPECT_EQ(due("2026-11-25T09:00", "tomorrow morning"), "2026-11-25");
}

TEST(LlmCalendar, AnHourWithoutADayIsTheNextOne) {
  EXPECT_EQ(due("2026-11-24T17:00", "we will be there at five"), "2026-11-24T17:00");
  EXPECT_EQ(due("2026-11-26T17:00", "we will be there at five"), "");
  EXPECT_EQ(due("2026-11-24T11:05", "נחזור אליך בעוד שעה"), "2026-11-24T11:05");
}

TEST(LlmCalendar, WhatIsNoDateOrTooFarIsNone) {
  for (const auto* text :
       {"", "tomorrow", "2026-13-01", "2026-02-30", "2026-11-25T25:00", "2026-11-25T10:00Z", "2026-11-25Tten",
        "1999-01-01", "2028-11-25", "2026-11-23", "2026/11/25"}) {
    EXPECT_EQ(due(text, "tomorrow at ten 25 11 23"), "") << text;
  }
}

TEST(LlmCalendar, ADateByItselfIsSaidByItsNumbersOrItsWord) {
  EXPECT_TRUE(is_date_said("2026-12-05", words("בחמישה לחודש, 5.12"), now()));
  EXPECT_TRUE(is_date_said("2026-11-25", words("מחר"), now()));
  EXPECT_FALSE(is_date_said("2026-11-25", words("מחר"), std::nullopt));
  EXPECT_TRUE(is_date_said("2020-05-01", words("1/5"), std::nullopt));
  EXPECT_FALSE(is_date_said("2026-12-05T10:00", words("5.12 at 10:00"), now()));
}

TEST(LlmNumbers, DigitsAndWordsInBothLanguagesArePutTogether) {
  EXPECT_THAT(named_numbers(words("שלוש מאות ועשרים שקל")), Contains(320));
  EXPECT_THAT(named_numbers(words("two thousand five hundred")), Contains(2500));
  EXPECT_THAT(named_numbers(words("1,500 or 10:30")),
              ::testing::AllOf(Contains(1500), Contains(10), Contains(30)));
  EXPECT_THAT(named_numbers(words("חמש עשרה")), Contains(15));
  EXPECT_THAT(named_numbers(words("בעשרים וחמש")), Contains(25));
  EXPECT_THAT(named_numbers(words("two or three")), Not(Contains(5)));
  EXPECT_TRUE(named_numbers(words("99999999999999999999")).empty());
}

TEST(LlmNumbers, ADictatedTelephoneNumberIsOneRowOfDigits) {
  EXPECT_EQ(dictated_digits(words("אפס חמש ארבע, 123 4567")), "0541234567");
  EXPECT_EQ(digits_of("+972-54"), "97254");
}

}  // namespace
}  // namespace kolog::insight
