// SPDX-License-Identifier: Apache-2.0
#include "insight/insight_score.h"

#include <gtest/gtest.h>

namespace kolog::insight {
namespace {

LabelledCall labelled(std::optional<std::string> service, std::optional<std::string> city) {
  LabelledCall call;
  call.id = "x";
  call.service = std::move(service);
  call.city = std::move(city);
  return call;
}

domain::Insight answer(const std::string& service, double confidence) {
  domain::Insight insight;
  if (!service.empty()) insight.service = {service, service, confidence, {}};
  return insight;
}

TEST(InsightScore, CountsWhatIsRightMissedAndMadeUp) {
  InsightScore score;
  score.add(labelled("gas", std::nullopt), answer("gas", 0.9));
  score.add(labelled("gas", std::nullopt), answer("", 0));
  score.add(labelled(std::nullopt, std::nullopt), answer("gas", 0.9));
  score.add(labelled(std::nullopt, std::nullopt), answer("", 0));
  const auto& service = score.fields.at("service");
  EXPECT_EQ(service.accuracy(), 0.5);
  EXPECT_EQ(service.precision(), 0.5);
  EXPECT_EQ(service.recall(), 0.5);
  EXPECT_EQ(score.both_right, 2U);
  EXPECT_EQ(score.mistakes.size(), 2U);
}

TEST(InsightScore, AmountsAndNumbersCompareByTheirDigits) {
  InsightScore score;
  auto call = labelled(std::nullopt, std::nullopt);
  call.fields.emplace().emplace("price", "300");
  domain::Insight insight;
  insight.fields["price"] = {"300 שקל", 0.9, {}};
  score.add(call, insight);
  EXPECT_EQ(score.fields.at("price").accuracy(), 1);
}

TEST(Calibration, ErrorIsHowFarConfidenceAndAccuracyAreApart) {
  Calibration calibration;
  for (int i = 0; i < 10; ++i) calibration.add(0.85, i < 6);
  for (int i = 0; i < 10; ++i) calibration.add(0.35, i < 3);
  EXPECT_NEAR(calibration.expected_error(), (0.25 + 0.05) / 2, 1e-12);
  EXPECT_EQ(calibration.answers_from(0.8), 10U);
  EXPECT_EQ(calibration.mistakes_from(0.8), 4U);
  EXPECT_EQ(calibration.mistakes_from(0.3), 11U);
}

TEST(Calibration, TheLastTenthHoldsOne) {
  Calibration calibration;
  calibration.add(1, true);
  calibration.add(0.3, false);
  EXPECT_EQ(calibration.bins[9].answers, 1U);
  EXPECT_EQ(calibration.bins[3].answers, 1U);
}

}  // namespace
}  // namespace kolog::insight
