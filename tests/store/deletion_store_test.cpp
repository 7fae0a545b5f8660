// SPDX-License-Identifier: Apache-2.0
#include "store/deletion_store.h"

#include <gtest/gtest.h>

#include "database/query.h"
#include "store/call_store.h"
#include "store/recording_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using std::chrono::days;
using std::chrono::seconds;
using Names = std::vector<std::string>;

std::string uri(int number) {
  return "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(number);
}

class DeletionStoreTest : public ::testing::Test {
 protected:
  DeletionStoreTest() {
    database_.in([&](Session& session) { add_businesses(session, clock_.now()); });
  }
  template <class Work>
  auto with_store(Work work) {
    return database_.in([&](Session& session) {
      DeletionStore store(session);
      return work(store);
    });
  }
  void ask(const std::string& target, DeletionReason reason = DeletionReason::retention, int call = 1) {
    with_store([&](DeletionStore& store) {
      store.ask({.call_sid = call_sid(call),
                 .target = target,
                 .business_id = kBusiness,
                 .reason = reason,
                 .asked_at = clock_.now()});
    });
  }
  void note(const std::string& target, const std::string& answer, Outcome outcome, int call = 1) {
    with_store([&](DeletionStore& store) {
      store.note_answer(call_sid(call), target, answer, outcome, clock_.now());
    });
  }
  std::vector<AudioDeletion> all(int call = 1) {
    return with_store([&](DeletionStore& store) { return store.of_call(call_sid(call)); });
  }
  Names open(int call = 1) {
    Names targets;
    for (const auto& row : with_store([&](DeletionStore& s) { return s.open_of_call(call_sid(call)); })) {
      targets.push_back(row.target);
    }
    return targets;
  }

  /// A call that began `age` ago; with a recording of the same number if it is to have one.
  void add_call(int number, std::chrono::milliseconds age, bool recorded = true) {
    database_.in([&](Session& session) {
      domain::Call call;
      call.call_sid = call_sid(number);
      call.business_id = kBusiness;
      call.created_at = clock_.now() - age;
      CallStore(session).insert(call);
      if (recorded) add_recording(session, number, number);
    });
  }
  static void add_recording(Session& session, int call, int number) {
    domain::Recording recording;
    recording.recording_sid = recording_sid(number);
    recording.call_sid = call_sid(call);
    recording.uri = uri(number);
    RecordingStore(session).save(recording);
  }
  Names to_expire(const std::string& after = "", int limit = 100) {
    return with_store(
        [&](DeletionStore& store) { return store.calls_to_expire(clock_.now() - days{7}, after, limit); });
  }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(DeletionStoreTest, WhatIsAskedForIsOpenUntilItIsDoneAndKeepsEveryAnswersCount) {
  ask(uri(1));
  ask(std::string(kFileTarget));
  EXPECT_EQ(open(), (Names{"file", uri(1)})) << "the file first";
  clock_.advance(seconds{5});
  note(uri(1), "Twilio does not answer as it should", Outcome::failed);
  note("file", "deleted", Outcome::done);
  EXPECT_EQ(open(), Names{uri(1)});
  clock_.advance(seconds{5});
  note(uri(1), "deleted", Outcome::done);
  EXPECT_EQ(open(), Names{});
  const auto rows = all();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].target, "file");
  EXPECT_EQ(rows[0].attempts, 1);
  EXPECT_EQ(rows[1].attempts, 2);
  EXPECT_EQ(rows[1].answer, "deleted");
  EXPECT_EQ(rows[1].business_id, kBusiness);
  EXPECT_EQ(rows[1].reason, DeletionReason::retention);
  EXPECT_EQ(rows[1].asked_at, clock_.now() - seconds{10});
  EXPECT_EQ(rows[1].done_at, clock_.now());
  EXPECT_EQ(rows[1].answered_at, clock_.now());
}

TEST_F(DeletionStoreTest, AskingTwiceIsOneRowAndWhatTwilioDeletedStaysDeleted) {
  ask(uri(1));
  note(uri(1), "deleted", Outcome::done);
  const auto done_at = all().at(0).done_at;
  clock_.advance(seconds{5});
  ask(uri(1), DeletionReason::call_deleted);
  ASSERT_EQ(all().size(), 1U);
  EXPECT_EQ(all().at(0).done_at, done_at);
  EXPECT_EQ(all().at(0).reason, DeletionReason::call_deleted);
  note(uri(1), "late answer of somebody else", Outcome::failed);
  EXPECT_EQ(all().at(0).answer, "deleted") << "nothing is noted of what is done";
  EXPECT_EQ(all().at(0).attempts, 1);
}

TEST_F(DeletionStoreTest, AFileThatMayHaveComeBackIsDeletedOnceMore) {
  ask("file");
  note("file", "deleted", Outcome::done);
  ask("file");
  EXPECT_EQ(open(), Names{"file"});
}

TEST_F(DeletionStoreTest, OneCallsAnswerIsNoOthers) {
  ask("file");
  ask("file", DeletionReason::retention, 2);
  note("file", "deleted", Outcome::done, 2);
  EXPECT_EQ(open(1), Names{"file"});
  EXPECT_EQ(open(2), Names{});
}

