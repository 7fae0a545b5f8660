// SPDX-License-Identifier: Apache-2.0
#include "speech/word_errors.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "speech/plain_words.h"

namespace kolog::speech {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using Words = std::vector<std::string>;

ErrorCounts counted(std::string_view reference, std::string_view hypothesis) {
  return align(plain_words(reference), plain_words(hypothesis)).counts;
}

TEST(WordErrors, SubstitutionsDeletionsAndInsertionsAreCountedApart) {
  EXPECT_EQ(counted("a b c d", "a b c d"), (ErrorCounts{4, 0, 0, 0}));
  EXPECT_EQ(counted("a b c d", "a x c d"), (ErrorCounts{3, 1, 0, 0}));
  EXPECT_EQ(counted("a b c d", "a c d"), (ErrorCounts{3, 0, 1, 0}));
  EXPECT_EQ(counted("a b c d", "a b x c d"), (ErrorCounts{4, 0, 0, 1}));
  EXPECT_EQ(counted("a b c d e", "x b d e y"), (ErrorCounts{3, 1, 1, 1}));
  EXPECT_EQ(counted("a b", "c d e"), (ErrorCounts{0, 2, 0, 1}));
}

TEST(WordErrors, RateIsOfWhatWasSaid) {
  EXPECT_DOUBLE_EQ(*counted("אני צריך שרברב בתל־אביב", "אני צריך שרברב בתל אביב").rate(), 0);
  EXPECT_DOUBLE_EQ(*counted("a b c d", "a x c").rate(), 0.5);
  EXPECT_DOUBLE_EQ(*counted("a", "b c d").rate(), 3);
  EXPECT_DOUBLE_EQ(*counted("a b", "").rate(), 1);
}

TEST(WordErrors, WhereNothingWasSaidInsertionsCountAndThereIsNoRate) {
  EXPECT_EQ(counted("", "thank you"), (ErrorCounts{0, 0, 0, 2}));
  EXPECT_EQ(counted("", "thank you").rate(), std::nullopt);
  EXPECT_EQ(counted("", "").rate(), std::nullopt);
}

TEST(WordErrors, CorrectWordsAreNamedOnBothSides) {
  const Words said = {"we", "will", "see", "you", "on", "monday"};
  const Words heard = {"see", "you", "then", "on", "sunday"};
  EXPECT_THAT(align(said, heard).correct, ElementsAre(Pair(2, 0), Pair(3, 1), Pair(4, 3)));
  EXPECT_THAT(align(said, {}).correct, IsEmpty());
}

TEST(CharacterErrors, AreOfCharactersAndNotOfBytesOrSpaces) {
  EXPECT_EQ(character_errors(plain_words("שלום לך"), plain_words("שלומלך")), (ErrorCounts{5, 1, 0, 0}));
  EXPECT_EQ(character_errors(plain_words("ab c"), plain_words("a bc")), (ErrorCounts{3, 0, 0, 0}));
  EXPECT_EQ(character_errors(plain_words("a𐤀"), plain_words("a𐤁b")).errors(), 2U);
}

TEST(WordErrors, LongTextNeedsNoMatrix) {
  Words said;
  for (int i = 0; i < 20'000; ++i) said.push_back(std::to_string(i % 977));
  auto heard = said;
  heard.erase(heard.begin() + 100);
  heard.insert(heard.begin() + 15'000, "new");
  heard[10'000] = "other";
  EXPECT_EQ(align(said, heard).counts, (ErrorCounts{19'998, 1, 1, 1}));
}

/// The textbook's matrix.
std::size_t distance(const Words& a, const Words& b) {
  std::vector<std::vector<std::size_t>> cell(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cell[i][j] = i + j;
        continue;
      }
      cell[i][j] = std::min(
          {cell[i - 1][j] + 1, cell[i][j - 1] + 1, cell[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
    }
  }
  return cell[a.size()][b.size()];
}

/// Few different words, so that there is much to align.
Words some_words() {
  return *rc::gen::container<Words>(rc::gen::element<std::string>("א", "ב", "a", "b"));
}

RC_GTEST_PROP(WordErrorsProperty, ErrorsAreTheShortestDistance, ()) {
  const auto a = some_words();
  const auto b = some_words();
  RC_ASSERT(align(a, b).counts.errors() == distance(a, b));
}

RC_GTEST_PROP(WordErrorsProperty, CountsAddUpToBothLengths, ()) {
  const auto a = some_words();
  const auto b = some_words();
  const auto counts = align(a, b).counts;
  RC_ASSERT(counts.reference() == a.size());
  RC_ASSERT(counts.hypothesis() == b.size());
}

RC_GTEST_PROP(WordErrorsProperty, NothingIsAsFarFromItselfAsNothing, ()) {
  const auto a = some_words();
  RC_ASSERT(align(a, a).counts == (ErrorCounts{a.size(), 0, 0, 0}));
}

RC_GTEST_PROP(WordErrorsProperty, ThereAndBackIsAsFar, ()) {
  const auto a = some_words();
  const auto b = some_words();
  RC_ASSERT(align(a, b).counts.errors() == align(b, a).counts.errors());
}

RC_GTEST_PROP(WordErrorsProperty, NoWayRoundIsShorter, ()) {
  const auto a = some_words();
  const auto b = some_words();
  const auto c = some_words();
  RC_ASSERT(align(a, c).counts.errors() <= align(a, b).counts.errors() + align(b, c).counts.errors());
}

RC_GTEST_PROP(WordErrorsProperty, CorrectWordsAreTheSameInOrderAndEachOnce, ()) {
  const auto a = some_words();
  const auto b = some_words();
  const auto alignment = align(a, b);
  RC_ASSERT(alignment.correct.size() == alignment.counts.correct);
  for (std::size_t i = 0; i < alignment.correct.size(); ++i) {
    const auto [said, heard] = alignment.correct[i];
    RC_ASSERT(a.at(said) == b.at(heard));
    if (i > 0) {
      RC_ASSERT(alignment.correct[i - 1].first < said);
      RC_ASSERT(alignment.correct[i - 1].second < heard);
    }
  }
}

}  // namespace
}  // namespace kolog::speech
