// SPDX-License-Identifier: Apache-2.0
#include "insight/phrase_patterns.h"

#include <gtest/gtest.h>

#include "domain/transcript.h"

namespace kolog::insight {
namespace {

/// How many tokens the pattern takes from the beginning of the text; 0: none.
std::size_t taken(std::string_view pattern, const std::string& text) {
  PhrasePatterns patterns;
  patterns.add(pattern, 7);
  domain::Transcript transcript;
  transcript.segments.push_back({.text = text});
  const auto tokens = tokenised(transcript).tokens;
  std::vector<PatternMatch> found;
  patterns.find_at(tokens, 0, 0, found);
  std::size_t longest = 0;
  for (const auto& match : found) longest = std::max(longest, match.count);
  return longest;
}

TEST(PhrasePatterns, EveryAlternativeIsFound) {
  constexpr auto kPattern = "(sink/kitchen sink) (/is) (clogged/backed up)";
  EXPECT_EQ(taken(kPattern, "sink clogged"), 2U);
  EXPECT_EQ(taken(kPattern, "kitchen sink is backed up again"), 5U);
  EXPECT_EQ(taken(kPattern, "kitchen is clogged"), 0U);
  EXPECT_EQ(taken(kPattern, "sink is"), 0U);
}

TEST(PhrasePatterns, HebrewPrefixBelongsToTheWordAfterIt) {
  constexpr auto kPattern = "נזילה (ב/מ/של ה) (דוד/קולט)";
  EXPECT_EQ(taken(kPattern, "נזילה בדוד"), 2U);
  EXPECT_EQ(taken(kPattern, "נזילה מדוד"), 2U);
  EXPECT_EQ(taken(kPattern, "נזילה מהקולט"), 2U);
  EXPECT_EQ(taken(kPattern, "נזילה של הדוד"), 3U);
  EXPECT_EQ(taken(kPattern, "נזילה דוד"), 0U);
}

TEST(PhrasePatterns, SignsStandForWhatIsSaidEverywhere) {
  EXPECT_EQ(taken("נתקע @ מפתח", "נתקע לי המפתח"), 3U);
  EXPECT_EQ(taken("נתקע @ מפתח", "נתקע המפתח"), 2U);
  EXPECT_EQ(taken("fix $ sink", "fix my sinks"), 3U);
}

TEST(PhrasePatterns, PrefixThatWaitsForAWordEndsNothing) {
  EXPECT_EQ(taken("מעבר (ל/דירה)", "מעבר למה"), 0U);
  EXPECT_EQ(taken("מעבר (ל/דירה)", "מעבר דירה"), 2U);
}

TEST(PhrasePatterns, NothingIsFoundBeyondASentenceOrInAnEmptyPattern) {
  EXPECT_EQ(taken("sink clogged", "sink. clogged"), 0U);
  EXPECT_EQ(taken("(/sink)", "clogged"), 0U);
  EXPECT_EQ(taken("", "sink"), 0U);
  EXPECT_EQ(taken("(sink", "sink"), 1U);
}

}  // namespace
}  // namespace kolog::insight
