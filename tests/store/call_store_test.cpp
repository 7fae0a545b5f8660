// SPDX-License-Identifier: Apache-2.0
#include "store/call_store.h"

#include <set>

#include <gtest/gtest.h>

#include "database/query.h"
#include "support/test_database.h"

namespace kolog::store {
namespace {

using namespace kolog::testing;
using database::Session;
using domain::Call;
using std::chrono::seconds;

class CallStoreTest : public ::testing::Test {
 protected:
  CallStoreTest() {
    database_.in([&](Session& session) { add_businesses(session, clock_.now()); });
  }

  Call add(int number, const std::string& business = kBusiness) {
    Call call;
    call.call_sid = call_sid(number);
    call.business_id = business;
    call.from_number = "+97250000000" + std::to_string(number % 10);
    call.to_number = kNumber;
    call.direction = domain::Direction::inbound;
    call.status = "ringing";
    call.created_at = clock_.now();
    clock_.advance(seconds{1});
    EXPECT_TRUE(database_.in([&](Session& session) { return CallStore(session).insert(call); }));
    return call;
  }

  CallPage list(const CallFilter& filter, const std::string& business = kBusiness) {
    return database_.in([&](Session& session) { return CallStore(session).list(business, filter); });
  }

  FakeClock clock_;
  TestDatabase database_;
};

TEST_F(CallStoreTest, CallIsReadBackAsItWasSaved) {
  auto call = add(1);
  call.duration = seconds{42};
  call.recording_sid = recording_sid(1);
  call.recording_url = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(1);
  call.ended_at = clock_.now();
  call.status = "completed";
  database_.in([&](Session& session) { CallStore(session).save_facts(call); });
  const auto read =
      database_.in([&](Session& session) { return CallStore(session).find(kBusiness, call.call_sid); });
  ASSERT_TRUE(read);
  EXPECT_EQ(read->duration, seconds{42});
  EXPECT_EQ(read->recording_url, call.recording_url);
  EXPECT_EQ(read->direction, domain::Direction::inbound);
  EXPECT_EQ(read->created_at, call.created_at);
  EXPECT_EQ(read->ended_at, call.ended_at);
  EXPECT_EQ(read->status, "completed");
}

TEST_F(CallStoreTest, SameCallIsInsertedOnce) {
  const auto call = add(1);
  EXPECT_FALSE(database_.in([&](Session& session) { return CallStore(session).insert(call); }));
}

TEST_F(CallStoreTest, FirstNoticeOfACallStays) {
  const auto call = add(1);
  const auto untold = add(2);
  const domain::RecordingNotice first{domain::Language::english, "Recorded; 'kept' for <a week>.",
                                      clock_.now()};
  const domain::RecordingNotice later{domain::Language::hebrew, "מוקלט", clock_.now() + seconds{60}};
  database_.in([&](Session& session) {
    CallStore(session).save_notice(call.call_sid, first);
    CallStore(session).save_notice(call.call_sid, later);
  });
  database_.in([&](Session& session) { CallStore(session).save_facts(call); });
  const auto read =
      database_.in([&](Session& session) { return CallStore(session).find_any(call.call_sid); });
  ASSERT_TRUE(read && read->notice);
  EXPECT_EQ(read->notice->words, first.words);
  EXPECT_EQ(read->notice->language, first.language);
  EXPECT_EQ(read->notice->announced_at, first.announced_at);
  EXPECT_FALSE(
      database_.in([&](Session& session) { return CallStore(session).find_any(untold.call_sid); })->notice);
  // A list reads rows one after another into the same place.
  const auto page = list({});
  ASSERT_EQ(page.calls.size(), 2U);
  EXPECT_FALSE(page.calls[0].notice);
  EXPECT_TRUE(page.calls[1].notice);
}

TEST_F(CallStoreTest, AnotherBusinessesCallIsNotThere) {
  const auto call = add(1);
  EXPECT_FALSE(
      database_.in([&](Session& session) { return CallStore(session).find(kOtherBusiness, call.call_sid); }));
  EXPECT_EQ(list({}, kOtherBusiness).total, 0);
  EXPECT_FALSE(database_.in([&](Session& session) {
    return CallStore(session).correct(kOtherBusiness, call.call_sid, {.notes = "mine now"});
  }));
}

TEST_F(CallStoreTest, PagesHoldEveryCallOnceEvenIfNewOnesComeInBetween) {
  for (int i = 1; i <= 7; ++i) add(i);
  std::set<std::string> seen;
  CallFilter filter;
  filter.limit = 3;
  auto page = list(filter);
  EXPECT_EQ(page.total, 7);
  for (int pages = 0; pages < 5; ++pages) {
    for (const auto& call : page.calls) EXPECT_TRUE(seen.insert(call.call_sid).second) << call.call_sid;
    if (page.next_cursor.empty()) break;
    if (pages == 0) add(8);
    filter.cursor = page.next_cursor;
    page = list(filter);
  }
  EXPECT_EQ(seen.size(), 7U);
}

TEST_F(CallStoreTest, SearchTakesWildcardsLiterally) {
  const auto call = add(1);
  add(2);
  database_.in([&](Session& session) {
    CallStore(session).save_transcript(call.call_sid, "הנחה של 100% על שיפוץ", domain::Language::hebrew);
  });
  CallFilter filter;
  filter.search = "100%";
  EXPECT_EQ(list(filter).total, 1);
  filter.search = "%";
  EXPECT_EQ(list(filter).total, 1);
  filter.search = "' OR 1=1 --";
  EXPECT_EQ(list(filter).total, 0);
  filter.search = "שיפוץ";
  EXPECT_EQ(list(filter).total, 1);
}

TEST_F(CallStoreTest, MachinesDoNotOverwriteWhatAPersonCorrected) {
  const auto call = add(1);
  database_.in([&](Session& session) {
    CallStore store(session);
    store.save_transcript(call.call_sid, "machine", domain::Language::english);
    store.save_extraction(call.call_sid, {.service = "plumbing", .city = "חיפה", .confidence = 0.9});
    EXPECT_TRUE(
        store.correct(kBusiness, call.call_sid, {.final_transcript = "person", .service = "electrical"}));
    store.save_transcript(call.call_sid, "machine again", domain::Language::english);
    store.save_extraction(call.call_sid, {.service = "moving", .city = "עכו", .confidence = 0.8});
  });
  const auto read =
      database_.in([&](Session& session) { return *CallStore(session).find_any(call.call_sid); });
  EXPECT_EQ(read.final_transcript, "person");
  EXPECT_EQ(read.transcript_source, "person");
  EXPECT_EQ(read.transcription, "machine again");
  EXPECT_EQ(read.extracted_service, "electrical");
  EXPECT_EQ(read.extracted_city, "עכו");
}

TEST_F(CallStoreTest, StagesKeepTheirFirstTimeAndComeInOrder) {
  const auto call = add(1);
  const auto first = clock_.now();
  database_.in([&](Session& session) {
    CallStore store(session);
    store.reach(call.call_sid, domain::Stage::recorded, first + seconds{5});
    store.reach(call.call_sid, domain::Stage::ingested, first);
    store.reach(call.call_sid, domain::Stage::ingested, first + seconds{60});
  });
  auto stages = database_.in([&](Session& session) { return CallStore(session).stages(call.call_sid); });
  ASSERT_EQ(stages.size(), 2U);
  EXPECT_EQ(stages[0].stage, domain::Stage::ingested);
  EXPECT_EQ(stages[0].at, first);
  database_.in([&](Session& session) { CallStore(session).unreach(call.call_sid, domain::Stage::recorded); });
  stages = database_.in([&](Session& session) { return CallStore(session).stages(call.call_sid); });
  EXPECT_EQ(stages.size(), 1U);
}

TEST_F(CallStoreTest, TheQueryOfTheFirstDayPrintsFullColumns) {
  const auto call = add(1);
  database_.in([&](Session& session) {
    CallStore store(session);
    auto saved = *store.find_any(call.call_sid);
    saved.recording_url = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(1);
    store.save_facts(saved);
    store.save_transcript(call.call_sid, "text", domain::Language::english);
    store.save_extraction(call.call_sid, {.service = "moving", .city = "עכו", .confidence = 0.8});
  });
  std::string columns[6];
  database_.in([&](Session& session) {
    database::Query query(
        session,
        "SELECT call_sid, recording_url, transcription, final_transcript, extracted_service, "
        "extracted_city FROM call_logs WHERE created_at < datetime('now', '+100 years') ORDER BY created_at "
        "DESC LIMIT 5");
    query.into(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
    EXPECT_TRUE(query.next());
  });
  for (const auto& column : columns) EXPECT_FALSE(column.empty());
}

TEST_F(CallStoreTest, APersonsLookIsWantedAtWhatTheMachineIsNotSureOfUntilTheyHaveCorrectedIt) {
  const auto call = add(1);
  const auto needs_review = [&] {
    CallFilter filter;
    filter.needs_review = true;
    return list(filter).total == 1;
  };
  const auto extract = [&](domain::Certainty service, domain::Certainty city) {
    database_.in([&](Session& session) {
      CallStore(session).save_extraction(
          call.call_sid, {.service_certainty = service, .city_certainty = city, .confidence = 0.5});
    });
  };
  const auto correct = [&](const CallCorrection& correction) {
    database_.in([&](Session& session) { CallStore(session).correct(kBusiness, call.call_sid, correction); });
  };
  using enum domain::Certainty;
  EXPECT_FALSE(needs_review());
  extract(sure, empty);
  EXPECT_FALSE(needs_review());
  extract(ask, ask);
  EXPECT_TRUE(needs_review());
  correct({.service = "moving"});
  EXPECT_TRUE(needs_review()) << "the city is still unsure";
  correct({.notes = "called back"});
  EXPECT_TRUE(needs_review());
  correct({.city = ""});
  EXPECT_FALSE(needs_review());
  extract(ask, ask);
  EXPECT_FALSE(needs_review()) << "a person has said both";
}

TEST_F(CallStoreTest, APersonsValuesOfFieldsStayUntilTheyTakeThemBack) {
  const auto call = add(1);
  const auto correct = [&](std::map<std::string, std::optional<std::string>> fields) {
    database_.in([&](Session& session) {
      CallStore(session).correct(kBusiness, call.call_sid, {.fields = std::move(fields)});
    });
    return database_.in([&](Session& session) { return CallStore(session).find_any(call.call_sid).value(); });
  };
  using Values = std::map<std::string, std::string>;
  EXPECT_EQ(correct({{"floor", "3"}, {"note", "\"quoted\" <b>"}}).corrected_values,
            (Values{{"floor", "3"}, {"note", "\"quoted\" <b>"}}));
  EXPECT_EQ(correct({{"floor", ""}}).corrected_values, (Values{{"floor", ""}, {"note", "\"quoted\" <b>"}}));
  database_.in([&](Session& session) { CallStore(session).save_extraction(call.call_sid, {}); });
  EXPECT_EQ(correct({{"note", std::nullopt}, {"never", std::nullopt}}).corrected_values,
            (Values{{"floor", ""}}));
}

TEST_F(CallStoreTest, AServiceKeepsTheNameThatItHad) {
  const auto call = add(1);
  const auto read = [&] {
    return database_.in([&](Session& session) { return CallStore(session).find_any(call.call_sid).value(); });
  };
  database_.in([&](Session& session) {
    CallStore(session).save_extraction(call.call_sid, {.service = "roofs", .service_name = "גגות"});
  });
  EXPECT_EQ(read().service_name, "גגות");
  database_.in([&](Session& session) {
    CallStore store(session);
    store.correct(kBusiness, call.call_sid, {.service = "walls", .service_name = "קירות"});
    store.save_extraction(call.call_sid, {.service = "roofs", .service_name = "גגות"});
  });
  EXPECT_EQ(read().service_name, "קירות");
  EXPECT_EQ(read().corrected, std::vector<std::string>{"service"});
}

TEST_F(CallStoreTest, CallsAreFoundByWhyAndHowUrgentlySomebodyCalled) {
  for (int number = 1; number <= 3; ++number) add(number);
  database_.in([&](Session& session) {
    CallStore store(session);
    store.save_extraction(call_sid(1),
                          {.intent = domain::Intent::cancellation, .urgency = domain::Urgency::urgent});
    store.save_extraction(call_sid(2), {.intent = domain::Intent::request});
  });
  const auto total = [&](const std::string& intent, const std::string& urgency) {
    CallFilter filter;
    filter.intent = intent;
    filter.urgency = urgency;
    return list(filter).total;
  };
  EXPECT_EQ(total("cancellation", ""), 1);
  EXPECT_EQ(total("request", "normal"), 1);
  EXPECT_EQ(total("request", "urgent"), 0);
  EXPECT_EQ(total("", "urgent"), 1);
}

TEST_F(CallStoreTest, CorrectedCallsAreTheBusinesssOwnNewestFirst) {
  for (int number = 1; number <= 4; ++number) add(number);
  add(5, kOtherBusiness);
  database_.in([&](Session& session) {
    CallStore store(session);
    store.correct(kBusiness, call_sid(1), {.city = "חיפה"});
    store.correct(kBusiness, call_sid(2), {.notes = "no correction"});
    store.correct(kBusiness, call_sid(3), {.fields = {{"floor", "3"}}});
    store.correct(kBusiness, call_sid(4), {.fields = {{"floor", std::nullopt}}});
    store.correct(kOtherBusiness, call_sid(5), {.city = "עכו"});
    EXPECT_EQ(store.corrected(kBusiness, 10), (std::vector{call_sid(3), call_sid(1)}));
    EXPECT_EQ(store.corrected(kBusiness, 1), std::vector{call_sid(3)});
  });
}

}  // namespace
}  // namespace kolog::store
