// SPDX-License-Identifier: Apache-2.0
#include "store/recording_store.h"

#include <gtest/gtest.h>

#include "store/call_store.h"
#include "store/transcript_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using domain::Recording;
using domain::RecordingStatus;
using std::chrono::seconds;

class RecordingStoreTest : public ::testing::Test {
 protected:
  RecordingStoreTest() {
    database_.in([&](Session& session) {
      add_businesses(session, clock_.now());
      domain::Call call;
      call.business_id = kBusiness;
      call.created_at = clock_.now();
      for (const int number : {1, 2}) {
        call.call_sid = call_sid(number);
        CallStore(session).insert(call);
      }
    });
  }
  Recording recording() const {
    Recording recording;
    recording.recording_sid = recording_sid(1);
    recording.call_sid = call_sid(1);
    recording.uri = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(1);
    return recording;
  }
  template <class Work>
  auto with_store(Work work) {
    return database_.in([&](Session& session) {
      RecordingStore store(session);
      return work(store);
    });
  }
  Recording after(const std::vector<Recording>& news) {
    return with_store([&](RecordingStore& store) {
      for (const auto& item : news) store.save(item);
      return *store.find(recording_sid(1));
    });
  }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(RecordingStoreTest, NewsInAnyOrderEndInTheSameRow) {
  auto begun = recording();
  begun.status = RecordingStatus::in_progress;
  begun.source = "DialVerb";
  auto done = recording();
  done.status = RecordingStatus::completed;
  done.duration = seconds{40};
  done.channels = 2;
  const auto forward = after({begun, done});
  const auto again = after({done, begun, begun});
  for (const auto& row : {forward, again}) {
    EXPECT_EQ(row.status, RecordingStatus::completed);
    EXPECT_EQ(row.duration, seconds{40});
    EXPECT_EQ(row.channels, 2);
    EXPECT_EQ(row.source, "DialVerb");
  }
}

TEST_F(RecordingStoreTest, ARecordingStaysWithItsCall) {
  auto stolen = recording();
  stolen.call_sid = call_sid(2);
  EXPECT_EQ(after({recording(), stolen}).call_sid, call_sid(1));
}

TEST_F(RecordingStoreTest, OneOwnerFetchesAtATime) {
  const auto now = clock_.now();
  const auto claim = [&](const char* owner, Timestamp at) {
    return with_store(
        [&](RecordingStore& store) { return store.claim_fetch(call_sid(1), owner, at, at + seconds{10}); });
  };
  EXPECT_TRUE(claim("a", now));
  EXPECT_FALSE(claim("b", now + seconds{9}));
  EXPECT_TRUE(claim("b", now + seconds{10})) << "a dead owner's right runs out";
  EXPECT_FALSE(with_store(
      [&](RecordingStore& store) { return store.extend_fetch(call_sid(1), "a", now + seconds{60}); }));
  with_store([](RecordingStore& store) { return store.release_fetch(call_sid(1), "a"), 0; });
  EXPECT_FALSE(claim("c", now + seconds{11})) << "only the owner can release";
  with_store([](RecordingStore& store) { return store.release_fetch(call_sid(1), "b"), 0; });
  EXPECT_TRUE(claim("c", now + seconds{11}));
}

TEST_F(RecordingStoreTest, TheClaimKeepsWhatIsKnownOfTheFile) {
  const AudioFile saved{"audio/mpeg", 5'000'000'000, 2, std::chrono::milliseconds{40'180}, clock_.now()};
  with_store([&](RecordingStore& store) { return store.save_audio_file(call_sid(1), saved), 0; });
  with_store([&](RecordingStore& store) {
    return store.claim_fetch(call_sid(1), "a", clock_.now(), clock_.now() + seconds{1});
  });
  const auto read = with_store([](RecordingStore& store) { return store.audio_file(call_sid(1)); });
  EXPECT_EQ(read.content_type, "audio/mpeg");
  EXPECT_EQ(read.size, 5'000'000'000U);
  EXPECT_EQ(read.channels, 2);
  EXPECT_EQ(read.duration, saved.duration);
  EXPECT_EQ(read.fetched_at, saved.fetched_at);
  const auto none = with_store([](RecordingStore& store) { return store.audio_file(call_sid(2)); });
  EXPECT_FALSE(none.fetched_at);
}

TEST_F(RecordingStoreTest, TranscriptAndInsightAreReadBackAsTheyWereSaved) {
  using std::chrono::milliseconds;
  domain::Transcript transcript;
  transcript.segments = {
      {1,
       domain::Speaker::agent,
       milliseconds{400},
       milliseconds{5310},
       "שלום",
       0.9,
       {{"שלום", milliseconds{400}, milliseconds{900}, 0.9}}},
      {0, domain::Speaker::caller, milliseconds{6000}, milliseconds{8000}, "היי \"אני\"", 0.8, {}}};
  domain::Insight insight;
  insight.service = {"plumbing", "אינסטלציה", 0.9, {"אינסטלטור", 1}};
  insight.summary = "סיכום";
  database_.in([&](Session& session) {
    TranscriptStore store(session);
    store.save(call_sid(1), transcript);
    store.save(call_sid(1), transcript);
    store.save_insight(call_sid(1), insight);
  });
  database_.in([&](Session& session) {
    TranscriptStore store(session);
    EXPECT_EQ(store.segments(call_sid(1)), transcript.segments);
    EXPECT_TRUE(store.segments(call_sid(2)).empty());
    const auto read = store.insight(call_sid(1));
    ASSERT_TRUE(read && read->service);
    EXPECT_EQ(read->service->evidence.segment, 1U);
    EXPECT_EQ(read->summary, "סיכום");
    EXPECT_FALSE(read->city);
  });
}

}  // namespace
}  // namespace kolog::store
