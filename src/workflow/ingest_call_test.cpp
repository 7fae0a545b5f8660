// SPDX-License-Identifier: Apache-2.0
#include "workflow/ingest_call.h"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "database/query.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/fact_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "support/test_database.h"
#include "workflow/delete_call.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using database::Session;
using domain::RecordingStatus;
using testing::call_sid;
using testing::FakeClock;
using testing::kAccount;
using testing::kBusiness;
using testing::kNumber;
using testing::kOtherBusiness;
using testing::kOtherNumber;
using testing::recording_sid;
using testing::TestDatabase;

const std::string kCaller = "+972501234567";

class IngestCallTest : public ::testing::Test {
 protected:
  IngestCallTest() {
    database.in([&](Session& session) { testing::add_businesses(session, clock.now()); });
  }

  static CallFacts facts(int number = 1, std::string status = "ringing", std::string to = kNumber) {
    CallFacts told;
    told.call_sid = call_sid(number);
    told.account_sid = kAccount;
    told.from_number = kCaller;
    told.to_number = std::move(to);
    told.direction = "inbound";
    told.status = std::move(status);
    return told;
  }
  static CallFacts ended(int number = 1) {
    auto told = facts(number, "completed");
    told.duration = 42;
    return told;
  }
  static RecordingFacts recording(int number = 1, RecordingStatus status = RecordingStatus::completed,
                                  int call = 1) {
    RecordingFacts told;
    told.call_sid = call_sid(call);
    told.account_sid = kAccount;
    told.recording.uri = "https://api.twilio.com/2010-04-01/Accounts/" + kAccount + "/Recordings/" +
                         recording_sid(number) + ".json";
    told.recording.status = status;
    return told;
  }
  std::optional<domain::Call> call(int number = 1) {
    return database.in(
        [&](Session& session) { return store::CallStore(session).find_any(call_sid(number)); });
  }
  /// Names of all jobs but the look-ups of calls that every call has, in their order.
  std::vector<std::string> jobs(const std::string& which = "kind <> 'lookup'") {
    return database.in([&](Session& session) {
      std::vector<std::string> names;
      std::string name;
      database::Query query(session, "SELECT name FROM jobs WHERE " + which + " ORDER BY name");
      query.into(name);
      while (query.next()) names.push_back(name);
      return names;
    });
  }
  long long rows(const std::string& table) {
    return database.in([&](Session& session) {
      long long count = 0;
      database::Query(session, "SELECT COUNT(*) FROM " + table).into(count).next();
      return count;
    });
  }

  TestDatabase database;
  FakeClock clock;
  StageContext context{*database, clock, {}};
  IngestCall ingest{{}, context};
};

const std::string kFind = "find:" + call_sid(1);
const std::string kFetch = "fetch:" + call_sid(1);

TEST_F(IngestCallTest, AnIncomingCallIsStoredAtOnceAndItsNumberGiven) {
  const auto number = ingest.incoming(facts());
  ASSERT_TRUE(number && *number);
  EXPECT_EQ((*number)->number, kNumber);
  const auto stored = call();
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->business_id, kBusiness);
  EXPECT_EQ(stored->from_number, kCaller);
  EXPECT_EQ(stored->to_number, kNumber);
  EXPECT_EQ(stored->direction, domain::Direction::inbound);
  EXPECT_EQ(stored->status, "ringing");
  EXPECT_EQ(stored->created_at, clock.now());
  EXPECT_TRUE(jobs().empty());
}

TEST_F(IngestCallTest, ACallBelongsToTheBusinessWhoseNumberWasCalled) {
  ASSERT_TRUE(ingest.incoming(facts(1, "ringing", kOtherNumber)));
  EXPECT_EQ(call()->business_id, kOtherBusiness);
}

TEST_F(IngestCallTest, ACallToANumberThatIsNobodysStoresNothing) {
  const auto number = ingest.incoming(facts(1, "ringing", "+15550000000"));
  ASSERT_TRUE(number);
  EXPECT_FALSE(*number);
  ASSERT_TRUE(ingest.status(facts(1, "completed", "+15550000000")));
  ASSERT_TRUE(ingest.stream_ended(facts(1, "", "+15550000000")));
  ASSERT_TRUE(ingest.recording(recording()));
  EXPECT_EQ(rows("call_logs"), 0);
  EXPECT_EQ(rows("recordings"), 0);
  EXPECT_EQ(rows("call_facts"), 0);
  EXPECT_TRUE(jobs().empty());
}

