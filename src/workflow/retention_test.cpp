// SPDX-License-Identifier: Apache-2.0
// The end of a recording, by its days or by a person's hand, against a Twilio that answers as it is told and
// a folder of files.
#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "database/query.h"
#include "objects/disk_object_store.h"
#include "recordings/recording_key.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "store/redaction_store.h"
#include "store/user_store.h"
#include "store/webhook_store.h"
#include "support/one_account.h"
#include "support/test_database.h"
#include "workflow/delete_call.h"
#include "workflow/expire_recording.h"
#include "workflow/reprocess_call.h"
#include "workflow/sweep_recordings.h"

namespace kolog::workflow {
namespace {

using namespace std::chrono_literals;
using database::Session;
using std::chrono::days;
using store::CallStore;
using store::DeletionStore;
using store::JobStore;
using store::RecordingStore;
using testing::call_sid;
using testing::kAccount;
using testing::kBusiness;
using testing::kOtherBusiness;
using testing::recording_sid;

const std::string kCall = call_sid(1);

std::string uri(int number) {
  return "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(number);
}

/// Answers 204 to every deletion, unless told otherwise of a path.
class FakeTwilio final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    const auto target = request.url.substr(request.url.find("/2010"));
    requests.push_back(request.method + " " + target);
    if (before_answer) before_answer();
    if (request.method == "GET") return http::ClientResponse{listed.empty() ? 404 : 200, {}, listed};
    auto& answers = queued[target];
    if (answers.empty()) return http::ClientResponse{204, {}, ""};
    const int status = answers.front();
    answers.pop_front();
    return http::ClientResponse{status, {}, ""};
  }
  void answer(int recording, std::deque<int> statuses) {
    queued[uri(recording) + ".json"] = std::move(statuses);
  }

  std::map<std::string, std::deque<int>> queued;
  std::string listed;  // the call's recordings; empty: Twilio knows no such call
  std::vector<std::string> requests;
  std::function<void()> before_answer;
};

class RetentionTest : public ::testing::Test {
 protected:
  RetentionTest() {
    database.in([&](Session& session) { testing::add_businesses(session, clock.now()); });
    add_call(1);
    add_recording(1, 1);
    add_recording(1, 2);
    add_file(1);
  }

  void add_call(int number, const std::string& business = kBusiness) {
    database.in([&](Session& session) {
      domain::Call call;
      call.call_sid = call_sid(number);
      call.business_id = business;
      call.account_sid = kAccount;
      call.status = domain::kStatusProcessed;
      call.created_at = clock.now();
      CallStore(session).insert(call);
    });
  }
  void add_recording(int call, int number) {
    database.in([&](Session& session) {
      domain::Recording recording;
      recording.recording_sid = recording_sid(number);
      recording.call_sid = call_sid(call);
      recording.uri = uri(number);
      recording.status = domain::RecordingStatus::completed;
      RecordingStore(session).save(recording);
      auto row = CallStore(session).find_any(call_sid(call)).value();
      if (!row.recording_sid.empty()) return;
      row.recording_sid = recording.recording_sid;
      row.recording_url = recording.uri;
      CallStore(session).save_facts(row);
    });
  }
  void put_file(int call) {
    const auto path = objects->temporary_path().value();
    testing::write_file(path, "sound");
    objects->put(recordings::recording_key(call_sid(call)), path).value();
  }
  void add_file(int call) {
    put_file(call);
    database.in([&](Session& session) {
      RecordingStore(session).save_audio_file(call_sid(call), {"audio/mpeg", 5, 2, 40s, clock.now()});
    });
  }
  bool has_file(int call = 1) {
    return objects->open(recordings::recording_key(call_sid(call))).value().has_value();
  }

