// SPDX-License-Identifier: Apache-2.0
#include "insight/word_model.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "insight/cues.h"

namespace kolog::insight {
namespace {

std::vector<std::string> features(std::string_view text) {
  static const CueLexicon cues;
  static const PurposeCues purposes;
  const auto transcript = domain::parse_plain_text(text);
  const auto words = tokenised(transcript);
  return word_features(CallContext(transcript, words, cues.marked(words.tokens)), purposes);
}

bool has(const std::vector<std::string>& list, std::string_view feature) {
  return std::ranges::find(list, feature) != list.end();
}

TEST(WordFeatures, SayWhoSaidAWordAndWhatStandsBesideIt) {
  const auto list = features("לקוח: אני רוצה\nנציג: מתי נוח");
  EXPECT_TRUE(has(list, "c:אני"));
  EXPECT_TRUE(has(list, "c:אני_רוצה"));
  EXPECT_TRUE(has(list, "a:מתי_נוח"));
  EXPECT_FALSE(has(list, "c:מתי"));
  EXPECT_FALSE(has(list, "c:רוצה_מתי"));
}

TEST(WordFeatures, WordsHaveStemsAndNumbersAreAllAlike) {
  const auto list = features("לקוח: במטבח 17");
  EXPECT_TRUE(has(list, "c:מטבח"));
  EXPECT_TRUE(has(list, "c:0"));
}

TEST(WordFeatures, FamiliesOfPhrasesStandForTheirPhrases) {
  EXPECT_TRUE(has(features("לקוח: אני רוצה לבטל את הטכנאי"), "c:<cancel>"));
  EXPECT_TRUE(has(features("Caller: please cancel the plumber"), "c:<cancel>"));
  EXPECT_FALSE(has(features("לקוח: אני צריך אינסטלטור"), "c:<cancel>"));
}

TEST(WordFeatures, TheEndOfACallIsToldApart) {
  const auto list = features("לקוח: שלום שלום שלום שלום\nנציג: תודה להתראות");
  EXPECT_TRUE(has(list, "A:להתראות"));
  EXPECT_FALSE(has(list, "C:שלום_שלום"));
}

constexpr std::array<const char*, 4> kModel = {"warm\tcold", "0.0\t0.5", "c:sun\t2.0\t0", "c:snow\t0\t3.0"};

TEST(WordModel, ProbabilitiesFollowTheWords) {
  const WordModel model(kModel);
  EXPECT_EQ(model.most_probable({"c:sun"}), "warm");
  EXPECT_EQ(model.most_probable({"c:snow", "c:unknown"}), "cold");
  EXPECT_EQ(model.most_probable({}), "cold");
  const auto probabilities = model.probabilities({"c:sun", "c:snow"});
  EXPECT_NEAR(probabilities[0] + probabilities[1], 1, 1e-12);
}

TEST(WordModel, AnEmptyTableKnowsNothing) {
  const WordModel model({});
  EXPECT_TRUE(model.most_probable({"c:sun"}).empty());
}

}  // namespace
}  // namespace kolog::insight
