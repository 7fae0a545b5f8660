// SPDX-License-Identifier: Apache-2.0
#include "insight/choice_model.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace kolog::insight {
namespace {

constexpr std::array<const char*, 3> kWeights = {"asked\t2.0", "past\t-1.5", "none\t0.5"};

Option option(std::size_t thing, std::string_view feature) {
  Option made{thing, {}};
  made.features.set(feature);
  return made;
}

Features none() {
  Features features;
  features.set("none");
  return features;
}

TEST(ChoiceModel, WithoutOptionsNothingIsMeant) {
  const auto choices = ChoiceModel(kWeights).choose({}, none());
  EXPECT_TRUE(choices.things.empty());
  EXPECT_DOUBLE_EQ(choices.none, 1);
}

TEST(ChoiceModel, ProbabilitiesFollowTheWeightsAndAddUpToOne) {
  const auto choices = ChoiceModel(kWeights).choose({option(7, "asked"), option(9, "past")}, none());
  ASSERT_EQ(choices.things.size(), 2U);
  EXPECT_EQ(choices.things[0].thing, 7U);
  const auto total = std::exp(2.0) + std::exp(-1.5) + std::exp(0.5);
  EXPECT_NEAR(choices.things[0].probability, std::exp(2.0) / total, 1e-12);
  EXPECT_NEAR(choices.none, std::exp(0.5) / total, 1e-12);
  EXPECT_NEAR(choices.things[0].probability + choices.things[1].probability + choices.none, 1, 1e-12);
}

TEST(ChoiceModel, MentionsOfOneThingAddUpAndTheStrongestSpeaksForIt) {
  const auto choices =
      ChoiceModel(kWeights).choose({option(1, "past"), option(2, "past"), option(1, "asked")}, none());
  EXPECT_EQ(choices.things[0].thing, 1U);
  EXPECT_EQ(choices.things[0].option, 2U);
  EXPECT_GT(choices.things[0].probability, choices.things[1].probability);
}

TEST(ChoiceModel, AFeatureThatIsNotKnownCountsNothing) {
  const auto choices = ChoiceModel(kWeights).choose({option(1, "unheard of"), option(2, "another")}, none());
  EXPECT_DOUBLE_EQ(choices.things[0].probability, choices.things[1].probability);
}

TEST(ChoiceModel, HugeScoresDoNotOverflow) {
  Option huge{1, {}};
  huge.features.set("asked", 1e6);
  const auto choices = ChoiceModel(kWeights).choose({huge, option(2, "past")}, none());
  EXPECT_DOUBLE_EQ(choices.things[0].probability, 1);
  EXPECT_DOUBLE_EQ(choices.none, 0);
}

}  // namespace
}  // namespace kolog::insight