TEST_F(IngestCallTest, ARecordingOfACallThatIsNotKnownMakesUsAskAboutTheCall) {
  ASSERT_TRUE(ingest.recording(recording()));
  EXPECT_EQ(jobs("kind = 'lookup' AND run_at_ms = asked_at_ms"),
            std::vector<std::string>{"lookup:" + kAccount + "/" + call_sid(1)});
  EXPECT_EQ(rows("recordings"), 0);
}

TEST_F(IngestCallTest, HowACallStandsIsLookedUpShouldNobodyTellOfItsEnd) {
  ASSERT_TRUE(ingest.incoming(facts()));
  EXPECT_EQ(jobs("kind = 'lookup' AND run_at_ms = asked_at_ms + 900000"),
            std::vector<std::string>{"lookup:" + kAccount + "/" + call_sid(1)});
}

TEST_F(IngestCallTest, EachFactIsKeptOnceAndCounted) {
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.status(ended()));
  ASSERT_TRUE(ingest.recording(recording()));
  const auto told =
      database.in([&](Session& session) { return store::FactStore(session).of_call(call_sid(1)); });
  std::map<std::string, int> times;
  for (const auto& fact : told) times[fact.identity] = fact.times;
  EXPECT_EQ(times, (std::map<std::string, int>{{"incoming", 2},
                                               {"status:completed", 1},
                                               {"recording:" + recording_sid(1) + ":completed", 1}}));
}

TEST_F(IngestCallTest, AnAccountOfOneBusinessDoesNotSpeakOfAnothers) {
  ASSERT_TRUE(ingest.incoming(facts(1)));
  const auto as_other = [](auto told) {
    told.account_business = kOtherBusiness;
    return told;
  };
  const auto before = call();
  ASSERT_TRUE(ingest.status(as_other(ended())));
  ASSERT_TRUE(ingest.stream_ended(as_other(facts(1, ""))));
  ASSERT_TRUE(ingest.recording(as_other(recording())));
  auto leg = facts(3, "busy");
  leg.parent_call_sid = call_sid(1);
  ASSERT_TRUE(ingest.status(as_other(leg)));
  EXPECT_EQ(call()->status, before->status);
  EXPECT_TRUE(call()->recording_sid.empty());
  EXPECT_EQ(rows("recordings"), 0);
  EXPECT_EQ(rows("call_facts"), 1);

  const auto number = ingest.incoming(as_other(facts(2)));
  ASSERT_TRUE(number);
  EXPECT_FALSE(*number) << "as if the number were nobody's";
  ASSERT_TRUE(ingest.status(as_other(facts(2, "completed"))));
  EXPECT_FALSE(call(2));
  EXPECT_TRUE(ingest.incoming(as_other(facts(4, "ringing", kOtherNumber))).value());
}

TEST_F(IngestCallTest, LateNewsOfADeletedCallDoNotBringItBack) {
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(delete_call(*database, clock, kBusiness, call_sid(1)));
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.status(ended()));
  ASSERT_TRUE(ingest.stream_ended(facts(1, "")));
  EXPECT_FALSE(call());
  ASSERT_TRUE(ingest.recording(recording()));
  EXPECT_FALSE(call());
  const auto targets =
      database.in([&](Session& session) { return store::DeletionStore(session).open_of_call(call_sid(1)); });
  EXPECT_TRUE(std::any_of(targets.begin(), targets.end(), [](const auto& deletion) {
    return deletion.target.ends_with(recording_sid(1));
  })) << "its late recording is deleted at Twilio too";
}

TEST_F(IngestCallTest, ACallThatIsFoundHoursLaterBeganWhenItBegan) {
  auto found = ended();
  found.started_at = clock.now() - 5h;
  ASSERT_TRUE(ingest.looked_up(found));
  EXPECT_EQ(call()->created_at, clock.now() - 5h);
}

TEST_F(IngestCallTest, TheWorkersAreWokenWhenAFactIsStored) {
  int woken = 0;
  context.wake = [&] { ++woken; };
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.recording(recording()));
  EXPECT_EQ(woken, 2);
}