  void add_copy(int call) {
    const auto path = objects->temporary_path().value();
    testing::write_file(path, "tone!");
    objects->put(recordings::redacted_key(call_sid(call)), path).value();
  }
  bool has_copy() { return objects->open(recordings::redacted_key(kCall)).value().has_value(); }
  /// Long after any copy was made: files bear the time of the machine, the clock one of its own.
  Result<void> sweep_copies() {
    return run(SweepRecordings({.copy_grace = -days{40'000}}, context, *objects), kSweepJob, kSweepSubject);
  }

  jobs::JobRun claimed(std::string_view kind, std::string_view subject) {
    return database.in([&](Session& session) {
      JobStore store(session);
      store.enqueue_again(kind, subject, clock.now());
      const std::vector<std::string> kinds{std::string(kind)};
      return jobs::JobRun{
          store.claim(kinds, 1, "worker", clock.now(), clock.now() + 1min).at(0), "worker", {}};
    });
  }
  /// Runs the job as a worker would; a failure puts it back.
  template <class Handle>
  Result<void> run(const Handle& handle, std::string_view kind, std::string_view subject = kCall) {
    const auto job = claimed(kind, subject);
    auto outcome = handle(job);
    if (!outcome) {
      database.in([&](Session& session) {
        JobStore(session).bury(job.job.name, "worker", outcome.error().public_message);
      });
    }
    return outcome;
  }
  Result<void> expire() { return run(ExpireRecording({days{7}}, context, recordings, twilio), kExpireJob); }
  Result<void> erase() { return run(EraseCall({4h}, context, recordings, twilio), kEraseJob); }
  Result<void> sweep(int page = 500) {
    return run(SweepRecordings({.retention = days{7}, .page = page}, context, *objects), kSweepJob,
               kSweepSubject);
  }
  Result<void> remove(const std::string& business = kBusiness) {
    return delete_call(*database, clock, business, kCall);
  }
  void hold(std::optional<Timestamp> since) {
    database.in([&](Session& session) { CallStore(session).set_legal_hold(kBusiness, kCall, since); });
  }

  std::optional<domain::Call> call(int number = 1) {
    return database.in([&](Session& session) { return CallStore(session).find_any(call_sid(number)); });
  }
  store::AudioDeletion deletion(const std::string& target) {
    for (const auto& row : database.in([&](Session& s) { return DeletionStore(s).of_call(kCall); })) {
      if (row.target == target) return row;
    }
    return {};
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

  testing::FakeClock clock;
  testing::TestDatabase database;
  testing::TemporaryFolder folder;
  std::unique_ptr<objects::ObjectStore> objects = objects::DiskObjectStore::open(folder.path()).value();
  FakeTwilio client;
  testing::OneAccount accounts{kAccount};
  twilio::RestClient twilio{client, accounts, clock, {}};
  recordings::RecordingService recordings{
      {.retention = days{7}, .threads = 1}, *database, *objects, twilio, {}, clock};
  StageContext context{*database, clock, {}, {}};
};

// The days are over.

TEST_F(RetentionTest, AfterItsDaysTheFileAndEveryCopyAreDeletedAndTheTextAndTheAddressStay) {
  database.in([&](Session& session) {
    CallStore(session).save_transcript(kCall, "what was said", domain::Language::english);
  });
  clock.advance(days{7} + 1ms);
  ASSERT_TRUE(expire());
  EXPECT_FALSE(has_file());
  EXPECT_EQ(client.requests,
            (std::vector<std::string>{"DELETE " + uri(1) + ".json", "DELETE " + uri(2) + ".json"}));
  EXPECT_EQ(call()->audio_expired_at, clock.now());
  EXPECT_EQ(call()->recording_url, uri(1));
  EXPECT_EQ(call()->recording_sid, recording_sid(1));
  EXPECT_EQ(call()->final_transcript, "what was said");
  EXPECT_EQ(deletion("file").answer, "deleted");
  EXPECT_EQ(deletion(uri(2)).answer, "deleted");
  EXPECT_EQ(deletion(uri(2)).done_at, clock.now());
  EXPECT_EQ(deletion(uri(2)).reason, store::DeletionReason::retention);
  EXPECT_EQ(state_of("expire:" + kCall), "done");
}

TEST_F(RetentionTest, OnTheLastDayNothingIsDeleted) {
  clock.advance(days{7});
  ASSERT_TRUE(expire());
  EXPECT_TRUE(has_file());
  EXPECT_TRUE(client.requests.empty());
  EXPECT_FALSE(call()->audio_expired_at);
  EXPECT_TRUE(deletion("file").target.empty()) << "nor written down";
}

TEST_F(RetentionTest, WhatTwilioDoesNotDeleteIsWrittenDownAndTriedAgainAndTheRestIsDeletedOnce) {
  clock.advance(days{8});
  client.answer(1, {503, 429});
  EXPECT_EQ(expire().error().code, ErrorCode::unavailable);
  EXPECT_FALSE(has_file());
  EXPECT_FALSE(call()->audio_expired_at);
  EXPECT_EQ(deletion(uri(1)).attempts, 1);
  EXPECT_EQ(deletion(uri(1)).answer, "Twilio does not answer as it should");
  EXPECT_FALSE(deletion(uri(1)).done_at);
  EXPECT_TRUE(deletion(uri(2)).done_at) << "one copy's failure keeps no other";
  clock.advance(5min);
  EXPECT_EQ(expire().error().code, ErrorCode::rate_limited);
  clock.advance(5min);
  ASSERT_TRUE(expire());
  EXPECT_EQ(deletion(uri(1)).attempts, 3);
  EXPECT_EQ(deletion(uri(1)).answer, "deleted");
  EXPECT_EQ(deletion(uri(2)).attempts, 1);
  EXPECT_EQ(deletion("file").attempts, 1);
  EXPECT_EQ(call()->audio_expired_at, clock.now());
}

TEST_F(RetentionTest, ACopyThatWasGoneIsAsGoodAsDeleted) {
  clock.advance(days{8});
  client.answer(1, {404});
  ASSERT_TRUE(expire());
  EXPECT_EQ(deletion(uri(1)).answer, "was gone");
  EXPECT_TRUE(call()->audio_expired_at);
}

TEST_F(RetentionTest, ARefusalIsFinalForTheJobAndNotForTheCopy) {
  clock.advance(days{8});
  client.answer(1, {401});
  const auto refused = expire();
  EXPECT_EQ(refused.error().code, ErrorCode::refused);
  EXPECT_EQ(state_of("expire:" + kCall), "dead");
  EXPECT_NE(deletion(uri(1)).answer.find("credentials"), std::string::npos);
  ASSERT_TRUE(sweep());
  EXPECT_EQ(state_of("expire:" + kCall), "ready") << "the next sweep asks again";
  ASSERT_TRUE(expire());
  EXPECT_TRUE(call()->audio_expired_at);
}

TEST_F(RetentionTest, AnErrorThatWillPassIsRetriedEvenBesideARefusal) {
  clock.advance(days{8});
  client.answer(1, {401});
  client.answer(2, {503});
  EXPECT_EQ(expire().error().code, ErrorCode::unavailable);
  client.answer(1, {503});
  client.answer(2, {401});
  EXPECT_EQ(expire().error().code, ErrorCode::unavailable);
}

TEST_F(RetentionTest, ALegalHoldStopsAllOfItAndItsReleaseLetsGo) {
  hold(clock.now());
  clock.advance(days{30});
  ASSERT_TRUE(sweep());
  EXPECT_EQ(state_of("expire:" + kCall), "(none)");
  ASSERT_TRUE(expire());
  EXPECT_TRUE(has_file());
  EXPECT_TRUE(client.requests.empty());
  EXPECT_TRUE(recordings.open(kCall)) << "it stays playable";
  hold(std::nullopt);
  EXPECT_EQ(recordings.open(kCall).error().code, ErrorCode::recording_expired);
  ASSERT_TRUE(sweep());
  EXPECT_EQ(state_of("expire:" + kCall), "ready");
  ASSERT_TRUE(expire());
  EXPECT_FALSE(has_file());
}

TEST_F(RetentionTest, AHoldThatComesInTheMiddleKeepsWhatIsLeft) {
  clock.advance(days{8});
  client.before_answer = [&] {
    hold(clock.now());
    client.before_answer = {};
  };
  ASSERT_TRUE(expire());
  EXPECT_EQ(client.requests.size(), 1U) << "what was under way could not be called back";
  EXPECT_FALSE(deletion(uri(2)).done_at);
  EXPECT_FALSE(call()->audio_expired_at);
  EXPECT_EQ(state_of("expire:" + kCall), "done");
  EXPECT_EQ(recordings.erase(kCall).error().code, ErrorCode::conflict);
}

TEST_F(RetentionTest, AFileThatCameBackUnderAHoldIsDeletedWithTheRest) {
  clock.advance(days{8});
  client.answer(1, {503});
  EXPECT_FALSE(expire());
  hold(clock.now());
  add_file(1);
  ASSERT_TRUE(expire());
  EXPECT_TRUE(has_file());
  hold(std::nullopt);
  ASSERT_TRUE(expire());
  EXPECT_FALSE(has_file());
  EXPECT_TRUE(call()->audio_expired_at);
}

TEST_F(RetentionTest, AFileWithoutItsRowIsDeletedToo) {
  database.in([&](Session& session) { RecordingStore(session).forget_audio_file(kCall); });
  clock.advance(days{8});
  ASSERT_TRUE(expire());
  EXPECT_FALSE(has_file());
  EXPECT_EQ(deletion("file").answer, "deleted");
}

TEST_F(RetentionTest, ACallThatWasDeletedMeanwhileNeedsNothing) {
  ASSERT_TRUE(run(ExpireRecording({days{7}}, context, recordings, twilio), kExpireJob, call_sid(9)));
  EXPECT_TRUE(client.requests.empty());
  EXPECT_EQ(state_of("expire:" + call_sid(9)), "done");
}

TEST_F(RetentionTest, AnExpiredRecordingCannotBeOpenedNorFetchedUnderALaterHold) {
  clock.advance(days{8});
  ASSERT_TRUE(expire());
  client.requests.clear();
  hold(clock.now());
  EXPECT_EQ(recordings.open(kCall).error().code, ErrorCode::recording_expired);
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(RetentionTest, WhatIsExpiredRunsAgainFromItsTextAndNotFromItsAudio) {
  database.in([&](Session& session) {
    for (int stage = 0; stage <= static_cast<int>(domain::Stage::summarised); ++stage) {
      CallStore(session).reach(kCall, static_cast<domain::Stage>(stage), clock.now());
    }
  });
  clock.advance(days{8});
  ASSERT_TRUE(expire());
  const auto again = [&](domain::Stage from) {
    return reprocess_call(*database, clock, kBusiness, kCall, from);
  };
  EXPECT_EQ(again(domain::Stage::fetched).error().code, ErrorCode::recording_expired);
  EXPECT_EQ(again(domain::Stage::transcribed).error().code, ErrorCode::recording_expired);
  EXPECT_EQ(call()->status, domain::kStatusProcessed) << "and stays as it was";
  EXPECT_TRUE(again(domain::Stage::extracted));
}

// The sweep.

TEST_F(RetentionTest, TheSweepAsksPageByPageAndComesAgain) {
  for (int number = 2; number <= 6; ++number) {
    add_call(number);
    add_recording(number, 10 + number);
  }
  add_call(7);
  clock.advance(days{8});
  add_call(8);
  add_recording(8, 18);
  ASSERT_TRUE(sweep(2));
  for (int number = 1; number <= 6; ++number)
    EXPECT_EQ(state_of("expire:" + call_sid(number)), "ready") << number;
  EXPECT_EQ(state_of("expire:" + call_sid(7)), "(none)") << "it has nothing to delete";
  EXPECT_EQ(state_of("expire:" + call_sid(8)), "(none)") << "it is young";
  EXPECT_EQ(state_of("sweep:recordings"), "ready");
  const auto claim = [&](Timestamp at) {
    return database.in([&](Session& session) {
      const std::vector<std::string> kinds{std::string(kSweepJob)};
      return JobStore(session).claim(kinds, 1, "worker", at, at + 1min).size();
    });
  };
  EXPECT_EQ(claim(clock.now() + 59min), 0U);
  EXPECT_EQ(claim(clock.now() + 60min), 1U);
}

TEST_F(RetentionTest, ARecordingThatTurnsUpAfterTheEndIsDeletedByTheNextSweep) {
  clock.advance(days{8});
  ASSERT_TRUE(expire());
  add_recording(1, 3);
  ASSERT_TRUE(sweep());
  ASSERT_EQ(state_of("expire:" + kCall), "ready");
  ASSERT_TRUE(expire());
  EXPECT_EQ(client.requests.back(), "DELETE " + uri(3) + ".json");
  ASSERT_TRUE(sweep());
  EXPECT_EQ(state_of("expire:" + kCall), "done");
}

TEST_F(RetentionTest, AFileThatCameBackAfterTheEndIsDeletedByTheNextSweep) {
  clock.advance(days{8});
  ASSERT_TRUE(expire());
  put_file(1);
  ASSERT_TRUE(sweep());
  ASSERT_TRUE(expire());
  EXPECT_FALSE(has_file());
}

TEST_F(RetentionTest, TheSweepEndsLoginsThatRanOut) {
  database.in([&](Session& session) {
    store::UserStore users(session);
    users.insert({"user_1", "a@example.com", kBusiness, "owner", "hash"}, clock.now());
    users.insert_session("old", "user_1", "csrf", clock.now() + 1s);
    users.insert_session("new", "user_1", "csrf", clock.now() + 1h);
  });
  clock.advance(1min);
  ASSERT_TRUE(sweep());
  const auto left = database.in([&](Session& session) {
    int count = 0;
    database::Query(session, "SELECT COUNT(*) FROM sessions").into(count).next();
    return count;
  });
  EXPECT_EQ(left, 1);
}

// A person deletes a call.

TEST_F(RetentionTest, ADeletedCallIsGoneAtOnceAndItsAudioByAJob) {
  for (const auto kind : {kFindJob, kFetchJob, kTranscribeJob}) (void)claimed(kind, kCall);
  ASSERT_TRUE(remove());
  EXPECT_FALSE(call());
  for (const auto* kind : {"find:", "fetch:", "transcribe:"}) EXPECT_EQ(state_of(kind + kCall), "(none)");
  EXPECT_EQ(state_of("erase:" + kCall), "ready");
  EXPECT_TRUE(has_file());
  ASSERT_TRUE(erase());
  EXPECT_FALSE(has_file());
  EXPECT_EQ(client.requests.size(), 2U);
  EXPECT_EQ(deletion(uri(1)).reason, store::DeletionReason::call_deleted);
  EXPECT_TRUE(deletion(uri(1)).done_at);
  EXPECT_TRUE(database.in([](Session& session) { return DeletionStore(session).is_deleted(kCall); }));
}

TEST_F(RetentionTest, ADeletedCallIsNotFoundAgainAndAnothersNeverWas) {
  EXPECT_EQ(remove(kOtherBusiness).error().code, ErrorCode::call_not_found);
  EXPECT_TRUE(call());
  ASSERT_TRUE(remove());
  EXPECT_EQ(remove().error().code, ErrorCode::call_not_found);
}

TEST_F(RetentionTest, ACallUnderALegalHoldIsNotDeleted) {
  hold(clock.now());
  const auto refused = remove();
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_NE(refused.error().public_message.find("legal hold"), std::string::npos);
  EXPECT_TRUE(call());
  EXPECT_EQ(state_of("erase:" + kCall), "(none)");
  hold(std::nullopt);
  EXPECT_TRUE(remove());
}

TEST_F(RetentionTest, WhatRunsForACallThatIsDeletedCannotSave) {
  const auto fetch = claimed(kFetchJob, kCall);
  ASSERT_TRUE(remove());
  const auto saved = finish_stage(context, fetch, kCall, domain::Stage::fetched,
                                  [](Session&) -> Result<void> { return {}; });
  EXPECT_FALSE(saved);
}

TEST_F(RetentionTest, ALateRecordingOfADeletedCallIsDeletedAtTwilio) {
  ASSERT_TRUE(remove());
  ASSERT_TRUE(erase());
  database.in([&](Session& session) {
    erase_late_recording(session, clock, kCall, uri(5));
    erase_late_recording(session, clock, call_sid(2), uri(6));
  });
  EXPECT_EQ(state_of("erase:" + kCall), "ready");
  EXPECT_EQ(state_of("erase:" + call_sid(2)), "(none)") << "that call was not deleted";
  client.requests.clear();
  ASSERT_TRUE(erase());
  EXPECT_EQ(client.requests, std::vector<std::string>{"DELETE " + uri(5) + ".json"});
}

TEST_F(RetentionTest, TheFileOfADeletedCallThatASlowFetchPutThereIsDeletedByTheNextSweep) {
  ASSERT_TRUE(remove());
  ASSERT_TRUE(erase());
  put_file(1);
  put_file(2);  // of no call that was deleted
  ASSERT_TRUE(sweep());
  ASSERT_EQ(state_of("erase:" + kCall), "ready");
  ASSERT_TRUE(erase());
  EXPECT_FALSE(has_file());
  EXPECT_TRUE(has_file(2));
}

TEST_F(RetentionTest, AnErasureThatWasGivenUpIsAskedForAgain) {
  ASSERT_TRUE(remove());
  client.answer(1, {403});
  EXPECT_FALSE(erase());
  EXPECT_EQ(state_of("erase:" + kCall), "dead");
  ASSERT_TRUE(sweep());
  EXPECT_EQ(state_of("erase:" + kCall), "ready");
}

TEST_F(RetentionTest, ARecordingThatNobodyToldOfIsLookedForWhereTheCallHadNotComeToRest) {
  database.in([&](Session& session) { CallStore(session).set_status(kCall, "in-progress"); });
  ASSERT_TRUE(remove());
  EXPECT_EQ(erase().error().code, ErrorCode::recording_pending) << "it may still get one";
  EXPECT_FALSE(has_file()) << "what is known does not wait for that";
  clock.advance(10min);
  client.requests.clear();
  client.listed = R"({"recordings":[{"sid":")" + recording_sid(7) + R"(","status":"completed"}]})";
  EXPECT_FALSE(erase());
  EXPECT_EQ(client.requests.back(), "DELETE " + uri(7) + ".json");
  EXPECT_TRUE(deletion(uri(7)).done_at);
  EXPECT_EQ(database.in([](Session& session) { return DeletionStore(session).count_failed(); }), 0)
      << "waiting is no failure";
  clock.advance(4h);
  client.listed.clear();
  ASSERT_TRUE(erase());
  EXPECT_TRUE(database.in([](Session& s) { return DeletionStore(s).open_of_call(kCall); }).empty());
}

TEST_F(RetentionTest, OfACallAtRestAllRecordingsAreKnown) {
  ASSERT_TRUE(remove());
  ASSERT_TRUE(erase());
  for (const auto& request : client.requests) EXPECT_TRUE(request.starts_with("DELETE ")) << request;
}

TEST_F(RetentionTest, AParentsRecordingIsNotDeletedWithALegThatShowsIt) {
  add_call(2);
  database.in([&](Session& session) {
    auto leg = CallStore(session).find_any(call_sid(2)).value();
    leg.recording_sid = recording_sid(1);
    leg.recording_url = uri(1);
    CallStore(session).save_facts(leg);
  });
  ASSERT_TRUE(delete_call(*database, clock, kBusiness, call_sid(2)));
  ASSERT_TRUE(run(EraseCall({4h}, context, recordings, twilio), kEraseJob, call_sid(2)));
  EXPECT_TRUE(client.requests.empty());
  EXPECT_TRUE(has_file());
}

// The copy with a tone over what is blacked out.

TEST_F(RetentionTest, TheRedactedCopyIsDeletedWithItsRecording) {
  add_copy(1);
  clock.advance(days{7} + 1ms);
  ASSERT_TRUE(expire());
  EXPECT_FALSE(has_copy());
  EXPECT_FALSE(has_file());
}

TEST_F(RetentionTest, TheRedactedCopyIsDeletedWithItsCall) {
  add_copy(1);
  ASSERT_TRUE(remove());
  ASSERT_TRUE(erase());
  EXPECT_FALSE(has_copy());
}

TEST_F(RetentionTest, AHoldKeepsTheRedactedCopyToo) {
  add_copy(1);
  hold(clock.now());
  clock.advance(days{8});
  ASSERT_TRUE(sweep());
  ASSERT_TRUE(expire());
  EXPECT_TRUE(has_copy());
}

TEST_F(RetentionTest, ARedactedCopyThatCameBackIsDeletedByTheNextSweep) {
  ASSERT_TRUE(remove());
  ASSERT_TRUE(erase());
  add_copy(1);
  ASSERT_TRUE(sweep());
  EXPECT_EQ(state_of("erase:" + kCall), "ready");
  ASSERT_TRUE(erase());
  EXPECT_FALSE(has_copy());
}

TEST_F(RetentionTest, ARedactedCopyThatNothingServesAnyMoreIsSweptAwayOnceItCannotBeInTheMaking) {
  add_copy(1);
  ASSERT_TRUE(
      run(SweepRecordings({.copy_grace = days{40'000}}, context, *objects), kSweepJob, kSweepSubject));
  EXPECT_TRUE(has_copy());
  ASSERT_TRUE(sweep_copies());
  EXPECT_FALSE(has_copy());
  EXPECT_TRUE(has_file());
}

TEST_F(RetentionTest, ARedactedCopyThatIsServedStays) {
  add_copy(1);
  database.in([&](Session& session) {
    store::Redaction redaction;
    redaction.policy = {.phones = true, .audio = true};
    redaction.spans = {{0, 0, 1}};
    store::RedactionStore redactions(session);
    redactions.save(kCall, redaction);
    redactions.save_audio(kCall, redaction, 5, "audio/mpeg");
  });
  ASSERT_TRUE(sweep_copies());
  EXPECT_TRUE(has_copy());
}

}  // namespace
}  // namespace kolog::workflow
