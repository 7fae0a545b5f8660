// SPDX-License-Identifier: Apache-2.0
#include "store/job_store.h"

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using std::chrono::seconds;

class JobStoreTest : public ::testing::Test {
 protected:
  std::vector<domain::Job> claim(const std::string& owner, int limit = 1) {
    const std::vector<std::string> kinds = {"fetch", "extract"};
    return database_.in([&](Session& session) {
      return JobStore(session).claim(kinds, limit, owner, clock_.now(), clock_.now() + seconds{10});
    });
  }
  void enqueue(const std::string& kind, const std::string& subject) {
    database_.in([&](Session& session) { JobStore(session).enqueue(kind, subject, clock_.now()); });
  }
  template <class Work>
  auto with_store(Work work) {
    return database_.in([&](Session& session) {
      JobStore store(session);
      return work(store);
    });
  }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(JobStoreTest, AskingTwiceMakesOneJob) {
  enqueue("fetch", "CA1");
  enqueue("fetch", "CA1");
  EXPECT_EQ(claim("a", 10).size(), 1U);
}

TEST_F(JobStoreTest, ADoneJobStaysDoneUnlessItIsAskedForAgain) {
  enqueue("fetch", "CA1");
  ASSERT_EQ(claim("a").size(), 1U);
  EXPECT_TRUE(with_store([](JobStore& store) { return store.complete("fetch:CA1", "a"); }));
  enqueue("fetch", "CA1");
  EXPECT_TRUE(claim("a").empty());
  database_.in([&](Session& session) { JobStore(session).enqueue_again("fetch", "CA1", clock_.now()); });
  const auto again = claim("a");
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].attempts, 1);
}

TEST_F(JobStoreTest, OtherKindsAreLeftAlone) {
  enqueue("transcribe", "CA1");
  EXPECT_TRUE(claim("a").empty());
}

TEST_F(JobStoreTest, ALeasedJobIsNobodyElsesUntilTheLeaseRunsOut) {
  enqueue("fetch", "CA1");
  ASSERT_EQ(claim("a").size(), 1U);
  EXPECT_TRUE(claim("b").empty());
  clock_.advance(seconds{11});
  const auto taken = claim("b");
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].attempts, 2);
  EXPECT_FALSE(with_store([](JobStore& store) { return store.complete("fetch:CA1", "a"); }));
  EXPECT_TRUE(with_store([](JobStore& store) { return store.complete("fetch:CA1", "b"); }));
}

TEST_F(JobStoreTest, AnExtendedLeaseHolds) {
  enqueue("fetch", "CA1");
  claim("a");
  clock_.advance(seconds{9});
  EXPECT_TRUE(with_store(
      [&](JobStore& store) { return store.extend("fetch:CA1", "a", clock_.now() + seconds{10}); }));
  clock_.advance(seconds{9});
  EXPECT_TRUE(claim("b").empty());
}

TEST_F(JobStoreTest, ARetryIsDueLaterAndADelayedJobToo) {
  enqueue("fetch", "CA1");
  claim("a");
  EXPECT_TRUE(with_store(
      [&](JobStore& store) { return store.retry("fetch:CA1", "a", clock_.now() + seconds{5}, "why"); }));
  database_.in(
      [&](Session& session) { JobStore(session).enqueue("fetch", "CA2", clock_.now(), seconds{5}); });
  EXPECT_TRUE(claim("a", 10).empty());
  clock_.advance(seconds{5});
  EXPECT_EQ(claim("a", 10).size(), 2U);
}

TEST_F(JobStoreTest, AskingSoonerMakesADelayedJobDueSoonerButNotARetry) {
  const auto enqueue_in = [&](seconds delay) {
    database_.in([&](Session& session) { JobStore(session).enqueue("fetch", "CA1", clock_.now(), delay); });
  };
  enqueue_in(seconds{20});
  enqueue_in(seconds{60});
  EXPECT_TRUE(claim("a").empty());
  enqueue_in(seconds{0});
  ASSERT_EQ(claim("a").size(), 1U);
  with_store(
      [&](JobStore& store) { return store.retry("fetch:CA1", "a", clock_.now() + seconds{5}, "why"); });
  enqueue_in(seconds{0});
  EXPECT_TRUE(claim("a").empty());
}

TEST_F(JobStoreTest, WhatIsHandedBackHasItsAttemptUncounted) {
  enqueue("fetch", "CA1");
  claim("a");
  EXPECT_TRUE(with_store([&](JobStore& store) { return store.hand_back("fetch:CA1", "a", clock_.now()); }));
  EXPECT_EQ(claim("b").at(0).attempts, 1);
}

