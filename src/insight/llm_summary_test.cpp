// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_summary.h"

#include <gtest/gtest.h>

#include "insight/extractive_summariser.h"
#include "insight/llm_fixture.h"
#include "insight/llm_summariser.h"

namespace kolog::insight {
namespace {

using domain::Language;

class LlmSummaryTest : public ::testing::Test {
 protected:
  bool holds(const std::string& summary, const domain::Transcript& transcript,
             std::optional<Language> language = std::nullopt) const {
    return !wrong_with_summary(summary, transcript, language, places);
  }

  const PlaceLexicon places;
  const domain::Transcript hebrew = testing::call(
      "לקוח: שלום, מדברת דנה, יש לי נזילה מהצינור במטבח בחיפה.\nנציג: אפשר לשלוח שרברב מחר בעשר, זה 350 "
      "שקלים.\n"
      "לקוח: מצוין, הטלפון שלי 054-1234567.");
  const domain::Transcript english = testing::call(
      "Caller: Hi, this is Dana Levi from Haifa. The pipe in my kitchen is leaking.\n"
      "Agent: We can send Moshe tomorrow at half past three, it costs three hundred and fifty shekels.\n"
      "Caller: Great, my phone is 054-1234567.");
};

TEST_F(LlmSummaryTest, ARetellingOfTheCallHolds) {
  EXPECT_TRUE(
      holds("דנה מחיפה פנתה בגלל נזילה מהצינור במטבח. סוכם על ביקור שרברב מחר ב-10:00 במחיר 350 שקלים. "
            "הטלפון שלה 0541234567.",
            hebrew, Language::hebrew));
  EXPECT_TRUE(
      holds("Dana Levi called about a leaking kitchen pipe in Haifa. Moshe will come tomorrow at 15:30 for "
            "350 shekels. Her phone is 054-1234567.",
            english, Language::english));
}

TEST_F(LlmSummaryTest, NumbersThatWereNotSaidDoNot) {
  EXPECT_FALSE(holds("נזילה מהצינור במטבח בחיפה, ביקור מחר בעשר במחיר 450 שקלים.", hebrew));
  EXPECT_FALSE(holds("נזילה מהצינור במטבח בחיפה. הטלפון 054-1234568.", hebrew));
  EXPECT_FALSE(holds("Moshe will send four people tomorrow for the leaking pipe in the kitchen.", english));
}

TEST_F(LlmSummaryTest, PlacesAndNamesThatWereNotSaidDoNot) {
  EXPECT_FALSE(holds("נזילה מהצינור במטבח באילת, ביקור מחר בעשר.", hebrew));
  EXPECT_FALSE(holds("יוסי מחיפה פנה בגלל נזילה מהצינור במטבח, ביקור מחר בעשר.", hebrew));
  EXPECT_FALSE(holds("נזילה מהצינור במטבח בחיפה. סוכם עם מר לוינסקי על ביקור מחר.", hebrew));
  EXPECT_FALSE(holds("נזילה מהצינור במטבח בחיפה. סוכם ביקור מחר של PlumbCo.", hebrew));
  EXPECT_FALSE(holds("Dana called about a leaking pipe in Tel Aviv.", english));
  EXPECT_FALSE(holds("Dana called about a leaking pipe, and Robert will come tomorrow.", english));
}

TEST_F(LlmSummaryTest, AnotherLanguageAnotherCallAndTooManyWordsDoNot) {
  EXPECT_FALSE(holds("The caller has a leak.", hebrew, Language::hebrew));
  EXPECT_FALSE(holds("הלקוח רוצה להתקין מזגן חדש בסלון ולקבל הצעה", hebrew));
  std::string endless = "נזילה";
  for (int i = 0; i < 150; ++i) endless += " נזילה";
  EXPECT_FALSE(holds(endless, hebrew));
  EXPECT_FALSE(holds("", hebrew));
  EXPECT_FALSE(holds(" … ", hebrew));
}

TEST_F(LlmSummaryTest, TheSummariserKeepsWhatAModelLeftWhileItHolds) {
  ExtractiveSummariser built_in;
  LlmSummariser summariser(built_in);
  domain::Insight insight;
  insight.language = Language::hebrew;
  insight.engine = "gpt-oss";
  insight.summary = "נזילה מהצינור במטבח בחיפה, ביקור מחר בעשר.";
  EXPECT_EQ(summariser.summarise(hebrew, insight).value(), insight.summary);

  const auto own = built_in.summarise(hebrew, insight).value();
  auto corrected = hebrew;
  corrected.segments[0].text = "שלום, יש לי נזילה מהצינור במטבח בעכו.";
  EXPECT_EQ(summariser.summarise(corrected, insight).value(), built_in.summarise(corrected, insight).value());
  insight.engine = "lexicon";
  EXPECT_EQ(summariser.summarise(hebrew, insight).value(), own);
  insight.engine = "gpt-oss";
  insight.summary.clear();
  EXPECT_EQ(summariser.summarise(hebrew, insight).value(), own);
}

}  // namespace
}  // namespace kolog::insight
