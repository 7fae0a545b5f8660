// SPDX-License-Identifier: Apache-2.0
// A call's transcription as a worker runs it, with a transcriber that does as it is told.
#include "workflow/transcribe_call.h"

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "database/query.h"
#include "objects/disk_object_store.h"
#include "recordings/recording_key.h"
#include "store/business_store.h"
#include "store/call_store.h"
#include "store/job_store.h"
#include "store/progress_store.h"
#include "store/recording_store.h"
#include "store/transcript_store.h"
#include "store/webhook_store.h"
#include "store/window_store.h"
#include "support/one_account.h"
#include "support/test_database.h"
#include "workflow/cancel_call.h"
#include "workflow/expire_recording.h"
#include "workflow/reprocess_call.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using database::Session;
using domain::Language;
using domain::SpokenLanguage;
using domain::Stage;
using speech::TranscriptionRequest;
using store::CallStore;
using store::JobStore;
using testing::call_sid;
using testing::kAccount;
using testing::kBusiness;
using testing::kNumber;
using testing::kOtherBusiness;
using testing::kOtherNumber;

const std::string kCall = call_sid(1);

class FakeClient final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest&) override {
    return http::ClientResponse{204, {}, ""};
  }
};

class FakeTranscriber final : public speech::Transcriber {
 public:
  Result<domain::Transcript> transcribe(const TranscriptionRequest& request) override {
    return work(request);
  }
  std::function<Result<domain::Transcript>(const TranscriptionRequest&)> work =
      [](const TranscriptionRequest&) { return domain::Transcript{}; };
};

speech::WindowText window_text(std::string text) {
  speech::WindowText window;
  window.segments.resize(1);
  window.segments[0].text = std::move(text);
  return window;
}

/// A tenth of a second of silence, as 16-bit samples at 8 kHz.
std::string silent_wav() {
  const std::string header(
      "RIFF\x64\x06\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x40\x06\0\0",
      44);
  return header + std::string(1600, '\0');
}

