// SPDX-License-Identifier: Apache-2.0
#include "store/insight_settings_store.h"

#include <gtest/gtest.h>

#include "database/query.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Query;
using database::Session;

class InsightSettingsStoreTest : public ::testing::Test {
 protected:
  InsightSettingsStoreTest() {
    database_.in([&](Session& session) { add_businesses(session, clock_.now()); });
    parts_.thresholds = {0.9, 0.5};
  }

  Result<long long> save(const domain::InsightSettingsParts& parts, long long before,
                         const std::string& business = kBusiness) {
    return database_->transact([&](Session& session) {
      return InsightSettingsStore(session).save(business, parts, before, clock_.now());
    });
  }
  StoredSettings find(const std::string& business = kBusiness) {
    return database_.in([&](Session& session) { return InsightSettingsStore(session).find(business); });
  }

  FakeClock clock_;
  TestDatabase database_;
  domain::InsightSettingsParts parts_;
};

TEST_F(InsightSettingsStoreTest, WhatIsNotSetIsTheDefault) {
  const domain::InsightSettings defaults{.services = {{"moving", "הובלות", "moving", {}, {}}}};
  EXPECT_EQ(find().version, 0);
  const auto read = [&] {
    return database_.in(
        [&](Session& session) { return InsightSettingsStore(session).read(kBusiness, defaults); });
  };
  EXPECT_EQ(read(), defaults);
  ASSERT_TRUE(save(parts_, 0));
  auto expected = defaults;
  expected.thresholds = {0.9, 0.5};
  EXPECT_EQ(read(), expected);
}

TEST_F(InsightSettingsStoreTest, EachChangeHasAVersionAndTheSecondOfTwoIsRefused) {
  EXPECT_EQ(save(parts_, 0).value(), 1);
  EXPECT_EQ(save({}, 0).error().code, ErrorCode::settings_changed);
  EXPECT_EQ(save({}, 7).error().code, ErrorCode::settings_changed);
  EXPECT_EQ(find().parts, parts_);
  EXPECT_EQ(save({}, 1).value(), 2);
  EXPECT_EQ(save(parts_, 1).error().code, ErrorCode::settings_changed);
  EXPECT_EQ(find().version, 2);
  EXPECT_EQ(find().parts, domain::InsightSettingsParts());
}

TEST_F(InsightSettingsStoreTest, OneBusinesssSettingsAreNoneOfAnothers) {
  ASSERT_TRUE(save(parts_, 0));
  EXPECT_EQ(find(kOtherBusiness).version, 0);
  EXPECT_EQ(find(kOtherBusiness).parts, domain::InsightSettingsParts());
}

TEST_F(InsightSettingsStoreTest, WhatCannotBeReadIsTheDefault) {
  database_.in([&](Session& session) {
    Query(session,
          "INSERT INTO insight_settings (business_id, settings, version, updated_at) VALUES (:business, "
          "'{broken', 3, '')")
        .with("business", kBusiness)
        .run();
  });
  EXPECT_EQ(find().parts, domain::InsightSettingsParts());
  EXPECT_EQ(find().version, 3);
}

TEST_F(InsightSettingsStoreTest, TokensAreThoseOfTheDayAndTheBusiness) {
  const auto day = parse_time("2026-11-25T23:59:59Z").value();
  database_.in([&](Session& session) {
    for (const auto& [business, date, input] :
         std::vector<std::tuple<std::string, std::string, int>>{{kBusiness, "2026-11-25", 100},
                                                                {kBusiness, "2026-11-24", 1000},
                                                                {kOtherBusiness, "2026-11-25", 10'000}}) {
      Query(session,
            "INSERT INTO model_usage (business_id, day, requests, input_tokens, output_tokens) VALUES "
            "(:business, :day, 1, :input, 7)")
          .with("business", business)
          .with("day", date)
          .with("input", input)
          .run();
    }
    InsightSettingsStore store(session);
    EXPECT_EQ(store.tokens_used(kBusiness, day), 107);
    EXPECT_EQ(store.tokens_used(kBusiness, day + std::chrono::seconds{1}), 0);
  });
}

}  // namespace
}  // namespace kolog::store
