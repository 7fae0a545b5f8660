// SPDX-License-Identifier: Apache-2.0
#include "store/inspection_store.h"

#include <gtest/gtest.h>

#include "store/call_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using std::chrono::minutes;
using std::chrono::seconds;

class InspectionStoreTest : public ::testing::Test {
 protected:
  void enqueue(const std::string& kind, int call) {
    database_.in([&](Session& session) { JobStore(session).enqueue(kind, call_sid(call), clock_.now()); });
  }
  void claim(const std::string& kind) {
    database_.in([&](Session& session) {
      const std::vector<std::string> kinds{kind};
      (void)JobStore(session).claim(kinds, 10, "worker", clock_.now(), clock_.now() + minutes{1});
    });
  }
  template <class Read>
  auto read(Read look) {
    return database_.in([&](Session& session) {
      InspectionStore store(session);
      return look(store);
    });
  }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(InspectionStoreTest, JobsThatNobodyTakesAreToldByKindWithTheOldest) {
  enqueue("fetch", 2);
  const auto first = clock_.now();
  clock_.advance(minutes{1});
  enqueue("fetch", 1);
  enqueue("extract", 3);
  clock_.advance(minutes{1});
  const auto waiting = [&](Timestamp due) {
    return read([&](auto& store) { return store.waiting_jobs(due); });
  };
  EXPECT_TRUE(waiting(first).empty());
  const auto found = waiting(clock_.now());
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].kind, "extract");
  EXPECT_EQ(found[1].kind, "fetch");
  EXPECT_EQ(found[1].count, 2);
  EXPECT_EQ(found[1].example, "fetch:" + call_sid(2));
  EXPECT_EQ(found[1].oldest, first);
}

TEST_F(InspectionStoreTest, AJobWhoseLeaseRanOutAndThatNobodyTookUpIsAbandoned) {
  enqueue("transcribe", 1);
  enqueue("fetch", 2);
  claim("transcribe");
  const auto abandoned = [&] {
    return read([&](auto& store) { return store.abandoned_jobs(clock_.now() - minutes{5}); });
  };
  clock_.advance(minutes{6});
  EXPECT_TRUE(abandoned().empty()) << "to the millisecond";
  clock_.advance(seconds{1});
  ASSERT_EQ(abandoned().size(), 1U);
  EXPECT_EQ(abandoned()[0].example, "transcribe:" + call_sid(1));
}

TEST_F(InspectionStoreTest, DeadJobsKeepTheirLastError) {
  enqueue("fetch", 1);
  claim("fetch");
  EXPECT_TRUE(read([](auto& store) { return store.dead_jobs(); }).empty());
  database_.in([&](Session& session) {
    JobStore(session).bury("fetch:" + call_sid(1), "worker", "Twilio refuses the credentials");
  });
  const auto dead = read([](auto& store) { return store.dead_jobs(); });
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].count, 1);
  EXPECT_EQ(dead[0].last_error, "Twilio refuses the credentials");
}

TEST_F(InspectionStoreTest, OnlyFilesThatWereFetchedShouldBeThere) {
  database_.in([&](Session& session) {
    add_businesses(session, clock_.now());
    for (const int number : {1, 2}) {
      domain::Call call;
      call.call_sid = call_sid(number);
      call.business_id = kBusiness;
      call.created_at = clock_.now();
      CallStore(session).insert(call);
      RecordingStore(session).save_audio_file(call.call_sid,
                                              {"audio/mpeg", 5'000'000'000, 1, seconds{1}, clock_.now()});
    }
    RecordingStore(session).forget_audio_file(call_sid(2));
  });
  const auto files = read([](auto& store) { return store.stored_audio(); });
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].call_sid, call_sid(1));
  EXPECT_EQ(files[0].size, 5'000'000'000U);
  EXPECT_TRUE(read([](auto& store) { return store.stored_audio_of(call_sid(1)); }));
  EXPECT_FALSE(read([](auto& store) { return store.stored_audio_of(call_sid(2)); }));
}

}  // namespace
}  // namespace kolog::store