class TranscribeCallTest : public ::testing::Test {
 protected:
  TranscribeCallTest() {
    const auto path = objects->temporary_path().value();
    testing::write_file(path, silent_wav());
    objects->put(recordings::recording_key(kCall), path).value();
    database.in([&](Session& session) {
      testing::add_businesses(session, clock.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.account_sid = kAccount;
      call.from_number = "+972501234567";
      call.to_number = kNumber;
      call.status = domain::kStatusProcessing;
      call.created_at = clock.now();
      CallStore calls(session);
      calls.insert(call);
      for (const auto stage : {Stage::ingested, Stage::recorded, Stage::fetched}) {
        calls.reach(kCall, stage, clock.now());
      }
      store::RecordingStore(session).save_audio_file(
          kCall, {"audio/wav", silent_wav().size(), 1, 100ms, clock.now()});
      domain::WebhookEndpoint endpoint;
      endpoint.id = "ep_1";
      endpoint.business_id = kBusiness;
      endpoint.url = "https://hooks.example.org/";
      endpoint.events = "call.processed,call.failed";
      endpoint.created_at = clock.now();
      store::WebhookStore(session).insert_endpoint(endpoint);
    });
  }

  jobs::JobRun claimed(const std::string& owner = "worker") {
    return database.in([&](Session& session) {
      JobStore store(session);
      store.enqueue(kTranscribeJob, kCall, clock.now());
      const std::vector<std::string> kinds{std::string(kTranscribeJob)};
      return jobs::JobRun{store.claim(kinds, 1, owner, clock.now(), clock.now() + 1min).at(0), owner, {}};
    });
  }
  Result<void> run(const jobs::JobRun& run) {
    return TranscribeCall(settings, context, recordings, transcriber)(run);
  }
  /// As the worker does with what can be tried again.
  void put_off(const jobs::JobRun& run) {
    database.in([&](Session& session) {
      return JobStore(session).retry(run.job.name, run.owner, clock.now(), "no");
    });
  }
  domain::Call call() {
    return database.in([&](Session& session) { return CallStore(session).find_any(kCall).value(); });
  }
  int windows() {
    return database.in([&](Session& session) { return store::WindowStore(session).count(kCall); });
  }
  std::optional<int> percent() {
    return database.in([&](Session& session) -> std::optional<int> {
      const auto progress = store::ProgressStore(session).find(kCall);
      if (!progress) return std::nullopt;
      return progress->percent;
    });
  }
  std::string job_state() {
    return database.in([&](Session& session) {
      std::string state = "(none)";
      database::Query(session, "SELECT state FROM jobs WHERE name = :name")
          .with("name", "transcribe:" + kCall)
          .into(state)
          .next();
      return state;
    });
  }
  /// Finishes one window and then fails.
  void fail_after_one_window() {
    transcriber.work = [](const TranscriptionRequest& request) -> Result<domain::Transcript> {
      if (!request.journal->find("first")) request.journal->save("first", window_text("one"));
      return failure(ErrorCode::unavailable, "The model is busy");
    };
  }

  testing::TemporaryFolder folder;
  testing::TestDatabase database;
  testing::FakeClock clock;
  FakeClient client;
  testing::OneAccount accounts{kAccount};
  twilio::RestClient twilio{client, accounts, clock, {}};
  std::unique_ptr<objects::ObjectStore> objects = objects::DiskObjectStore::open(folder.path()).value();
  recordings::RecordingService recordings{
      {.retention = std::chrono::days{7}, .threads = 1}, *database, *objects, twilio, {}, clock};
  StageContext context{*database, clock, {}, {}};
  FakeTranscriber transcriber;
  TranscribeCall::Settings settings{.language = Language::hebrew};
};

// What was finished.

TEST_F(TranscribeCallTest, ASecondAttemptFindsTheWindowsThatTheFirstFinished) {
  fail_after_one_window();
  const auto first = claimed();
  EXPECT_EQ(run(first).error().code, ErrorCode::unavailable);
  put_off(first);
  ASSERT_EQ(windows(), 1);
  transcriber.work = [](const TranscriptionRequest& request) -> Result<domain::Transcript> {
    const auto found = request.journal->find("first");
    if (!found || request.journal->find("second")) return failure(ErrorCode::internal, "Not as it was");
    domain::Transcript transcript;
    transcript.segments = found->segments;
    return transcript;
  };
  ASSERT_TRUE(run(claimed("another worker")));
  EXPECT_EQ(call().final_transcript, "one");
  EXPECT_EQ(windows(), 0) << "nothing of it is needed any more";
}

TEST_F(TranscribeCallTest, ManySpeechThreadsKeepTheirWindowsAtOnce) {
  transcriber.work = [](const TranscriptionRequest& request) -> Result<domain::Transcript> {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 12; ++thread) {
      threads.emplace_back([&request, thread] {
        for (int window = 0; window < 5; ++window) {
          const auto name = std::to_string(thread) + "." + std::to_string(window);
          request.journal->save(name, window_text(name));
        }
      });
    }
    threads.clear();
    return failure(ErrorCode::unavailable, "The process ends");
  };
  EXPECT_FALSE(run(claimed()));
  EXPECT_EQ(windows(), 60);
}

TEST_F(TranscribeCallTest, ARunThatLostItsJobKeepsNoMoreText) {
  transcriber.work = [&](const TranscriptionRequest& request) -> Result<domain::Transcript> {
    request.journal->save("first", window_text("one"));
    cancel_call(*database, kBusiness, kCall).value();
    request.journal->save("second", window_text("two"));
    request.on_progress(0.5);
    return domain::Transcript{};
  };
  EXPECT_EQ(run(claimed()).error().code, ErrorCode::cancelled);
  EXPECT_EQ(windows(), 1);
  EXPECT_EQ(percent(), std::nullopt);
}

