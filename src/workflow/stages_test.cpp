// SPDX-License-Identifier: Apache-2.0
// The stages after a call is taken in, each run as a worker runs it, against an outside world that answers as
// it is told.
#include "workflow/stages.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "database/query.h"
#include "store/call_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "store/transcript_store.h"
#include "store/webhook_store.h"
#include "support/one_account.h"
#include "support/test_database.h"
#include "workflow/find_recording.h"
#include "workflow/reprocess_call.h"
#include "workflow/understand_call.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using database::Session;
using domain::Stage;
using store::CallStore;
using store::Delivery;
using store::JobStore;
using store::WebhookStore;
using testing::call_sid;
using testing::FakeClock;
using testing::kAccount;
using testing::kBusiness;
using testing::kOtherBusiness;
using testing::recording_sid;
using testing::TestDatabase;

const std::string kCall = call_sid(1);

class FakeClient final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    requests.push_back(request);
    if (answers.empty()) return failure(ErrorCode::unavailable, "No answer");
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  void answer(int status, std::string body = "") { answers.push_back({status, {}, std::move(body)}); }

  std::deque<http::ClientResponse> answers;
  std::vector<http::ClientRequest> requests;
};

class FakeExtractor final : public insight::Extractor {
 public:
  Result<domain::Insight> extract(const insight::ExtractionInput& input) override {
    heard = domain::plain_text(input.transcript);
    return answer;
  }
  Result<domain::Insight> answer = domain::Insight{};
  std::string heard;
};

class FakeSummariser final : public insight::Summariser {
 public:
  Result<std::string> summarise(const domain::Transcript&, const domain::Insight&) override { return answer; }
  Result<std::string> answer = std::string("A tap drips.");
};

class StagesTest : public ::testing::Test {
 protected:
  StagesTest() {
    database.in([&](Session& session) {
      testing::add_businesses(session, clock.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.status = "completed";
      call.created_at = clock.now();
      CallStore(session).insert(call);
    });
  }

  /// Asks for the job if nobody has, and claims it.
  jobs::JobRun claimed(std::string_view kind, std::string_view subject = kCall) {
    return database.in([&](Session& session) {
      JobStore store(session);
      store.enqueue(kind, subject, clock.now());
      const std::vector<std::string> kinds{std::string(kind)};
      return jobs::JobRun{
          store.claim(kinds, 1, "worker", clock.now(), clock.now() + 1min).at(0), "worker", {}};
    });
  }
  std::string state_of(const std::string& job) {
    return database.in([&](Session& session) {
      std::string state = "(none)";
      database::Query(session, "SELECT state FROM jobs WHERE name = :name")
          .with("name", job)
          .into(state)
          .next();
      return state;
    });
  }
  domain::Call call() {
    return database.in([&](Session& session) { return CallStore(session).find_any(kCall).value(); });
  }
  bool has_reached(Stage stage) {
    return database.in([&](Session& session) {
      for (const auto& reached : CallStore(session).stages(kCall)) {
        if (reached.stage == stage) return true;
      }
      return false;
    });
  }
  void reach(Stage last) {
    database.in([&](Session& session) {
      for (int stage = 0; stage <= static_cast<int>(last); ++stage) {
        CallStore(session).reach(kCall, static_cast<Stage>(stage), clock.now());
      }
    });
  }
  void add_endpoint(const std::string& id, const std::string& events = "call.processed,call.failed",
                    const std::string& business = kBusiness) {
    database.in([&](Session& session) {
      domain::WebhookEndpoint endpoint;
      endpoint.id = id;
      endpoint.business_id = business;
      endpoint.url = "https://hooks.example.org/" + id;
      endpoint.events = events;
      endpoint.created_at = clock.now();
      WebhookStore(session).insert_endpoint(endpoint);
    });
  }
  std::vector<Delivery> deliveries() {
    return database.in(
        [&](Session& session) { return WebhookStore(session).deliveries_of_call(kBusiness, kCall); });
  }

  TestDatabase database;
  FakeClock clock;
  FakeClient client;
  StageContext context{*database, clock, {}};
};

// Finding a call's recording.

class FindRecordingTest : public StagesTest {
 protected:
  Result<void> find() {
    return FindRecording({4h}, context, twilio)(run ? *run : run.emplace(claimed(kFindJob)));
  }
  void answer_with(std::string_view status) {
    client.answer(200, R"({"recordings":[{"sid":")" + recording_sid(1) + R"(","status":")" +
                           std::string(status) +
                           R"(","channels":2,"source":"DialVerb"}],"next_page_uri":null})");
  }

  testing::OneAccount accounts{kAccount};
  twilio::RestClient twilio{client, accounts, clock, {}};
  std::optional<jobs::JobRun> run;
};

