// SPDX-License-Identifier: Apache-2.0
#include "workflow/fetch_recording.h"

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "database/query.h"
#include "objects/disk_object_store.h"
#include "store/call_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "support/one_account.h"
#include "support/test_database.h"
#include "workflow/record_call.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using database::Session;
using domain::RecordingStatus;
using domain::Stage;
using store::CallStore;
using store::JobStore;
using testing::call_sid;
using testing::FakeClock;
using testing::kAccount;
using testing::kBusiness;
using testing::recording_sid;
using testing::TestDatabase;

const std::string kCall = call_sid(1);

/// Twilio: every recording is there.
class FakeTwilio final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    const std::string audio = "ID3 sound";
    if (request.on_body) request.on_body(audio);
    return http::ClientResponse{200, {{"Content-Type", "audio/mpeg"}}, {}};
  }
};

recordings::Decoder decoder() {
  return {
      [](const std::filesystem::path&) -> Result<domain::RecordingProbe> {
        return domain::RecordingProbe{"audio/mpeg", 2, 8000, 1500ms};
      },
      [](const std::vector<std::filesystem::path>& parts, const std::filesystem::path& into) -> Result<void> {
        std::ofstream file(into);
        for (const auto& part : parts) file << std::ifstream(part).rdbuf();
        return {};
      }};
}

class FetchRecordingTest : public ::testing::Test {
 protected:
  FetchRecordingTest() {
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

  void told(int number, RecordingStatus status, std::chrono::seconds start = 0s) {
    database.in([&](Session& session) {
      domain::Recording recording;
      recording.recording_sid = recording_sid(number);
      recording.call_sid = kCall;
      recording.uri = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording.recording_sid;
      recording.status = status;
      recording.started_at = began + start;
      recording.duration = 10s;
      record_call(session, clock, recording);
    });
  }
  Result<void> fetch() {
    const auto run = database.in([&](Session& session) {
      JobStore store(session);
      store.enqueue(kFetchJob, kCall, clock.now());
      const std::vector<std::string> kinds{std::string(kFetchJob)};
      return jobs::JobRun{
          store.claim(kinds, 1, "worker", clock.now(), clock.now() + 1min).at(0), "worker", {}};
    });
    return FetchRecording(context, service)(run);
  }
  /// As the transcribing worker would.
  void transcribe() {
    database.in([&](Session& session) {
      const std::vector<std::string> kinds{std::string(kTranscribeJob)};
      const auto job = JobStore(session).claim(kinds, 1, "worker", clock.now(), clock.now() + 1min).at(0);
      JobStore(session).complete(job.name, "worker");
      CallStore(session).reach(kCall, Stage::transcribed, clock.now());
      CallStore(session).set_status(kCall, domain::kStatusProcessed);
    });
  }
  std::string state_of(std::string_view kind) {
    return database.in([&](Session& session) {
      std::string state = "(none)";
      database::Query(session, "SELECT state FROM jobs WHERE name = :name")
          .with("name", std::string(kind) + ":" + kCall)
          .into(state)
          .next();
      return state;
    });
  }
  domain::Call call() {
    return database.in([&](Session& session) { return CallStore(session).find_any(kCall).value(); });
  }
  std::string parts() {
    return database.in(
        [&](Session& session) { return store::RecordingStore(session).audio_file(kCall).recording_sids; });
  }

  TestDatabase database;
  testing::TemporaryFolder folder;
  FakeClock clock;
  const Timestamp began = clock.now();
  FakeTwilio client;
  testing::OneAccount accounts{kAccount};
  twilio::RestClient twilio{client, accounts, clock, {}};
  std::unique_ptr<objects::DiskObjectStore> objects = objects::DiskObjectStore::open(folder.path()).value();
  recordings::RecordingService service{{}, *database, *objects, twilio, decoder(), clock};
  StageContext context{*database, clock, {}, {}};
};

TEST_F(FetchRecordingTest, BringsTheFileAndAsksForItsTranscription) {
  told(1, RecordingStatus::completed);
  ASSERT_TRUE(fetch());
  EXPECT_EQ(state_of(kTranscribeJob), "ready");
  EXPECT_EQ(state_of(kFetchJob), "done");
}

TEST_F(FetchRecordingTest, ASecondRunWithNothingNewAsksForNothing) {
  told(1, RecordingStatus::completed);
  ASSERT_TRUE(fetch());
  transcribe();
  database.in([&](Session& session) { JobStore(session).enqueue_again(kFetchJob, kCall, clock.now()); });
  clock.advance(1h);
  ASSERT_TRUE(fetch());
  EXPECT_EQ(state_of(kTranscribeJob), "done");
  EXPECT_EQ(call().status, domain::kStatusProcessed);
}

TEST_F(FetchRecordingTest, ARecordingThatComesLateMakesTheCallBeWorkedOnAgain) {
  told(2, RecordingStatus::completed, 30s);
  ASSERT_TRUE(fetch());
  EXPECT_EQ(call().recording_sid, recording_sid(2));
  transcribe();
  clock.advance(1h);
  told(1, RecordingStatus::completed, 0s);
  EXPECT_EQ(state_of(kFetchJob), "ready");
  ASSERT_TRUE(fetch());
  EXPECT_EQ(parts(), recording_sid(1) + " " + recording_sid(2));
  EXPECT_EQ(state_of(kTranscribeJob), "ready");
  EXPECT_EQ(call().status, domain::kStatusProcessing);
  EXPECT_EQ(call().recording_sid, recording_sid(1)) << "the audio begins with this one";
}

TEST_F(FetchRecordingTest, OfSeveralAllAreWaitedForSinceTheirLengthsSayWhichMakeUpTheAudio) {
  told(1, RecordingStatus::completed, 0s);
  told(2, RecordingStatus::processing, 30s);
  EXPECT_EQ(fetch().error().code, ErrorCode::recording_pending);
  database.in([&](Session& session) {
    return JobStore(session).retry("fetch:" + kCall, "worker", clock.now() + 1h, "");
  });
  told(2, RecordingStatus::completed, 30s);
  ASSERT_TRUE(fetch()) << "due at once, when the last is complete";
  EXPECT_EQ(parts(), recording_sid(1) + " " + recording_sid(2));
}

TEST_F(FetchRecordingTest, OneThatComesToNothingWhileItIsFetchedEndsTheJobAndNotTheCall) {
  told(1, RecordingStatus::processing);
  told(1, RecordingStatus::absent);
  database.in([&](Session& session) { CallStore(session).set_status(kCall, domain::kStatusNoRecording); });
  ASSERT_TRUE(fetch());
  EXPECT_EQ(state_of(kFetchJob), "done");
  EXPECT_EQ(state_of(kTranscribeJob), "(none)");
  EXPECT_EQ(call().status, domain::kStatusNoRecording);
  told(2, RecordingStatus::completed, 30s);
  EXPECT_EQ(state_of(kFetchJob), "ready") << "another one can still come";
}

}  // namespace
}  // namespace kolog::workflow
