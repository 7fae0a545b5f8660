// SPDX-License-Identifier: Apache-2.0
#include "speech/everything_is_speech.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kolog::speech {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(EverythingIsSpeech, SilenceIsCoveredWithoutAGapInStretchesThatFitAWindow) {
  const std::vector<float> silence(8000 * 60, 0.0F);
  EXPECT_THAT(EverythingIsSpeech().find(silence, 8000),
              ElementsAre(Stretch{0, 224'000}, Stretch{224'000, 448'000}, Stretch{448'000, 480'000}));
}

TEST(EverythingIsSpeech, NothingHasNoStretches) {
  EXPECT_THAT(EverythingIsSpeech().find({}, 8000), IsEmpty());
}

TEST(EverythingIsSpeech, StretchesAreAsLongAsTheSettingsSay) {
  const std::vector<float> silence(2500, 0.0F);
  EXPECT_THAT(EverythingIsSpeech({.longest = std::chrono::seconds{1}}).find(silence, 1000),
              ElementsAre(Stretch{0, 1000}, Stretch{1000, 2000}, Stretch{2000, 2500}));
}

}  // namespace
}  // namespace kolog::speech