TEST_F(TranscribeCallTest, WhoAsksForAWholeNewRunGetsOneAndWhoGoesOnAfterAFailureGoesOn) {
  fail_after_one_window();
  const auto first = claimed();
  EXPECT_FALSE(run(first));
  ASSERT_TRUE(reprocess_call(*database, clock, kBusiness, kCall, Stage::transcribed));
  EXPECT_EQ(windows(), 0) << "it had not failed";
  EXPECT_FALSE(run(first));
  ASSERT_TRUE(cancel_call(*database, kBusiness, kCall));
  ASSERT_TRUE(reprocess_call(*database, clock, kBusiness, kCall, Stage::transcribed));
  EXPECT_EQ(windows(), 1) << "it was cancelled";
  ASSERT_TRUE(cancel_call(*database, kBusiness, kCall));
  ASSERT_TRUE(reprocess_call(*database, clock, kBusiness, kCall, Stage::fetched));
  EXPECT_EQ(windows(), 0) << "the recording may be another";
}

TEST_F(TranscribeCallTest, WhenTheRecordingsDaysAreOverItsTranscriptionEndsAndItsWindowsGo) {
  fail_after_one_window();
  const auto first = claimed();
  EXPECT_FALSE(run(first));
  clock.advance(std::chrono::days{8});
  const auto expiry = database.in([&](Session& session) {
    JobStore store(session);
    store.enqueue(kExpireJob, kCall, clock.now());
    const std::vector<std::string> kinds{std::string(kExpireJob)};
    return jobs::JobRun{store.claim(kinds, 1, "worker", clock.now(), clock.now() + 1min).at(0), "worker", {}};
  });
  ASSERT_TRUE(ExpireRecording({std::chrono::days{7}}, context, recordings, twilio)(expiry));
  EXPECT_EQ(windows(), 0);
  EXPECT_FALSE(database.in([&](Session& session) { return first.is_held(session); }));
  EXPECT_EQ(run(claimed()).error().code, ErrorCode::recording_expired);
}

// Progress.

TEST_F(TranscribeCallTest, ProgressIsThereInWholePercentWhileItRunsAndGoneAfterwards) {
  std::vector<std::optional<int>> seen;
  transcriber.work = [&](const TranscriptionRequest& request) {
    seen.push_back(percent());
    for (const double fraction : {0.004, 0.4299, 0.41, 1.0, 7.0}) {
      request.on_progress(fraction);
      seen.push_back(percent());
    }
    return domain::Transcript{};
  };
  ASSERT_TRUE(run(claimed()));
  EXPECT_EQ(seen, (std::vector<std::optional<int>>{0, 0, 42, 42, 100, 100}));
  EXPECT_EQ(percent(), std::nullopt);
}

TEST_F(TranscribeCallTest, ProgressIsGoneAfterAFailureToo) {
  fail_after_one_window();
  EXPECT_FALSE(run(claimed()));
  EXPECT_EQ(percent(), std::nullopt);
}

TEST_F(TranscribeCallTest, ARunThatEndsLateLeavesTheProgressOfTheNextAlone) {
  const auto former = claimed();
  transcriber.work = [&](const TranscriptionRequest&) -> Result<domain::Transcript> {
    database.in([&](Session& session) { JobStore(session).forget(kTranscribeJob, kCall); });
    claimed("another worker");
    database.in([&](Session& session) {
      store::ProgressStore(session).save(kCall, {Stage::transcribed, 7});
    });
    return failure(ErrorCode::cancelled, "Stopped");
  };
  EXPECT_FALSE(run(former));
  EXPECT_EQ(percent(), 7);
}

// Cancelling.

TEST_F(TranscribeCallTest, CancellingRestsTheCallAndTellsNoWebhook) {
  const auto under_way = claimed();
  ASSERT_TRUE(cancel_call(*database, kBusiness, kCall));
  EXPECT_EQ(call().status, domain::kStatusFailed);
  EXPECT_EQ(call().failure_stage, "transcribed");
  EXPECT_EQ(call().failure_reason, "Cancelled by a person");
  EXPECT_EQ(call().failure_code, domain::kCancelledByPerson);
  EXPECT_EQ(job_state(), "(none)");
  EXPECT_TRUE(database
                  .in([&](Session& session) {
                    return store::WebhookStore(session).deliveries_of_call(kBusiness, kCall);
                  })
                  .empty());
  EXPECT_EQ(run(under_way).error().code, ErrorCode::cancelled)
      << "a result that comes all the same is not saved";
  EXPECT_EQ(call().status, domain::kStatusFailed);
}

