// SPDX-License-Identifier: Apache-2.0
#include "workflow/model_budget.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/test_database.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using namespace kolog::testing;

class ModelBudgetTest : public ::testing::Test {
 protected:
  ModelBudgetTest() {
    database.in([&](database::Session& session) { add_businesses(session, clock.now()); });
  }

  TestDatabase database;
  FakeClock clock;
  ModelBudget budget{{.daily_tokens = 1'000}, *database, clock};
};

TEST_F(ModelBudgetTest, ADaysTokensAreSpentOnceAndComeBackTheNextDay) {
  EXPECT_TRUE(budget.may_spend(kBusiness, std::nullopt));
  budget.spent(kBusiness, {900, 99});
  EXPECT_TRUE(budget.may_spend(kBusiness, std::nullopt));
  budget.spent(kBusiness, {1, 0});
  EXPECT_FALSE(budget.may_spend(kBusiness, std::nullopt));
  EXPECT_TRUE(budget.may_spend(kOtherBusiness, std::nullopt));
  clock.advance(24h);
  EXPECT_TRUE(budget.may_spend(kBusiness, std::nullopt));
}

TEST_F(ModelBudgetTest, ABusinessMaySetItselfLessAndNotMore) {
  budget.spent(kBusiness, {500, 0});
  EXPECT_TRUE(budget.may_spend(kBusiness, 501));
  EXPECT_FALSE(budget.may_spend(kBusiness, 500));
  EXPECT_FALSE(budget.may_spend(kBusiness, 0));
  budget.spent(kBusiness, {500, 0});
  EXPECT_FALSE(budget.may_spend(kBusiness, 1'000'000));
}

TEST_F(ModelBudgetTest, ABusinessThatIsGoneIsNoTrouble) {
  budget.spent("biz_gone", {5, 5});
  EXPECT_TRUE(budget.may_spend("biz_gone", std::nullopt));
}

}  // namespace
}  // namespace kolog::workflow