TEST_F(IngestCallTest, AMalformedSidIsInvalidAndStoresNothing) {
  for (const auto* sid : {"", "CA1", "../../etc/passwd", "CA' OR 1=1 --"}) {
    auto told = facts();
    told.call_sid = sid;
    EXPECT_EQ(ingest.incoming(told).error().code, ErrorCode::invalid_request) << sid;
    EXPECT_EQ(ingest.status(told).error().code, ErrorCode::invalid_request) << sid;
    EXPECT_EQ(ingest.stream_ended(told).error().code, ErrorCode::invalid_request) << sid;
    auto recorded = recording();
    recorded.call_sid = sid;
    EXPECT_EQ(ingest.recording(recorded).error().code, ErrorCode::invalid_request) << sid;
  }
  auto told = facts();
  told.account_sid = "AC1";
  EXPECT_EQ(ingest.incoming(told).error().code, ErrorCode::invalid_request);
  EXPECT_EQ(rows("call_logs"), 0);
}

TEST_F(IngestCallTest, ACallThatNobodyAnnouncedIsMadeFromItsStatus) {
  ASSERT_TRUE(ingest.status(ended()));
  EXPECT_EQ(call()->business_id, kBusiness);
  auto outbound = facts(2, "completed", kCaller);
  outbound.from_number = kOtherNumber;
  outbound.direction = "outbound-api";
  ASSERT_TRUE(ingest.status(outbound));
  EXPECT_EQ(call(2)->business_id, kOtherBusiness);
  EXPECT_EQ(call(2)->direction, domain::Direction::outbound);
}

TEST_F(IngestCallTest, EveryOrderAndRepetitionOfTheTellingsEndsInTheSameCall) {
  ASSERT_TRUE(ingest.incoming(facts()));
  const std::vector<std::function<Result<void>(int)>> tellings = {
      [&](int n) -> Result<void> {
        const auto told = ingest.incoming(facts(n));
        return told ? Result<void>() : told.error();
      },
      [&](int n) { return ingest.status(facts(n, "in-progress")); },
      [&](int n) { return ingest.status(ended(n)); },
      [&](int n) { return ingest.recording(recording(n, RecordingStatus::in_progress, n)); },
      [&](int n) { return ingest.recording(recording(n, RecordingStatus::completed, n)); }};
  std::vector<std::size_t> order = {0, 1, 2, 3, 4};
  int number = 10;
  do {
    ++number;
    ASSERT_TRUE(ingest.incoming(facts(number)));
    for (const auto i : order) ASSERT_TRUE(tellings[i](number));
    ASSERT_TRUE(tellings[order[0]](number));  // and once more
    const auto stored = call(number).value();
    EXPECT_EQ(stored.status, domain::kStatusProcessing) << number;
    EXPECT_EQ(stored.duration, 42s);
    EXPECT_EQ(stored.recording_sid, recording_sid(number));
    EXPECT_EQ(stored.recording_url,
              "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(number));
    EXPECT_EQ(stored.ended_at, clock.now());
    const auto all = jobs();
    EXPECT_EQ(std::count(all.begin(), all.end(), "fetch:" + call_sid(number)), 1);
    EXPECT_EQ(std::count(all.begin(), all.end(), "find:" + call_sid(number)), 1);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(IngestCallTest, TheLegThatWasDialledMakesNoSecondCall) {
  ASSERT_TRUE(ingest.incoming(facts()));
  auto child = facts(2, "completed", "+972521111111");
  child.from_number = kNumber;
  child.parent_call_sid = call_sid(1);
  child.duration = 900;
  ASSERT_TRUE(ingest.status(child));
  EXPECT_FALSE(call(2));
  EXPECT_FALSE(call(1)->duration) << "the leg's duration is not the call's";
  EXPECT_EQ(call(1)->to_number, kNumber);
  EXPECT_TRUE(jobs().empty());
}

TEST_F(IngestCallTest, AnAnsweredCallsRecordingIsLookedForIfNobodyTellsOfIt) {
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.status(facts(1, "in-progress")));
  EXPECT_TRUE(jobs().empty());
  ASSERT_TRUE(ingest.status(ended()));
  EXPECT_EQ(jobs(), std::vector<std::string>{kFind});
}

TEST_F(IngestCallTest, AnUnansweredCallsRecordingIsNotLookedFor) {
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.status(facts(1, "no-answer")));
  EXPECT_EQ(call()->status, "no-answer");
  EXPECT_TRUE(jobs().empty());
}

TEST_F(IngestCallTest, AStreamsEndLooksForTheRecordingAtOnce) {
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.stream_ended(facts(1, "")));
  ASSERT_TRUE(ingest.stream_ended(facts(1, "")));
  EXPECT_EQ(jobs(), std::vector<std::string>{kFind});
  const std::vector<std::string> kinds{std::string(kFindJob)};
  EXPECT_EQ(database.in([&](Session& session) {
    return store::JobStore(session).claim(kinds, 1, "worker", clock.now(), clock.now() + 1s).size();
  }),
            1U);
}

