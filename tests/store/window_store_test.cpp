// SPDX-License-Identifier: Apache-2.0
#include "store/window_store.h"

#include <gtest/gtest.h>

#include "database/query.h"
#include "store/call_store.h"
#include "store/progress_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using std::chrono::milliseconds;

const std::string kCall = call_sid(1);
const std::string kOtherCall = call_sid(2);

class WindowStoreTest : public ::testing::Test {
 protected:
  WindowStoreTest() {
    database_.in([&](Session& session) {
      add_businesses(session, clock_.now());
      for (const auto& sid : {kCall, kOtherCall}) {
        domain::Call call;
        call.call_sid = sid;
        call.business_id = kBusiness;
        call.created_at = clock_.now();
        CallStore(session).insert(call);
      }
    });
  }

  static FinishedWindow window(std::string text) {
    FinishedWindow finished;
    domain::Segment segment;
    segment.channel = 1;
    segment.speaker = domain::Speaker::agent;
    segment.start = milliseconds{1250};
    segment.end = milliseconds{3500};
    segment.text = std::move(text);
    segment.confidence = 0.75;
    segment.words = {{"יש", milliseconds{1250}, milliseconds{1500}, 0.5}};
    finished.segments = {segment};
    segment.text = "תודה שצפיתם; '); DROP TABLE jobs; --";
    finished.dropped = {{segment, domain::DropReason::known_phrase}};
    return finished;
  }
  bool save(const std::string& call, const std::string& name, const FinishedWindow& finished,
            WindowStore::Limits limits = {}) {
    return database_.in([&](Session& session) {
      return WindowStore(session).save(call, name, finished, clock_.now(), limits);
    });
  }
  std::optional<FinishedWindow> find(const std::string& call, const std::string& name) {
    return database_.in([&](Session& session) { return WindowStore(session).find(call, name); });
  }
  int count(const std::string& call) {
    return database_.in([&](Session& session) { return WindowStore(session).count(call); });
  }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(WindowStoreTest, AWindowIsReadBackWithWhatWasDroppedOfIt) {
  const auto finished = window("יש נזילה");
  ASSERT_TRUE(save(kCall, "0:0-480000", finished));
  const auto read = find(kCall, "0:0-480000");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->segments, finished.segments);
  EXPECT_EQ(read->dropped, finished.dropped);
}

TEST_F(WindowStoreTest, AWindowWithoutSpeechIsFinishedAsWell) {
  ASSERT_TRUE(save(kCall, "silence", {}));
  ASSERT_TRUE(find(kCall, "silence"));
  EXPECT_TRUE(find(kCall, "silence")->segments.empty());
}

TEST_F(WindowStoreTest, AWindowBelongsToItsCallAndItsName) {
  save(kCall, "first", window("one"));
  EXPECT_FALSE(find(kCall, "second"));
  EXPECT_FALSE(find(kOtherCall, "first"));
  save(kCall, "first", window("another"));
  EXPECT_EQ(find(kCall, "first")->segments[0].text, "another");
  EXPECT_EQ(count(kCall), 1);
}

TEST_F(WindowStoreTest, WhatIsBeyondTheLimitsIsNotKept) {
  EXPECT_FALSE(save(kCall, "large", window(std::string(2000, 'a')), {.window_bytes = 2000}));
  EXPECT_TRUE(save(kCall, "first", window("one"), {.windows_per_call = 1}));
  EXPECT_FALSE(save(kCall, "second", window("two"), {.windows_per_call = 1}));
  EXPECT_TRUE(save(kOtherCall, "second", window("two"), {.windows_per_call = 1}));
  EXPECT_FALSE(find(kCall, "large"));
  EXPECT_FALSE(find(kCall, "second"));
}

TEST_F(WindowStoreTest, WhatCannotBeReadAnyMoreIsNotThere) {
  save(kCall, "first", window("one"));
  for (const std::string damage :
       {"segments = 'no JSON'", "segments = '{}'", "segments = '[]', dropped = '[1]'"}) {
    database_.in([&](Session& session) {
      database::Query(session, "UPDATE transcription_windows SET " + damage).run();
    });
    EXPECT_FALSE(find(kCall, "first")) << damage;
  }
}

TEST_F(WindowStoreTest, WindowsAreForgottenOfOneCallAloneAndGoWithIt) {
  save(kCall, "first", window("one"));
  save(kOtherCall, "first", window("one"));
  database_.in([&](Session& session) { WindowStore(session).forget(kCall); });
  EXPECT_EQ(count(kCall), 0);
  EXPECT_EQ(count(kOtherCall), 1);
  database_.in([&](Session& session) { CallStore(session).remove(kBusiness, kOtherCall); });
  EXPECT_EQ(count(kOtherCall), 0);
}

using ProgressStoreTest = WindowStoreTest;

TEST_F(ProgressStoreTest, TheLastWordCountsUntilItIsTakenBack) {
  const auto progress = [&] {
    return database_.in([&](Session& session) { return ProgressStore(session).find(kCall); });
  };
  EXPECT_FALSE(progress());
  database_.in([&](Session& session) {
    ProgressStore(session).save(kCall, {domain::Stage::transcribed, 3});
    ProgressStore(session).save(kCall, {domain::Stage::transcribed, 42});
  });
  ASSERT_TRUE(progress());
  EXPECT_EQ(progress()->stage, domain::Stage::transcribed);
  EXPECT_EQ(progress()->percent, 42);
  database_.in([&](Session& session) { ProgressStore(session).clear(kCall); });
  EXPECT_FALSE(progress());
}

}  // namespace
}  // namespace kolog::store
