// SPDX-License-Identifier: Apache-2.0
#include "insight/hebrew.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace kolog::insight {
namespace {

bool can_read_as(std::string_view word, std::string_view stem) {
  const auto text = folded(word);
  const auto wanted = folded(stem);
  return std::ranges::any_of(prefix_readings(text),
                             [&](const Prefix& prefix) { return text.substr(prefix.letters) == wanted; });
}

TEST(Folding, MakesPointsFinalLettersAndSpellingsEqual) {
  EXPECT_EQ(folded("שָׁלוֹם"), folded("שלום"));
  EXPECT_EQ(folded("קריית"), folded("קרית"));
  EXPECT_EQ(folded("תקווה"), folded("תקוה"));
  EXPECT_EQ(folded("גבעתיים"), folded("גבעתים"));
  EXPECT_EQ(folded("ג׳וקים"), folded("ג'וקים"));
  EXPECT_EQ(folded("שׁ"), folded("ש"));  // U+FB2A, one code point
}

TEST(Folding, TakesEveryKindOfGershayimForOne) {
  for (const auto* word : {"ת״א", "ת”א", "ת“א", "ת''א", "ת׳׳א"})
    EXPECT_EQ(folded(word), folded("ת\"א")) << word;
}

TEST(Folding, DropsBidirectionalMarksAndApostrophes) {
  EXPECT_EQ(folded("\u200Fחולון\u200E"), folded("חולון"));
  EXPECT_EQ(folded("Don’t"), folded("dont"));
  EXPECT_EQ(folded("HAIFA"), folded("haifa"));
}

TEST(Folding, SurvivesBytesThatAreNoText) {
  EXPECT_NO_THROW(folded("\xFF\xC0\x80\xED\xA0\x80"));
  EXPECT_TRUE(folded("").empty());
}

TEST(Prefixes, ComeOffInStacks) {
  EXPECT_TRUE(can_read_as("בחולון", "חולון"));
  EXPECT_TRUE(can_read_as("שבחולון", "חולון"));
  EXPECT_TRUE(can_read_as("ולחולון", "חולון"));
  EXPECT_TRUE(can_read_as("ושמחולון", "חולון"));
  EXPECT_TRUE(can_read_as("כשהחשמלאי", "חשמלאי"));
  EXPECT_TRUE(can_read_as("בת\"א", "ת\"א"));
}

TEST(Prefixes, KeepTheOrderThatHebrewHas) {
  EXPECT_FALSE(can_read_as("הבחולון", "חולון"));
  EXPECT_FALSE(can_read_as("בלחולון", "חולון"));
}

TEST(Prefixes, LeaveTheWordItselfAndAStemOfTwoLetters) {
  EXPECT_TRUE(can_read_as("בית", "בית"));
  EXPECT_FALSE(can_read_as("בא", "א"));
  EXPECT_EQ(prefix_readings(u"hello").size(), 1U);
}

TEST(Language, IsTheScriptOfMostLetters) {
  EXPECT_EQ(language_of("אני צריך plumber בחולון"), domain::Language::hebrew);
  EXPECT_EQ(language_of("I need a plumber in חולון"), domain::Language::english);
  EXPECT_EQ(language_of("0501234567 ?!"), std::nullopt);
}

}  // namespace
}  // namespace kolog::insight