TEST_F(IngestCallTest, ARecordingOnItsWayIsNotFetchedYet) {
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.recording(recording(1, RecordingStatus::in_progress)));
  EXPECT_EQ(call()->recording_sid, recording_sid(1));
  EXPECT_TRUE(jobs().empty());
  ASSERT_TRUE(ingest.recording(recording()));
  ASSERT_TRUE(ingest.recording(recording()));
  EXPECT_EQ(jobs(), std::vector<std::string>{kFetch});
}

TEST_F(IngestCallTest, ARecordingWithoutAUriIsNamedByItsSids) {
  ASSERT_TRUE(ingest.incoming(facts()));
  auto told = recording();
  told.recording.uri.clear();
  told.recording.recording_sid = recording_sid(1);
  ASSERT_TRUE(ingest.recording(told));
  EXPECT_EQ(call()->recording_url, "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(1));
}

TEST_F(IngestCallTest, ARecordingElsewhereThanAtTwilioIsRefused) {
  ASSERT_TRUE(ingest.incoming(facts()));
  for (const auto* uri : {"https://evil.example/2010-04-01/Accounts/x/Recordings/y", "file:///etc/passwd",
                          "http://169.254.169.254/latest/meta-data", "/2010-04-01/../../secret"}) {
    auto told = recording();
    told.recording.uri = uri;
    EXPECT_EQ(ingest.recording(told).error().code, ErrorCode::invalid_request) << uri;
  }
  EXPECT_TRUE(jobs().empty());
  EXPECT_TRUE(call()->recording_url.empty());
}

TEST_F(IngestCallTest, AnAbsentRecordingIsTakenBackAndLookedFor) {
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.recording(recording(1, RecordingStatus::in_progress)));
  ASSERT_TRUE(ingest.recording(recording(1, RecordingStatus::absent)));
  EXPECT_TRUE(call()->recording_sid.empty());
  EXPECT_TRUE(call()->recording_url.empty());
  EXPECT_EQ(jobs(), std::vector<std::string>{kFind});
}

TEST_F(IngestCallTest, AnotherRecordingTakesAnAbsentOnesPlace) {
  ASSERT_TRUE(ingest.incoming(facts()));
  ASSERT_TRUE(ingest.recording(recording(1, RecordingStatus::in_progress)));
  ASSERT_TRUE(ingest.recording(recording(2)));
  EXPECT_EQ(call()->recording_sid, recording_sid(1));
  ASSERT_TRUE(ingest.recording(recording(1, RecordingStatus::absent)));
  EXPECT_EQ(call()->recording_sid, recording_sid(2));
  EXPECT_EQ(jobs(), (std::vector<std::string>{kFetch, kFind}));
}

TEST_F(IngestCallTest, ARecordingCannotBeMovedToAnotherCall) {
  ASSERT_TRUE(ingest.incoming(facts(1)));
  ASSERT_TRUE(ingest.incoming(facts(2, "ringing", kOtherNumber)));
  ASSERT_TRUE(ingest.recording(recording(1, RecordingStatus::completed, 1)));
  ASSERT_TRUE(ingest.recording(recording(1, RecordingStatus::completed, 2)));
  EXPECT_EQ(call(1)->recording_sid, recording_sid(1));
  EXPECT_TRUE(call(2)->recording_sid.empty());
}

TEST_F(IngestCallTest, NothingIsKeptWhereTheProcessEndsBeforeTheCommit) {
  ASSERT_TRUE(ingest.incoming(facts()));
  context.hook = [](domain::Stage, Moment moment) {
    if (moment == Moment::before_commit) throw std::runtime_error("killed");
  };
  EXPECT_FALSE(ingest.recording(recording()));
  EXPECT_EQ(rows("recordings"), 0);
  EXPECT_TRUE(jobs().empty());
  EXPECT_TRUE(call()->recording_sid.empty());
}

}  // namespace
}  // namespace kolog::workflow