TEST_F(JobStoreTest, AJobThatIsAskedForAgainWhileItRunsRunsOnceMore) {
  enqueue("fetch", "CA1");
  claim("a");
  database_.in([&](Session& session) { JobStore(session).enqueue_again("fetch", "CA1", clock_.now()); });
  EXPECT_TRUE(claim("b").empty());
  EXPECT_TRUE(with_store([](JobStore& store) { return store.complete("fetch:CA1", "a"); }));
  const auto again = claim("b");
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].attempts, 1);
  EXPECT_TRUE(with_store([](JobStore& store) { return store.complete("fetch:CA1", "b"); }));
  EXPECT_TRUE(claim("a").empty());
}

TEST_F(JobStoreTest, AJobThatWaitsIsDueNowWhenItIsAskedForAgain) {
  enqueue("fetch", "CA1");
  claim("a");
  with_store(
      [&](JobStore& store) { return store.retry("fetch:CA1", "a", clock_.now() + seconds{60}, "why"); });
  EXPECT_TRUE(claim("b").empty());
  database_.in([&](Session& session) { JobStore(session).enqueue_again("fetch", "CA1", clock_.now()); });
  EXPECT_EQ(claim("b").at(0).attempts, 2);
}

TEST_F(JobStoreTest, ARepeatingJobIsDueAtItsTimeWithItsAttemptsForgotten) {
  enqueue("fetch", "CA1");
  claim("a");
  EXPECT_FALSE(with_store([&](JobStore& store) { return store.repeat("fetch:CA1", "b", clock_.now()); }));
  EXPECT_TRUE(with_store(
      [&](JobStore& store) { return store.repeat("fetch:CA1", "a", clock_.now() + seconds{60}); }));
  EXPECT_TRUE(claim("a").empty());
  clock_.advance(seconds{60});
  const auto again = claim("b");
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].attempts, 1);
  EXPECT_EQ(again[0].asked_at, clock_.now());
}

TEST_F(JobStoreTest, ABuriedJobIsCountedAndNotClaimed) {
  enqueue("fetch", "CA1");
  claim("a");
  EXPECT_TRUE(with_store([](JobStore& store) { return store.bury("fetch:CA1", "a", "why"); }));
  clock_.advance(seconds{1000});
  EXPECT_TRUE(claim("b").empty());
  EXPECT_EQ(with_store([](JobStore& store) { return store.counts(); }).dead, 1);
}

TEST_F(JobStoreTest, ManyThreadsClaimEveryJobOnce) {
  constexpr int kJobs = 200;
  for (int i = 0; i < kJobs; ++i) enqueue("fetch", std::to_string(i));
  std::mutex mutex;
  std::set<std::string> claimed;
  std::atomic<bool> twice = false;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, owner = "worker" + std::to_string(i)] {
      for (auto jobs = claim(owner, 3); !jobs.empty(); jobs = claim(owner, 3)) {
        const std::lock_guard lock(mutex);
        for (const auto& job : jobs) twice = !claimed.insert(job.name).second || twice;
      }
    });
  }
  threads.clear();
  EXPECT_FALSE(twice);
  EXPECT_EQ(claimed.size(), static_cast<std::size_t>(kJobs));
}

TEST_F(JobStoreTest, AnEnqueueThatIsRolledBackLeavesNoJobAndNoTrace) {
  const auto failed = database_->transact([&](Session& session) -> Result<void> {
    JobStore(session).enqueue("fetch", "CA1", clock_.now());
    return failure(ErrorCode::internal, "the fact was not saved");
  });
  EXPECT_FALSE(failed);
  EXPECT_TRUE(claim("a").empty());
  enqueue("fetch", "CA1");
  EXPECT_EQ(claim("a").size(), 1U);
}

TEST_F(JobStoreTest, OnlyWhoeverHasAJobHoldsIt) {
  enqueue("fetch", "CA1");
  const auto holds = [&](const std::string& owner) {
    return with_store([&](JobStore& store) { return store.is_held("fetch:CA1", owner); });
  };
  EXPECT_FALSE(holds("a"));
  ASSERT_EQ(claim("a").size(), 1U);
  EXPECT_TRUE(holds("a"));
  EXPECT_FALSE(holds("b"));
  database_.in([&](Session& session) { JobStore(session).forget("fetch", "CA1"); });
  EXPECT_FALSE(holds("a"));
}

TEST_F(JobStoreTest, AJobThatIsTakenBackIsDueForSomebodyElse) {
  enqueue("fetch", "CA1");
  ASSERT_EQ(claim("a").size(), 1U);
  database_.in([&](Session& session) { JobStore(session).take_back("fetch", "CA1", clock_.now()); });
  EXPECT_FALSE(with_store([](JobStore& store) { return store.complete("fetch:CA1", "a"); }));
  const auto taken = claim("b");
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].attempts, 2);
  EXPECT_TRUE(with_store([](JobStore& store) { return store.complete("fetch:CA1", "b"); }));
  database_.in([&](Session& session) { JobStore(session).take_back("fetch", "CA1", clock_.now()); });
  EXPECT_TRUE(claim("b").empty());
}

}  // namespace
}  // namespace kolog::store
