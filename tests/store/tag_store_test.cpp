// SPDX-License-Identifier: Apache-2.0
#include "store/tag_store.h"

#include <gtest/gtest.h>

#include "store/call_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using domain::CallTag;
using std::chrono::milliseconds;

class TagStoreTest : public ::testing::Test {
 protected:
  TagStoreTest() {
    database_.in([&](Session& session) {
      add_businesses(session, clock_.now());
      for (int number = 1; number <= 2; ++number) {
        domain::Call call;
        call.call_sid = call_sid(number);
        call.business_id = kBusiness;
        call.created_at = clock_.now();
        CallStore(session).insert(call);
      }
    });
  }

  TagChange replace(const std::vector<CallTag>& tags, int number = 1) {
    return database_.in([&](Session& session) { return TagStore(session).replace(call_sid(number), tags); });
  }
  std::vector<CallTag> tags(int number = 1) {
    return database_.in([&](Session& session) { return TagStore(session).of_call(call_sid(number)); });
  }
  CallTag tag(const std::string& rule) { return {rule, "Name of " + rule, {}, clock_.now()}; }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(TagStoreTest, TagsAreReadBackWithTheirEvidence) {
  auto cancelled = tag("cancelled");
  cancelled.name = "<b>ביטול</b>";
  cancelled.evidence = {
      {"לבטל", 3, domain::Speaker::caller, milliseconds{1250}, milliseconds{1500}},
      {"", std::nullopt, domain::Speaker::unknown, milliseconds{20'000}, milliseconds{45'000}}};
  EXPECT_EQ(replace({cancelled, tag("late")}), TagChange::some);
  EXPECT_EQ(tags(), (std::vector{cancelled, tag("late")}));
  EXPECT_TRUE(tags(2).empty());
}

TEST_F(TagStoreTest, TheSameRulesAreNoChangeAndKeepTheirTime) {
  const auto first = tag("cancelled");
  replace({first});
  clock_.advance(milliseconds{60'000});
  EXPECT_EQ(replace({tag("cancelled")}), TagChange::none);
  EXPECT_EQ(tags(), std::vector{first});
  EXPECT_EQ(replace({tag("cancelled"), tag("late")}), TagChange::some);
  EXPECT_EQ(tags().at(0).tagged_at, first.tagged_at);
  EXPECT_EQ(tags().at(1).tagged_at, clock_.now());
  EXPECT_EQ(replace({tag("late"), tag("other")}), TagChange::some) << "as many, but others";
  EXPECT_EQ(replace({}), TagChange::some);
  EXPECT_EQ(replace({}), TagChange::none);
  EXPECT_TRUE(tags().empty());
}

TEST_F(TagStoreTest, TagsGoWithTheirCallAndAreFilteredBy) {
  replace({tag("cancelled")});
  replace({tag("cancelled")}, 2);
  database_.in([&](Session& session) { CallStore(session).remove(kBusiness, call_sid(2)); });
  EXPECT_TRUE(tags(2).empty());
  database_.in([&](Session& session) {
    CallFilter filter;
    filter.tag = "cancelled";
    EXPECT_EQ(CallStore(session).list(kBusiness, filter).total, 1);
    EXPECT_EQ(CallStore(session).list(kOtherBusiness, filter).total, 0);
    filter.tag = "' OR 1=1 --";
    EXPECT_EQ(CallStore(session).list(kBusiness, filter).total, 0);
  });
}

}  // namespace
}  // namespace kolog::store
