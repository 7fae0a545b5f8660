// SPDX-License-Identifier: Apache-2.0
#include "domain/language.h"

#include <gtest/gtest.h>

namespace kolog::domain {
namespace {

TEST(SpokenLanguage, TheNearestPlaceThatSaysAnythingCounts) {
  using Spoken = SpokenLanguage;
  EXPECT_EQ(language_to_expect(Spoken::english, Spoken::hebrew, Language::hebrew), Language::english);
  EXPECT_EQ(language_to_expect(std::nullopt, Spoken::english, Language::hebrew), Language::english);
  EXPECT_EQ(language_to_expect(std::nullopt, std::nullopt, Language::hebrew), Language::hebrew);
  EXPECT_EQ(language_to_expect(std::nullopt, std::nullopt, std::nullopt), std::nullopt);
}

TEST(SpokenLanguage, ThatItIsToBeDetectedIsAWordLikeTheOthers) {
  using Spoken = SpokenLanguage;
  EXPECT_EQ(language_to_expect(Spoken::detected, Spoken::hebrew, Language::hebrew), std::nullopt);
  EXPECT_EQ(language_to_expect(std::nullopt, Spoken::detected, Language::hebrew), std::nullopt);
  EXPECT_EQ(language_to_expect(Spoken::hebrew, Spoken::detected, std::nullopt), Language::hebrew);
}

TEST(SpokenLanguage, IsReadAsItIsWritten) {
  for (const auto language : {SpokenLanguage::detected, SpokenLanguage::hebrew, SpokenLanguage::english}) {
    EXPECT_EQ(parse_spoken_language(to_string(language)), language);
  }
  EXPECT_EQ(parse_spoken_language("iw"), SpokenLanguage::hebrew);
  EXPECT_EQ(parse_spoken_language(""), std::nullopt);
  EXPECT_EQ(parse_spoken_language("fr"), std::nullopt);
}

TEST(SpokenLanguage, WhatIsDetectedInSpeechCannotBeSpokenByAMachine) {
  EXPECT_EQ(language_to_speak(SpokenLanguage::english, Language::hebrew), Language::english);
  EXPECT_EQ(language_to_speak(SpokenLanguage::detected, Language::english), Language::english);
  EXPECT_EQ(language_to_speak(std::nullopt, Language::hebrew), Language::hebrew);
}

}  // namespace
}  // namespace kolog::domain
