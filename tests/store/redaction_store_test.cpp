// SPDX-License-Identifier: Apache-2.0
#include "store/redaction_store.h"

#include <gtest/gtest.h>

#include "database/query.h"
#include "store/call_store.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using namespace std::chrono_literals;
using database::Session;
using domain::RedactedSpan;
using domain::SensitiveKind;

const std::string kCall = call_sid(1);

class RedactionStoreTest : public ::testing::Test {
 protected:
  RedactionStoreTest() {
    database_.in([&](Session& session) {
      add_businesses(session, clock_.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.created_at = clock_.now();
      CallStore(session).insert(call);
    });
  }

  Redaction redaction() const {
    Redaction made;
    made.policy = {.cards = true, .phones = true, .audio = true};
    made.spans = {{3, 10, 25, SensitiveKind::card, 1, 1250ms, 3500ms},
                  {4, 0, 7, SensitiveKind::phone, std::nullopt, 0ms, 0ms}};
    made.originals = {{"notes", "תתקשר ל-0541234567; '); DROP TABLE jobs; --"}};
    made.recording_sids = recording_sid(1);
    made.redacted_at = clock_.now();
    return made;
  }
  void save(const Redaction& made) {
    database_.in([&](Session& session) { RedactionStore(session).save(kCall, made); });
  }
  bool save_audio(const Redaction& made_of) {
    return database_.in(
        [&](Session& session) { return RedactionStore(session).save_audio(kCall, made_of, 7, "audio/wav"); });
  }
  std::optional<Redaction> find() {
    return database_.in([&](Session& session) { return RedactionStore(session).find(kCall); });
  }

  TestDatabase database_;
  FakeClock clock_;
};

TEST_F(RedactionStoreTest, WhatIsSavedIsFoundAsItWas) {
  EXPECT_FALSE(find());
  save(redaction());
  const auto found = find();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->policy, redaction().policy);
  EXPECT_EQ(found->spans, redaction().spans);
  EXPECT_EQ(found->originals, redaction().originals);
  EXPECT_EQ(found->recording_sids, redaction().recording_sids);
  EXPECT_EQ(found->redacted_at, clock_.now());
  EXPECT_EQ(found->audio_size, 0U);
  EXPECT_TRUE(found->needs_tone());
}

TEST_F(RedactionStoreTest, ACopyCountsOnlyForTheSpansThatItWasMadeOf) {
  const auto before = redaction();
  auto after = redaction();
  after.spans.pop_back();
  save(before);
  EXPECT_TRUE(save_audio(before));
  EXPECT_EQ(find()->audio_size, 7U);
  EXPECT_EQ(find()->audio_content_type, "audio/wav");
  save(after);
  EXPECT_EQ(find()->audio_size, 0U) << "and is made anew";
  EXPECT_FALSE(save_audio(before)) << "also where it was being made meanwhile";
  EXPECT_EQ(find()->audio_size, 0U);
}

TEST_F(RedactionStoreTest, OriginalsAreKeptBesideWhatIsThere) {
  save(redaction());
  save_audio(redaction());
  database_.in([&](Session& session) {
    RedactionStore(session).save_originals(kCall, {{"final_transcript", "0541234567"}}, clock_.now());
  });
  EXPECT_EQ(find()->spans, redaction().spans);
  EXPECT_EQ(find()->audio_size, 7U);
  EXPECT_EQ(find()->originals.size(), 1U);
}

TEST_F(RedactionStoreTest, OriginalsOfACallThatIsNotRedactedYetComeWithAnEmptyPolicy) {
  database_.in([&](Session& session) {
    RedactionStore(session).save_originals(kCall, {{"notes", "0541234567"}}, clock_.now());
  });
  EXPECT_EQ(find()->policy, domain::RedactionPolicy{});
  EXPECT_TRUE(find()->spans.empty());
}

TEST_F(RedactionStoreTest, ItGoesWithItsCall) {
  save(redaction());
  database_.in([&](Session& session) { CallStore(session).remove(kBusiness, kCall); });
  EXPECT_FALSE(find());
}

TEST_F(RedactionStoreTest, SpansThatCannotBeReadAreNotTakenForNone) {
  save(redaction());
  database_.in(
      [&](Session& session) { database::Query(session, "UPDATE redactions SET spans = 'rubbish'").run(); });
  const auto found = database_->read([&](Session& session) -> Result<std::optional<Redaction>> {
    return RedactionStore(session).find(kCall);
  });
  EXPECT_FALSE(found);
}

}  // namespace
}  // namespace kolog::store
