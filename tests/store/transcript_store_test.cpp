// SPDX-License-Identifier: Apache-2.0
#include "store/transcript_store.h"

#include <gtest/gtest.h>

#include "store/call_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using domain::DropReason;
using std::chrono::milliseconds;

const std::string kCall = call_sid(1);

domain::Segment segment(int start, std::string text) {
  return {1,
          domain::Speaker::agent,
          milliseconds{start},
          milliseconds{start + 900},
          text,
          0.5,
          {{text, milliseconds{start}, milliseconds{start + 900}, 0.5}}};
}

class TranscriptStoreTest : public ::testing::Test {
 protected:
  TranscriptStoreTest() {
    database_.in([&](Session& session) {
      add_businesses(session, clock_.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.created_at = clock_.now();
      CallStore(session).insert(call);
    });
  }
  void save(const domain::Transcript& transcript) {
    database_.in([&](Session& session) { TranscriptStore(session).save(kCall, transcript); });
  }
  std::vector<domain::Segment> segments() {
    return database_.in([&](Session& session) { return TranscriptStore(session).segments(kCall); });
  }
  std::vector<domain::DroppedSegment> dropped() {
    return database_.in([&](Session& session) { return TranscriptStore(session).dropped(kCall); });
  }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(TranscriptStoreTest, WhatWasDroppedIsReadBackWithItsReasonAndApartFromTheText) {
  domain::Transcript transcript;
  transcript.segments = {segment(0, "יש נזילה"), segment(2000, "Where?")};
  for (const auto reason : {DropReason::no_speech, DropReason::unsure, DropReason::repetition,
                            DropReason::known_phrase, DropReason::outside_speech}) {
    transcript.dropped.push_back({segment(1000, "Thanks for watching"), reason});
  }
  save(transcript);
  EXPECT_EQ(segments(), transcript.segments);
  EXPECT_EQ(dropped(), transcript.dropped);
}

TEST_F(TranscriptStoreTest, ANewTranscriptReplacesBoth) {
  domain::Transcript transcript;
  transcript.segments = {segment(0, "one")};
  transcript.dropped = {{segment(1000, "two"), DropReason::unsure}};
  save(transcript);
  save({});
  EXPECT_TRUE(segments().empty());
  EXPECT_TRUE(dropped().empty());
}

}  // namespace
}  // namespace kolog::store