TEST_F(FindRecordingTest, WhatTwilioListsBecomesTheCallsRecordingAndIsFetched) {
  answer_with("completed");
  ASSERT_TRUE(find());
  EXPECT_EQ(call().recording_sid, recording_sid(1));
  EXPECT_EQ(call().recording_url, "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(1));
  EXPECT_EQ(call().status, domain::kStatusProcessing);
  EXPECT_TRUE(has_reached(Stage::recorded));
  EXPECT_EQ(state_of("fetch:" + kCall), "ready");
  EXPECT_EQ(state_of("find:" + kCall), "done");
}

TEST_F(FindRecordingTest, NoneYetIsLookedForAgain) {
  client.answer(200, R"({"recordings":[]})");
  EXPECT_EQ(find().error().code, ErrorCode::recording_pending);
  client.answer(404, "{}");
  EXPECT_EQ(find().error().code, ErrorCode::recording_pending);
  answer_with("in-progress");
  EXPECT_EQ(find().error().code, ErrorCode::recording_pending);
  EXPECT_EQ(state_of("fetch:" + kCall), "(none)");
  answer_with("completed");
  EXPECT_TRUE(find());
  EXPECT_EQ(state_of("fetch:" + kCall), "ready");
}

TEST_F(FindRecordingTest, AnAbsentRecordingIsNone) {
  answer_with("absent");
  ASSERT_TRUE(find());
  EXPECT_EQ(call().status, domain::kStatusNoRecording);
  EXPECT_TRUE(call().recording_sid.empty());
  EXPECT_EQ(state_of("fetch:" + kCall), "(none)");
}

TEST_F(FindRecordingTest, AfterHoursThereIsNone) {
  run = claimed(kFindJob);
  clock.advance(4h);
  client.answer(200, R"({"recordings":[]})");
  EXPECT_FALSE(find());
  EXPECT_EQ(call().status, "completed");
  clock.advance(1ms);
  client.answer(200, R"({"recordings":[]})");
  EXPECT_TRUE(find());
  EXPECT_EQ(call().status, domain::kStatusNoRecording);
}

class FindAnotherTest : public FindRecordingTest {
 protected:
  void known(int number, domain::RecordingStatus status) {
    database.in([&](Session& session) {
      domain::Recording recording;
      recording.recording_sid = recording_sid(number);
      recording.call_sid = kCall;
      recording.uri = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording.recording_sid;
      recording.status = status;
      store::RecordingStore(session).save(recording);
    });
  }
  domain::RecordingStatus status_of(int number) {
    return database.in(
        [&](Session& session) { return store::RecordingStore(session).find(recording_sid(number))->status; });
  }
};

TEST_F(FindAnotherTest, EvenWhereOneIsKnownTheListIsReadOnceSinceNewsOfAnotherMayBeLost) {
  known(2, domain::RecordingStatus::completed);
  answer_with("completed");
  EXPECT_TRUE(find());
  EXPECT_EQ(client.requests.size(), 1U);
  EXPECT_EQ(status_of(1), domain::RecordingStatus::completed);
  EXPECT_EQ(state_of("fetch:" + kCall), "ready");
  EXPECT_EQ(state_of("find:" + kCall), "done");
}

TEST_F(FindAnotherTest, AListThatLagsDoesNotTakeAwayWhatIsKnown) {
  known(1, domain::RecordingStatus::completed);
  client.answer(200, R"({"recordings":[]})");
  EXPECT_TRUE(find());
  EXPECT_EQ(call().status, "completed");
  EXPECT_EQ(status_of(1), domain::RecordingStatus::completed);
}

TEST_F(FindAnotherTest, WhatTwilioHasNotFinishedAfterHoursIsGivenUpAndTheRestFetched) {
  known(1, domain::RecordingStatus::completed);
  known(2, domain::RecordingStatus::in_progress);
  run = claimed(kFindJob);
  client.answer(200, R"({"recordings":[]})");
  EXPECT_EQ(find().error().code, ErrorCode::recording_pending);
  clock.advance(5h);
  client.answer(200, R"({"recordings":[]})");
  EXPECT_TRUE(find());
  EXPECT_EQ(status_of(2), domain::RecordingStatus::failed);
  EXPECT_EQ(state_of("fetch:" + kCall), "ready");
}

TEST_F(FindAnotherTest, ALookUpThatIsGivenUpFailsNoCallWhoseRecordingIsKnown) {
  const auto job = claimed(kFindJob).job;
  const auto refused = failure(ErrorCode::refused, "Wrong credentials");
  known(1, domain::RecordingStatus::completed);
  database.in([&](Session& session) { FindRecording::give_up(session, context, "https://k", job, refused); });
  EXPECT_EQ(call().status, "completed");
  database.in([&](Session& session) {
    domain::Recording gone;
    gone.recording_sid = recording_sid(1);
    gone.status = domain::RecordingStatus::failed;
    store::RecordingStore(session).save(gone);
    FindRecording::give_up(session, context, "https://k", job, refused);
  });
  EXPECT_EQ(call().status, domain::kStatusFailed);
}

TEST_F(FindRecordingTest, ACallThatWasDeletedNeedsNothing) {
  run = claimed(kFindJob, call_sid(7));
  EXPECT_TRUE(find());
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(FindRecordingTest, WrongCredentialsAreNotNoRecording) {
  clock.advance(5h);
  client.answer(401, "{}");
  EXPECT_EQ(find().error().code, ErrorCode::refused);
  EXPECT_EQ(call().status, "completed");
}

// Understanding.

class UnderstandTest : public StagesTest {
 protected:
  UnderstandTest() {
    database.in([&](Session& session) {
      domain::Transcript transcript;
      domain::Segment segment;
      segment.text = "The tap drips in Haifa";
      transcript.segments.push_back(segment);
      store::TranscriptStore(session).save(kCall, transcript);
      CallStore(session).save_transcript(kCall, segment.text, domain::Language::english);
    });
  }
  Result<void> extract() { return ExtractCall(context, extractor, defaults, kZone)(claimed(kExtractJob)); }
  Result<void> summarise() {
    return SummariseCall(context, summariser, "https://calls.example.com", defaults,
                         kZone)(claimed(kSummariseJob));
  }

  static constexpr auto kZone = "Asia/Jerusalem";
  domain::InsightSettings defaults;
  FakeExtractor extractor;
  FakeSummariser summariser;
};

TEST_F(UnderstandTest, WhatWasExtractedIsSavedAndTheSummaryAskedForAtOnce) {
  extractor.answer->service = {"plumbing", "Plumbing", 0.9, {}};
  extractor.answer->city = {"חיפה", 0.8, {}};
  ASSERT_TRUE(extract());
  EXPECT_EQ(extractor.heard, "The tap drips in Haifa");
  EXPECT_EQ(call().extracted_service, "plumbing");
  EXPECT_EQ(call().extracted_city, "חיפה");
  EXPECT_EQ(call().extraction_confidence, 0.8);
  EXPECT_TRUE(has_reached(Stage::extracted));
  EXPECT_EQ(state_of("summarise:" + kCall), "ready");
  EXPECT_EQ(state_of("extract:" + kCall), "done");
}

TEST_F(UnderstandTest, APersonsCorrectionIsWhatIsUnderstoodAndStays) {
  database.in([&](Session& session) {
    store::CallCorrection correction;
    correction.final_transcript = "The roof leaks";
    correction.city = "עכו";
    CallStore(session).correct(kBusiness, kCall, correction);
  });
  extractor.answer->city = {"חיפה", 0.8, {}};
  ASSERT_TRUE(extract());
  EXPECT_EQ(extractor.heard, "The roof leaks");
  EXPECT_EQ(call().extracted_city, "עכו");
  EXPECT_EQ(call().final_transcript, "The roof leaks");
}

TEST_F(UnderstandTest, AFailedSummaryLeavesTheFactsWhereTheyAre) {
  extractor.answer->service = {"plumbing", "Plumbing", 0.9, {}};
  ASSERT_TRUE(extract());
  add_endpoint("ep_1");
  summariser.answer = failure(ErrorCode::unavailable, "No model");
  EXPECT_FALSE(summarise());
  EXPECT_EQ(call().extracted_service, "plumbing");
  EXPECT_FALSE(has_reached(Stage::summarised));
  EXPECT_TRUE(deliveries().empty());
}

TEST_F(UnderstandTest, ASummaryEndsTheCallAndTellsEachSubscribedEndpointOnce) {
  add_endpoint("ep_both");
  add_endpoint("ep_processed", "call.processed");
  add_endpoint("ep_failed", "call.failed");
  add_endpoint("ep_similar", "call.processed.not");
  add_endpoint("ep_other", "call.processed", kOtherBusiness);
  add_endpoint("ep_off");
  database.in([&](Session& session) { WebhookStore(session).disable_endpoint("ep_off", "", ""); });
  ASSERT_TRUE(summarise());
  EXPECT_EQ(call().status, domain::kStatusProcessed);
  EXPECT_EQ(call().summary, "A tap drips.");
  const auto told = deliveries();
  ASSERT_EQ(told.size(), 2U);
  for (const auto& delivery : told) {
    EXPECT_TRUE(delivery.endpoint_id == "ep_both" || delivery.endpoint_id == "ep_processed");
    EXPECT_EQ(state_of("deliver:" + delivery.id), "ready");
    EXPECT_NE(delivery.body.find(R"("summary":"A tap drips.")"), std::string::npos);
  }
  EXPECT_NE(told[0].endpoint_id, told[1].endpoint_id);
  EXPECT_NE(told[0].id, told[1].id);
}

TEST_F(UnderstandTest, NothingIsToldWhereTheProcessEndsBeforeTheCommit) {
  add_endpoint("ep_1");
  context.hook = [](Stage, Moment moment) {
    if (moment == Moment::before_commit) throw std::runtime_error("killed");
  };
  EXPECT_FALSE(summarise());
  EXPECT_TRUE(deliveries().empty());
  EXPECT_EQ(call().status, "completed");
  EXPECT_FALSE(has_reached(Stage::summarised));
  EXPECT_EQ(state_of("summarise:" + kCall), "leased");
}

TEST_F(UnderstandTest, AWorkerThatLostItsLeaseSavesAndTellsNothing) {
  add_endpoint("ep_1");
  auto run = claimed(kSummariseJob);
  run.owner = "somebody else";
  EXPECT_EQ(SummariseCall(context, summariser, "", defaults, kZone)(run).error().code, ErrorCode::cancelled);
  EXPECT_TRUE(deliveries().empty());
  EXPECT_EQ(call().summary, "");
}

TEST_F(UnderstandTest, AFailedCallSaysWhereAndWhyAndIsTold) {
  add_endpoint("ep_1");
  database.in([&](Session& session) {
    fail_call(session, clock, "", kCall, Stage::transcribed,
              failure(ErrorCode::refused, "No speech", "secret detail"));
  });
  EXPECT_EQ(call().status, domain::kStatusFailed);
  EXPECT_EQ(call().failure_stage, "transcribed");
  EXPECT_EQ(call().failure_reason, "No speech");
  EXPECT_EQ(call().failure_code, "refused");
  ASSERT_EQ(deliveries().size(), 1U);
  EXPECT_EQ(deliveries()[0].event, "call.failed");
  EXPECT_EQ(deliveries()[0].body.find("secret detail"), std::string::npos);
}

// Running again.

class ReprocessCallTest : public StagesTest {
 protected:
  Result<void> reprocess(Stage from, const std::string& business = kBusiness,
                         const std::string& sid = kCall) {
    return reprocess_call(*database, clock, business, sid, from);
  }
};

TEST_F(ReprocessCallTest, ForgetsTheStagesFromThereOnAndAsksForTheFirst) {
  reach(Stage::delivered);
  database.in([&](Session& session) { CallStore(session).fail(kCall, {"extracted", "No model"}); });
  ASSERT_TRUE(reprocess(Stage::transcribed));
  EXPECT_TRUE(has_reached(Stage::fetched));
  EXPECT_FALSE(has_reached(Stage::transcribed));
  EXPECT_FALSE(has_reached(Stage::delivered));
  EXPECT_EQ(call().status, domain::kStatusProcessing);
  EXPECT_EQ(call().failure_reason, "");
  EXPECT_EQ(call().failure_code, "");
  EXPECT_EQ(state_of("transcribe:" + kCall), "ready");
}

TEST_F(ReprocessCallTest, AJobThatIsDoneRunsAgain) {
  reach(Stage::summarised);
  for (const auto& [stage, job] : std::map<Stage, std::string_view>{{Stage::fetched, kFetchJob},
                                                                    {Stage::transcribed, kTranscribeJob},
                                                                    {Stage::extracted, kExtractJob},
                                                                    {Stage::summarised, kSummariseJob}}) {
    const auto run = claimed(job);
    database.in([&](Session& session) { return run.complete(session).has_value(); });
    reach(Stage::summarised);
    ASSERT_TRUE(reprocess(stage)) << job;
    EXPECT_EQ(state_of(std::string(job) + ":" + kCall), "ready");
  }
}

TEST_F(ReprocessCallTest, AStageWithoutItsForerunnerIsAConflict) {
  reach(Stage::recorded);
  EXPECT_EQ(reprocess(Stage::transcribed).error().code, ErrorCode::conflict);
  EXPECT_EQ(reprocess(Stage::summarised).error().code, ErrorCode::conflict);
  EXPECT_EQ(call().status, "completed");
  EXPECT_EQ(state_of("transcribe:" + kCall), "(none)");
  EXPECT_TRUE(reprocess(Stage::fetched));
}

TEST_F(ReprocessCallTest, WhatIsNotOursToRepeatIsRefused) {
  reach(Stage::delivered);
  for (const auto stage : {Stage::ingested, Stage::recorded, Stage::delivered}) {
    EXPECT_EQ(reprocess(stage).error().code, ErrorCode::invalid_request) << to_string(stage);
  }
  EXPECT_TRUE(has_reached(Stage::delivered));
}

TEST_F(ReprocessCallTest, AnotherBusinesssCallIsNotFound) {
  reach(Stage::delivered);
  EXPECT_EQ(reprocess(Stage::fetched, kOtherBusiness).error().code, ErrorCode::call_not_found);
  EXPECT_EQ(reprocess(Stage::fetched, kBusiness, call_sid(2)).error().code, ErrorCode::call_not_found);
  EXPECT_TRUE(has_reached(Stage::fetched));
}

}  // namespace
}  // namespace kolog::workflow
