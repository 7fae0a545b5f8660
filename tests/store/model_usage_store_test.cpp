// SPDX-License-Identifier: Apache-2.0
#include "store/model_usage_store.h"

#include <gtest/gtest.h>

#include "store/business_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;

class ModelUsageStoreTest : public ::testing::Test {
 protected:
  ModelUsageStoreTest() {
    database_.in([&](Session& session) { add_businesses(session, clock_.now()); });
  }
  bool add(const std::string& business, const ModelUsage& used) {
    return database_.in(
        [&](Session& session) { return ModelUsageStore(session).add(business, clock_.now(), used); });
  }
  ModelUsage today(const std::string& business) {
    return database_.in(
        [&](Session& session) { return ModelUsageStore(session).of_day(business, clock_.now()); });
  }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(ModelUsageStoreTest, UseAddsUpByBusinessAndDay) {
  EXPECT_EQ(today(kBusiness), ModelUsage{});
  EXPECT_TRUE(add(kBusiness, {1, 700, 50}));
  EXPECT_TRUE(add(kBusiness, {1, 300, 5}));
  EXPECT_TRUE(add(kOtherBusiness, {1, 9, 9}));
  EXPECT_EQ(today(kBusiness), (ModelUsage{2, 1'000, 55}));
  EXPECT_EQ(today(kBusiness).tokens(), 1'055);
  clock_.advance(std::chrono::hours{24});
  EXPECT_EQ(today(kBusiness), ModelUsage{});
}

TEST_F(ModelUsageStoreTest, ABusinessThatIsNotThereUsesNothing) {
  EXPECT_FALSE(add("biz_gone", {1, 1, 1}));
  EXPECT_FALSE(add("'; DROP TABLE model_usage; --", {1, 1, 1}));
  EXPECT_EQ(today("biz_gone"), ModelUsage{});
}

}  // namespace
}  // namespace kolog::store