TEST_F(DeletionStoreTest, WhatWasTriedInVainIsListedWithItsAnswer) {
  ask(uri(1));
  ask(uri(2));
  note(uri(2), "Twilio refuses the credentials", Outcome::failed);
  const auto failed = with_store([](DeletionStore& store) { return store.failed(10); });
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].target, uri(2));
  EXPECT_EQ(failed[0].answer, "Twilio refuses the credentials");
  EXPECT_EQ(with_store([](DeletionStore& store) { return store.count_failed(); }), 1);
}

TEST_F(DeletionStoreTest, OnlyCallsWhoseDaysAreOverAndThatHaveSomethingToDeleteAreFound) {
  add_call(1, days{7});  // to the millisecond: not yet
  add_call(2, days{7} + seconds{1});
  add_call(3, days{8}, false);  // nothing of it
  add_call(4, days{8});
  add_call(5, days{9});
  add_call(6, days{9}, false);
  database_.in([&](Session& session) {
    CallStore(session).set_legal_hold(kBusiness, call_sid(4), clock_.now());
    CallStore(session).set_audio_expired(call_sid(5), clock_.now());
    // A file that came from elsewhere than Twilio.
    RecordingStore(session).save_audio_file(
        call_sid(6), {"audio/mpeg", 10, 1, std::chrono::milliseconds{5}, clock_.now(), ""});
  });
  ask(uri(5), DeletionReason::retention, 5);
  note(uri(5), "deleted", Outcome::done, 5);
  EXPECT_EQ(to_expire(), (Names{call_sid(2), call_sid(6)}));
  database_.in(
      [&](Session& session) { CallStore(session).set_legal_hold(kBusiness, call_sid(4), std::nullopt); });
  EXPECT_EQ(to_expire(), (Names{call_sid(2), call_sid(4), call_sid(6)}));
  EXPECT_EQ(to_expire("", 2), (Names{call_sid(2), call_sid(4)}));
  EXPECT_EQ(to_expire(call_sid(4), 2), Names{call_sid(6)});
}

TEST_F(DeletionStoreTest, ARecordingThatBecameKnownAfterAllOthersWereDeletedIsFound) {
  add_call(1, days{8});
  ask(uri(1));
  note(uri(1), "deleted", Outcome::done);
  database_.in([&](Session& session) { CallStore(session).set_audio_expired(call_sid(1), clock_.now()); });
  EXPECT_EQ(to_expire(), Names{});
  database_.in([&](Session& session) { add_recording(session, 1, 2); });
  EXPECT_EQ(to_expire(), Names{call_sid(1)});
}

TEST_F(DeletionStoreTest, ADeletedCallIsRememberedWithoutItsRow) {
  EXPECT_FALSE(with_store([](DeletionStore& store) { return store.is_deleted(call_sid(1)); }));
  ask("file", DeletionReason::call_deleted);
  ask("file", DeletionReason::retention, 2);
  with_store([&](DeletionStore& store) {
    store.mark_deleted(call_sid(1), kBusiness, clock_.now());
    store.mark_deleted(call_sid(1), kOtherBusiness, clock_.now());
  });
  EXPECT_TRUE(with_store([](DeletionStore& store) { return store.is_deleted(call_sid(1)); }));
  EXPECT_EQ(with_store([](DeletionStore& store) { return store.business_of_deleted(call_sid(1)); }),
            kBusiness);
  EXPECT_FALSE(with_store([](DeletionStore& store) { return store.is_deleted(call_sid(2)); }));
  const auto left = [&] {
    return with_store([](DeletionStore& store) { return store.deleted_calls_to_erase("", 10); });
  };
  EXPECT_EQ(left(), Names{call_sid(1)});
  note("file", "deleted", Outcome::done);
  EXPECT_EQ(left(), Names{});
}

TEST_F(DeletionStoreTest, AHoldKeepsItsFirstTimeAndIsTheBusinesssOwn) {
  add_call(1, days{1});
  const auto hold = [&](const std::string& business, std::optional<Timestamp> since) {
    return database_.in(
        [&](Session& session) { return CallStore(session).set_legal_hold(business, call_sid(1), since); });
  };
  const auto held_since = [&] {
    return database_.in(
        [&](Session& session) { return CallStore(session).find_any(call_sid(1))->legal_hold_at; });
  };
  EXPECT_FALSE(hold(kOtherBusiness, clock_.now()));
  EXPECT_FALSE(held_since());
  const auto first = clock_.now();
  EXPECT_TRUE(hold(kBusiness, first));
  clock_.advance(seconds{9});
  EXPECT_TRUE(hold(kBusiness, clock_.now()));
  EXPECT_EQ(held_since(), first);
  EXPECT_TRUE(hold(kBusiness, std::nullopt));
  EXPECT_FALSE(held_since());
}

TEST_F(DeletionStoreTest, RemovingACallTakesWhatBelongsToItsRowAndIsTheBusinesssOwn) {
  add_call(1, days{1});
  add_call(2, days{1});
  ask("file", DeletionReason::call_deleted);
  const auto remove = [&](const std::string& business) {
    return database_.in([&](Session& session) { return CallStore(session).remove(business, call_sid(1)); });
  };
  EXPECT_FALSE(remove(kOtherBusiness));
  EXPECT_TRUE(remove(kBusiness));
  EXPECT_FALSE(remove(kBusiness));
  database_.in([&](Session& session) {
    EXPECT_FALSE(RecordingStore(session).find(recording_sid(1)));
    EXPECT_TRUE(RecordingStore(session).find(recording_sid(2)));
  });
  EXPECT_EQ(open(), Names{"file"}) << "what is to be deleted outlives the call";
}

}  // namespace
}  // namespace kolog::store
