// SPDX-License-Identifier: Apache-2.0
#include "insight/recogniser_damage.h"

#include <gtest/gtest.h>

namespace kolog::insight {
namespace {

domain::Transcript long_call() {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "לקוח: אני צריך אינסטלטור בבית שלי בחולון מחר בבוקר\n";
  return domain::parse_plain_text(text);
}

std::size_t differing_segments(const domain::Transcript& a, const domain::Transcript& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.segments.size(); ++i)
    count += a.segments[i].text == b.segments[i].text ? 0 : 1;
  return count;
}

TEST(RecogniserDamage, TheSameSeedDamagesAlike) {
  const auto call = long_call();
  EXPECT_EQ(damaged(call, 10, 7), damaged(call, 10, 7));
  EXPECT_NE(damaged(call, 10, 7), damaged(call, 10, 8));
}

TEST(RecogniserDamage, ReachesAsManyWordsAsItIsTold) {
  const auto call = long_call();
  EXPECT_EQ(differing_segments(call, damaged(call, 0, 1)), 0U);
  // Eight words a segment: at ten in a hundred a little more than half of the segments.
  const auto some = differing_segments(call, damaged(call, 10, 1));
  EXPECT_GT(some, 80U);
  EXPECT_LT(some, 150U);
  EXPECT_GT(differing_segments(call, damaged(call, 100, 1)), 195U);
}

TEST(RecogniserDamage, LeavesSpeakersAndTurnsWhereTheyAre) {
  const auto call = long_call();
  const auto heard = damaged(call, 50, 3);
  ASSERT_EQ(heard.segments.size(), call.segments.size());
  for (const auto& segment : heard.segments) EXPECT_EQ(segment.speaker, domain::Speaker::caller);
}

}  // namespace
}  // namespace kolog::insight
