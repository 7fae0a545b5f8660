// SPDX-License-Identifier: Apache-2.0
#include "insight/spoken_moment.h"

#include <gtest/gtest.h>

#include "insight/cues.h"

namespace kolog::insight {
namespace {

/// The call began on Tuesday, 24 November 2026, at 10:15.
std::string moments(std::string_view text) {
  static const MomentReader reader;
  static const CueLexicon cues;
  const auto transcript = domain::parse_plain_text(text);
  const auto words = tokenised(transcript);
  const CallContext call(transcript, words, cues.marked(words.tokens));
  std::string result;
  for (const auto& moment : reader.read(call, parse_local_time("2026-11-24T10:15").value())) {
    if (!result.empty()) result += ", ";
    if (moment.date) result += format_date(*moment.date);
    if (moment.of_day) result += format_local_time({{}, *moment.of_day}).substr(10);
  }
  return result;
}

TEST(SpokenMoment, DaysAreCountedFromTheCall) {
  EXPECT_EQ(moments("אני אבוא היום"), "2026-11-24");
  EXPECT_EQ(moments("אולי מחר"), "2026-11-25");
  EXPECT_EQ(moments("מחרתיים מתאים"), "2026-11-26");
  EXPECT_EQ(moments("see you tomorrow"), "2026-11-25");
  EXPECT_EQ(moments("the day after tomorrow"), "2026-11-26");
}

TEST(SpokenMoment, AWeekdayIsTheNextOfItsName) {
  EXPECT_EQ(moments("ביום רביעי"), "2026-11-25");
  EXPECT_EQ(moments("ביום שלישי"), "2026-12-01");
  EXPECT_EQ(moments("נקבע ליום ראשון"), "2026-11-29");
  EXPECT_EQ(moments("on Friday"), "2026-11-27");
  EXPECT_EQ(moments("ראשון הקרוב"), "2026-11-29");
}

TEST(SpokenMoment, AWeekdayWithoutTheWordForDayNeedsAnHour) {
  EXPECT_EQ(moments("שלישי בתשע וחצי"), "2026-12-01T09:30");
  EXPECT_EQ(moments("ראשון ב-10:00"), "2026-11-29T10:00");
  EXPECT_EQ(moments("זה הטלפון השני שלי"), "");
  EXPECT_EQ(moments("קומה שלישית"), "");
}

TEST(SpokenMoment, HoursAreThoseOfAWorkingDay) {
  EXPECT_EQ(moments("מחר בעשר"), "2026-11-25T10:00");
  EXPECT_EQ(moments("מחר בארבע"), "2026-11-25T16:00");
  EXPECT_EQ(moments("מחר בשמונה בערב"), "2026-11-25T20:00");
  EXPECT_EQ(moments("היום בשמונה בערב"), "2026-11-24T20:00");
  EXPECT_EQ(moments("מחר בשש בבוקר"), "2026-11-25T06:00");
  EXPECT_EQ(moments("מחר ב-14:30"), "2026-11-25T14:30");
  EXPECT_EQ(moments("tomorrow at four"), "2026-11-25T16:00");
  EXPECT_EQ(moments("Monday at half past nine"), "2026-11-30T09:30");
  EXPECT_EQ(moments("tomorrow at noon"), "2026-11-25T12:00");
  EXPECT_EQ(moments("tomorrow evening at six"), "2026-11-25T18:00");
  EXPECT_EQ(moments("tomorrow at 8 pm"), "2026-11-25T20:00");
}

TEST(SpokenMoment, PartsOfHoursAreRead) {
  EXPECT_EQ(moments("מחר בעשר וחצי"), "2026-11-25T10:30");
  EXPECT_EQ(moments("מחר ברבע לחמש"), "2026-11-25T16:45");
  EXPECT_EQ(moments("מחר בעשר ורבע"), "2026-11-25T10:15");
  EXPECT_EQ(moments("Thursday, twelve thirty"), "2026-11-26T12:30");
  EXPECT_EQ(moments("Thursday at quarter to twelve"), "2026-11-26T11:45");
}

TEST(SpokenMoment, WhileIsCountedFromNow) {
  EXPECT_EQ(moments("אני אצלך בעוד שעה"), "2026-11-24T11:15");
  EXPECT_EQ(moments("תוך חצי שעה"), "2026-11-24T10:45");
  EXPECT_EQ(moments("בעוד עשרים דקות"), "2026-11-24T10:35");
  EXPECT_EQ(moments("in 40 minutes"), "2026-11-24T10:55");
  EXPECT_EQ(moments("in two hours"), "2026-11-24T12:15");
}

TEST(SpokenMoment, DatesAreRead) {
  EXPECT_EQ(moments("ב-12 בדצמבר"), "2026-12-12");
  EXPECT_EQ(moments("ב-3.12"), "2026-12-03");
  EXPECT_EQ(moments("December 5"), "2026-12-05");
  EXPECT_EQ(moments("October eighteenth"), "2027-10-18");
}

TEST(SpokenMoment, OtherNumbersAreNoHours) {
  EXPECT_EQ(moments("יש ארבע חלונות וזה עולה 300 שקל"), "");
  EXPECT_EQ(moments("דירת שלושה חדרים בקומה שש"), "");
  EXPECT_EQ(moments("רחוב הרצל 8"), "");
  EXPECT_EQ(moments("I have two dogs"), "");
}

}  // namespace
}  // namespace kolog::insight
