// SPDX-License-Identifier: Apache-2.0
#include "speech/plain_words.h"

#include <string>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace kolog::speech {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(PlainWords, CaseAndPunctuationDoNotCount) {
  EXPECT_THAT(plain_words("Hello, World! (How are you?)"),
              ElementsAre("hello", "world", "how", "are", "you"));
  EXPECT_THAT(plain_words("שלום, מה שלומך?"), ElementsAre("שלום", "מה", "שלומך"));
  EXPECT_THAT(plain_words("Straße GROSS ΣΑΣ"), ElementsAre("strasse", "gross", "σασ"));
}

TEST(PlainWords, EveryKindOfGershayimIsTheSame) {
  for (const char* written :
       {"צה״ל", "צה\"ל", "צה”ל", "צה“ל", "צה„ל", "צה''ל", "צה׳׳ל", "צה″ל", "צה＂ל", "צה»ל", "צה´´ל"}) {
    EXPECT_THAT(plain_words(written), ElementsAre("צהל")) << written;
  }
}

TEST(PlainWords, EveryKindOfApostropheIsTheSame) {
  for (const char* written :
       {"ג'ירפה", "ג׳ירפה", "ג’ירפה", "ג‘ירפה", "ג`ירפה", "ג´ירפה", "ג′ירפה", "גʼירפה"}) {
    EXPECT_THAT(plain_words(written), ElementsAre("גירפה")) << written;
  }
  EXPECT_EQ(plain_words("don't"), plain_words("Don’t"));
}

TEST(PlainWords, HebrewPointsAndCantillationMarksGo) {
  EXPECT_THAT(plain_words("שָׁלוֹם"), ElementsAre("שלום"));
  EXPECT_THAT(plain_words("בְּרֵאשִׁ֖ית בָּרָ֣א"), ElementsAre("בראשית", "ברא"));
  // Letters that carry their point within them.
  EXPECT_THAT(plain_words("\uFB2A\uFB4B"), ElementsAre("שו"));
}

TEST(PlainWords, MaqafAndDashesPartWords) {
  for (const char* written : {"תל־אביב", "תל-אביב", "תל–אביב", "תל—אביב", "תל אביב", "תל‑אביב", "תל−אביב"}) {
    EXPECT_THAT(plain_words(written), ElementsAre("תל", "אביב")) << written;
  }
  EXPECT_THAT(plain_words("א׀ב׃ג"), ElementsAre("א", "ב", "ג"));
}

TEST(PlainWords, MarksOfDirectionAndOtherInvisibleCharactersGo) {
  EXPECT_THAT(plain_words("\uFEFF\u200Fשל\u200Eום\u202A \u202B\u202C\u202D\u202Eab\u2066\u2067\u2068\u2069"),
              ElementsAre("שלום", "ab"));
  EXPECT_THAT(plain_words("so\u00ADft ze\u200Bro jo\u200Din"), ElementsAre("soft", "zero", "join"));
}

TEST(PlainWords, DigitsStayInTheirOrdinaryForm) {
  EXPECT_THAT(plain_words("03-1234567, 3.5 ₪ ٣ ４²"), ElementsAre("03", "1234567", "3", "5", "٣", "42"));
}

TEST(PlainWords, ComposedAndDecomposedLettersAreTheSame) {
  EXPECT_EQ(plain_words("caf\u00E9"), plain_words("cafe\u0301"));
  EXPECT_THAT(plain_words("ﬁne Ⅳ"), ElementsAre("fine", "iv"));
}

TEST(PlainWords, EveryKindOfSpaceIsOne) {
  EXPECT_THAT(plain_words("  a\t\nb\u00A0c\u2003d\u3000e\r\n"), ElementsAre("a", "b", "c", "d", "e"));
}

TEST(PlainWords, TextWithoutLettersHasNone) {
  EXPECT_THAT(plain_words(""), IsEmpty());
  EXPECT_THAT(plain_words(" …?! ״ ־ \u200F ♪ "), IsEmpty());
}

TEST(PlainWords, BrokenUtf8DoesNotBreakWhatIsAroundIt) {
  EXPECT_THAT(plain_words("ab \xFF\xC3 cd"), ElementsAre("ab", "cd"));
}

RC_GTEST_PROP(PlainWords, PlainTextIsLeftAsItIs, (const std::string& text)) {
  std::string joined;
  for (const auto& word : plain_words(text)) joined += word + " ";
  RC_ASSERT(plain_words(joined) == plain_words(text));
}

RC_GTEST_PROP(PlainWords, HebrewLeftAsItIsToo, ()) {
  const auto letters = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0x0590, 0x0600));
  std::string text;
  for (const int c : letters) {
    text += static_cast<char>(0xC0 | (c >> 6));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
  std::string joined;
  for (const auto& word : plain_words(text)) joined += word + " ";
  RC_ASSERT(plain_words(joined) == plain_words(text));
}

}  // namespace
}  // namespace kolog::speech