TEST_F(TranscribeCallTest, WhatWaitsIsCancelledAsWell) {
  database.in([&](Session& session) { JobStore(session).enqueue(kTranscribeJob, kCall, clock.now()); });
  ASSERT_TRUE(cancel_call(*database, kBusiness, kCall));
  EXPECT_EQ(job_state(), "(none)");
  ASSERT_TRUE(reprocess_call(*database, clock, kBusiness, kCall, Stage::transcribed));
  EXPECT_EQ(job_state(), "ready");
  EXPECT_EQ(call().failure_code, "");
}

TEST_F(TranscribeCallTest, WhatIsNotBeingTranscribedCannotBeCancelled) {
  EXPECT_EQ(cancel_call(*database, kBusiness, kCall).error().code, ErrorCode::conflict);
  ASSERT_TRUE(run(claimed()));
  EXPECT_EQ(cancel_call(*database, kBusiness, kCall).error().code, ErrorCode::conflict);
  EXPECT_EQ(call().failure_code, "");
}

TEST_F(TranscribeCallTest, AnotherBusinesssCallIsNotFoundToBeCancelled) {
  claimed();
  EXPECT_EQ(cancel_call(*database, kOtherBusiness, kCall).error().code, ErrorCode::call_not_found);
  EXPECT_EQ(job_state(), "leased");
}

// What comes of it.

TEST_F(TranscribeCallTest, WhatWasDroppedIsKeptApartFromTheText) {
  transcriber.work = [](const TranscriptionRequest&) {
    domain::Transcript transcript;
    transcript.segments = window_text("one").segments;
    transcript.dropped = {{window_text("Thanks for watching").segments[0], domain::DropReason::known_phrase}};
    return transcript;
  };
  ASSERT_TRUE(run(claimed()));
  EXPECT_EQ(call().final_transcript, "one");
  const auto dropped =
      database.in([&](Session& session) { return store::TranscriptStore(session).dropped(kCall); });
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_EQ(dropped[0].segment.text, "Thanks for watching");
}

TEST_F(TranscribeCallTest, TheLanguageIsTheNumbersElseTheBusinesssElseTheInstallations) {
  std::optional<Language> asked;
  transcriber.work = [&](const TranscriptionRequest& request) {
    asked = request.language;
    return domain::Transcript{};
  };
  const auto transcribed_in = [&](std::optional<SpokenLanguage> number,
                                  std::optional<SpokenLanguage> business) {
    database.in([&](Session& session) {
      store::BusinessStore businesses(session);
      auto row = businesses.find_number(kNumber).value();
      row.language = number;
      businesses.update_number(row);
      businesses.update({.id = kBusiness, .name = "First", .language = business});
      // Another business's word is nothing to this call.
      auto other = businesses.find_number(kOtherNumber).value();
      other.language = SpokenLanguage::english;
      businesses.update_number(other);
      auto called = CallStore(session).find_any(kCall).value();
      called.from_number = kOtherNumber;
      CallStore(session).save_facts(called);
      JobStore(session).forget(kTranscribeJob, kCall);
    });
    run(claimed()).value();
    return asked;
  };
  using Spoken = SpokenLanguage;
  EXPECT_EQ(transcribed_in(std::nullopt, std::nullopt), Language::hebrew);
  EXPECT_EQ(transcribed_in(std::nullopt, Spoken::english), Language::english);
  EXPECT_EQ(transcribed_in(std::nullopt, Spoken::detected), std::nullopt);
  EXPECT_EQ(transcribed_in(Spoken::detected, Spoken::english), std::nullopt);
  EXPECT_EQ(transcribed_in(Spoken::hebrew, Spoken::english), Language::hebrew);
}

}  // namespace
}  // namespace kolog::workflow
