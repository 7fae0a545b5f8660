// SPDX-License-Identifier: Apache-2.0
#include "speech/phantom_tally.h"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kolog::speech {
namespace {

using domain::DropReason;

domain::Segment segment(std::string text, double confidence) {
  domain::Segment made;
  made.text = std::move(text);
  made.confidence = confidence;
  return made;
}

TEST(PhantomTally, MostFrequentStandsFirstWhateverItsCaseAndPunctuation) {
  PhantomTally tally;
  domain::Transcript first;
  first.segments = {segment("Hello?", 1), segment("Thank you.", 1)};
  domain::Transcript second;
  second.segments = {segment("thank you", 1)};
  tally.add(first);
  tally.add(second);
  const auto phantoms = tally.by_frequency();
  ASSERT_EQ(phantoms.size(), 2U);
  EXPECT_EQ(phantoms[0].text, "Thank you.");
  EXPECT_EQ(phantoms[0].count, 2U);
  EXPECT_EQ(phantoms[1].text, "Hello?");
}

TEST(PhantomTally, DroppedTextCountsAndSaysWhy) {
  PhantomTally tally;
  domain::Transcript transcript;
  transcript.segments = {segment("תודה שצפיתם", std::exp(-0.2))};
  transcript.dropped = {{segment("תודה שצפיתם!", std::exp(-0.6)), DropReason::known_phrase},
                        {segment("תודה שצפיתם", std::exp(-1.0)), DropReason::no_speech}};
  tally.add(transcript);
  const auto phantoms = tally.by_frequency();
  ASSERT_EQ(phantoms.size(), 1U);
  EXPECT_EQ(phantoms[0].count, 3U);
  EXPECT_EQ(phantoms[0].dropped, 2U);
  EXPECT_NEAR(phantoms[0].mean_log_probability, -0.6, 1e-9);
  EXPECT_EQ(phantoms[0].reasons.at(DropReason::known_phrase), 1U);
}

TEST(PhantomTally, TextWithoutWordsIsNone) {
  PhantomTally tally;
  domain::Transcript transcript;
  transcript.segments = {segment(" … ", 0), segment("", 1)};
  tally.add(transcript);
  EXPECT_TRUE(tally.by_frequency().empty());
}

}  // namespace
}  // namespace kolog::speech
