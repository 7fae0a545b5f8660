// SPDX-License-Identifier: Apache-2.0
#include "recordings/recording_service.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "objects/disk_object_store.h"
#include "recordings/recording_key.h"
#include "store/call_store.h"
#include "store/recording_store.h"
#include "support/one_account.h"
#include "support/test_database.h"

namespace kolog::recordings {
namespace {

using namespace std::chrono_literals;
using database::Session;
using testing::call_sid;
using testing::FakeClock;
using testing::kAccount;
using testing::kBusiness;
using testing::recording_sid;
using testing::TemporaryFolder;
using testing::TestDatabase;

constexpr auto kBudget = 20s;  // for what is awaited; nothing waits that long unless it fails

/// Twilio: answers with what it was told to, once its gate is open, and counts.
class FakeTwilio final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    std::unique_lock lock(mutex_);
    urls_.push_back(request.url);
    changed_.notify_all();
    changed_.wait_for(lock, kBudget, [&] { return open_; });
    const bool dual = request.url.find("RequestedChannels=2") != std::string::npos;
    for (const auto& [part, status] : by_part_) {
      if (status != 200 && request.url.find(part) != std::string::npos)
        return http::ClientResponse{status, {}, {}};
    }
    const auto answer = dual && dual_status_ ? http::ClientResponse{*dual_status_, {}, {}} : answer_;
    lock.unlock();
    if (answer.status / 100 != 2) return answer;
    if (!request.on_body(answer.body)) return failure(ErrorCode::unavailable, "Ended by the receiver");
    return http::ClientResponse{answer.status, answer.headers, {}};
  }

  void answer(int status, std::string type, std::string body) {
    const std::lock_guard lock(mutex_);
    answer_ = {status, {{"Content-Type", std::move(type)}}, std::move(body)};
  }
  void answer_dual_with(int status) {
    const std::lock_guard lock(mutex_);
    dual_status_ = status;
  }
  /// To requests whose URL has `part` in it.
  void answer_for(std::string part, int status) {
    const std::lock_guard lock(mutex_);
    by_part_[std::move(part)] = status;
  }
  void close_gate() { set_gate(false); }
  void open_gate() { set_gate(true); }
  bool wait_for_requests(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kBudget, [&] { return urls_.size() >= count; });
  }
  std::vector<std::string> urls() {
    const std::lock_guard lock(mutex_);
    return urls_;
  }

 private:
  void set_gate(bool open) {
    const std::lock_guard lock(mutex_);
    open_ = open;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  http::ClientResponse answer_{200, {{"Content-Type", "audio/mpeg"}}, "ID3 sound"};
  std::optional<int> dual_status_;
  std::map<std::string, int> by_part_;
  std::vector<std::string> urls_;
};

/// A clock that knows how often it was asked, so that a test sees a waiting loop go round.
class WatchedClock final : public Clock {
 public:
  Timestamp now() const override {
    const std::lock_guard lock(mutex_);
    ++asked_;
    changed_.notify_all();
    return clock_.now();
  }
  void advance(std::chrono::milliseconds time) { clock_.advance(time); }
  bool wait_until_asked(int times_more) {
    std::unique_lock lock(mutex_);
    const auto wanted = asked_ + times_more;
    return changed_.wait_for(lock, kBudget, [&] { return asked_ >= wanted; });
  }

 private:
  FakeClock clock_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable int asked_ = 0;
};

Result<domain::RecordingProbe> probe(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string magic(3, '\0');
  file.read(magic.data(), 3);
  if (magic != "ID3") return failure(ErrorCode::unsupported_media, "No audio", "begins with " + magic);
  return domain::RecordingProbe{"audio/mpeg", 2, 8000, 1500ms};
}

/// Puts the files one behind another.
Result<void> join(const std::vector<std::filesystem::path>& parts, const std::filesystem::path& into) {
  std::ofstream file(into);
  for (const auto& part : parts) file << std::ifstream(part).rdbuf();
  return {};
}

/// The program's parts as one process has them, over a database and a folder that others may share.
struct Process {
  Process(database::Database& database, const std::filesystem::path& folder, http::Client& client,
          const Clock& clock)
      : objects(objects::DiskObjectStore::open(folder).value()),
        twilio(client, accounts, clock, {}),
        service({.threads = 2}, database, *objects, twilio, {probe, join}, clock) {}

  std::unique_ptr<objects::DiskObjectStore> objects;
  testing::OneAccount accounts{kAccount};
  twilio::RestClient twilio;
  RecordingService service;
};

class RecordingServiceTest : public ::testing::Test {
 protected:
  RecordingServiceTest() {
    database.in([&](Session& session) { testing::add_businesses(session, clock.now()); });
    add_call(1);
  }

  void add_call(int number, bool with_recording = true, std::string status = "completed") {
    database.in([&](Session& session) {
      domain::Call call;
      call.call_sid = call_sid(number);
      call.business_id = kBusiness;
      call.status = std::move(status);
      call.created_at = clock.now();
      store::CallStore calls(session);
      calls.insert(call);
      if (with_recording) {
        call.recording_sid = recording_sid(number);
        call.recording_url = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + call.recording_sid;
        calls.save_facts(call);
      }
    });
  }
  store::AudioFile audio_file(int number = 1) {
    return database.in(
        [&](Session& session) { return store::RecordingStore(session).audio_file(call_sid(number)); });
  }
  ErrorCode code_of_opening(int number = 1) {
    const auto audio = here.service.open(call_sid(number));
    return audio ? ErrorCode::conflict : audio.error().code;  // nothing here answers `conflict`
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
      if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
    }
    return names;
  }

  TestDatabase database;
  TemporaryFolder folder;
  FakeTwilio twilio;
  WatchedClock clock;
  Process here{*database, folder.path(), twilio, clock};
};

std::string content_of(const CallAudio& audio) {
  std::string content(audio.object.size, '\0');
  const auto got = ::pread(audio.object.file->descriptor(), content.data(), content.size(), 0);
  content.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return content;
}

TEST_F(RecordingServiceTest, FetchesOnceAndThenServesWhatIsHere) {
  for (int i = 0; i < 3; ++i) {
    const auto audio = here.service.open(call_sid(1));
    ASSERT_TRUE(audio);
    EXPECT_EQ(content_of(*audio), "ID3 sound");
    EXPECT_EQ(audio->content_type, "audio/mpeg");
    EXPECT_EQ(audio->channels, 2);
    EXPECT_EQ(audio->duration, 1500ms);
  }
  ASSERT_EQ(twilio.urls().size(), 1U);
  EXPECT_NE(twilio.urls()[0].find("/Recordings/" + recording_sid(1) + ".mp3"), std::string::npos);
  EXPECT_EQ(audio_file().size, 9U);
  EXPECT_EQ(files(), std::vector<std::string>{call_sid(1) + ".mp3"});
}

TEST_F(RecordingServiceTest, AHundredListenersAndWorkersMakeOneFetch) {
  twilio.close_gate();
  boost::asio::io_context context;
  std::atomic<int> heard = 0;
  const auto count = [&](const Result<CallAudio>& audio) {
    if (audio && content_of(*audio) == "ID3 sound") ++heard;
  };
  for (int i = 0; i < 80; ++i) {
    boost::asio::co_spawn(context, here.service.async_open(call_sid(1)),
                          [&](const std::exception_ptr&, const Result<CallAudio>& audio) { count(audio); });
  }
  std::vector<std::jthread> workers;
  for (int i = 0; i < 20; ++i) workers.emplace_back([&] { count(here.service.open(call_sid(1))); });
  std::jthread listeners([&] { context.run(); });
  ASSERT_TRUE(twilio.wait_for_requests(1));
  twilio.open_gate();
  listeners.join();
  workers.clear();
  EXPECT_EQ(heard, 100);
  EXPECT_EQ(twilio.urls().size(), 1U);
}

TEST_F(RecordingServiceTest, WhatIsHereIsServedWhileEveryFetchingThreadWaitsForTwilio) {
  ASSERT_TRUE(here.service.open(call_sid(1)));
  twilio.close_gate();
  std::vector<std::jthread> waiting;
  for (int number = 2; number < 6; ++number) {
    add_call(number);
    waiting.emplace_back([&, number] { (void)here.service.open(call_sid(number)); });
  }
  ASSERT_TRUE(twilio.wait_for_requests(3));  // one for the first call, and both threads are busy
  boost::asio::io_context context;
  std::optional<Result<CallAudio>> audio;
  boost::asio::co_spawn(
      context, here.service.async_open(call_sid(1)),
      [&](const std::exception_ptr&, Result<CallAudio> opened) { audio = std::move(opened); });
  context.run_for(kBudget / 2);
  EXPECT_TRUE(audio && *audio);
  twilio.open_gate();
}

TEST_F(RecordingServiceTest, AFileThatWasRemovedOrChangedBehindOurBackIsFetchedAgain) {
  ASSERT_TRUE(here.service.open(call_sid(1)));
  const auto path = folder.path() / (call_sid(1) + ".mp3");
  std::filesystem::remove(path);
  EXPECT_EQ(content_of(here.service.open(call_sid(1)).value()), "ID3 sound");
  EXPECT_EQ(twilio.urls().size(), 2U);
  std::filesystem::resize_file(path, 4);
  EXPECT_EQ(content_of(here.service.open(call_sid(1)).value()), "ID3 sound");
  EXPECT_EQ(twilio.urls().size(), 3U);
}

TEST_F(RecordingServiceTest, WhatTwilioDoesNotHaveYetIsPendingAndCanStillCome) {
  twilio.answer(404, "application/json", R"({"code":20404})");
  EXPECT_EQ(code_of_opening(), ErrorCode::recording_pending);
  EXPECT_TRUE(files().empty());
  twilio.answer(200, "audio/mpeg", "ID3 sound");
  EXPECT_TRUE(here.service.open(call_sid(1)));
}

TEST_F(RecordingServiceTest, AnErrorPageIsNotStoredAsAudio) {
  twilio.answer(200, "application/xml", "<?xml version=\"1.0\"?><TwilioResponse/>");
  EXPECT_EQ(code_of_opening(), ErrorCode::unavailable);
  EXPECT_TRUE(files().empty());
  EXPECT_FALSE(audio_file().fetched_at);
}

TEST_F(RecordingServiceTest, WhatCallsItselfAudioButDoesNotDecodeIsNotStored) {
  twilio.answer(200, "audio/mpeg", "<?xml version=\"1.0\"?><TwilioResponse/>");
  EXPECT_EQ(code_of_opening(), ErrorCode::unavailable);
  EXPECT_TRUE(files().empty());
  EXPECT_FALSE(audio_file().fetched_at);
  twilio.answer(200, "audio/mpeg", "ID3 sound");
  EXPECT_TRUE(here.service.open(call_sid(1)));
}

TEST_F(RecordingServiceTest, WrongCredentialsAreRefused) {
  twilio.answer(401, "application/json", "{}");
  EXPECT_EQ(code_of_opening(), ErrorCode::refused);
}

TEST_F(RecordingServiceTest, ARecordingOfOneChannelIsFetchedAsThat) {
  twilio.answer_dual_with(400);
  EXPECT_TRUE(here.service.open(call_sid(1)));
  ASSERT_EQ(twilio.urls().size(), 2U);
  EXPECT_NE(twilio.urls()[0].find("RequestedChannels=2"), std::string::npos);
  EXPECT_EQ(twilio.urls()[1].find("RequestedChannels=2"), std::string::npos);
}

TEST_F(RecordingServiceTest, ExpiresTheDaysOfRetentionAfterTheCallAndNotBefore) {
  ASSERT_TRUE(here.service.open(call_sid(1)));
  clock.advance(std::chrono::days{7});
  EXPECT_TRUE(here.service.open(call_sid(1)));
  clock.advance(1ms);
  EXPECT_EQ(code_of_opening(), ErrorCode::recording_expired);
  EXPECT_EQ(twilio.urls().size(), 1U);
}

TEST_F(RecordingServiceTest, ACallThatNobodyKnowsIsNotFound) {
  EXPECT_EQ(code_of_opening(99), ErrorCode::call_not_found);
  EXPECT_EQ(here.service.open("../../etc/passwd").error().code, ErrorCode::call_not_found);
  EXPECT_TRUE(twilio.urls().empty());
}

TEST_F(RecordingServiceTest, WithoutARecordingItDependsWhetherOneMayStillCome) {
  int number = 10;
  for (const auto* status : {"ringing", "in-progress", "completed", "processing"}) {
    add_call(++number, false, status);
    EXPECT_EQ(code_of_opening(number), ErrorCode::recording_pending) << status;
  }
  for (const auto* status : {"no_recording", "failed", "busy", "no-answer", "canceled"}) {
    add_call(++number, false, status);
    EXPECT_EQ(code_of_opening(number), ErrorCode::recording_not_available) << status;
  }
  EXPECT_TRUE(twilio.urls().empty());
}

TEST_F(RecordingServiceTest, TwoProcessesMakeOneFetch) {
  Process there(*database, folder.path(), twilio, clock);
  twilio.close_gate();
  auto first = std::async(std::launch::async, [&] { return here.service.open(call_sid(1)); });
  ASSERT_TRUE(twilio.wait_for_requests(1));
  auto second = std::async(std::launch::async, [&] { return there.service.open(call_sid(1)); });
  ASSERT_TRUE(clock.wait_until_asked(3));  // the second looks, is refused, and looks again
  twilio.open_gate();
  EXPECT_EQ(content_of(first.get().value()), "ID3 sound");
  EXPECT_EQ(content_of(second.get().value()), "ID3 sound");
  EXPECT_EQ(twilio.urls().size(), 1U);
}

TEST_F(RecordingServiceTest, ADeadProcesssRightToFetchIsWaitedForAndTakenOver) {
  database.in([&](Session& session) {
    return store::RecordingStore(session).claim_fetch(call_sid(1), "dead", clock.now(), clock.now() + 60s);
  });
  auto opened = std::async(std::launch::async, [&] { return here.service.open(call_sid(1)); });
  ASSERT_TRUE(clock.wait_until_asked(3));
  EXPECT_TRUE(twilio.urls().empty());
  clock.advance(60s);
  EXPECT_TRUE(opened.get());
  EXPECT_EQ(twilio.urls().size(), 1U);
}

TEST_F(RecordingServiceTest, AFailedFetchLeavesTheRightToFetchFree) {
  twilio.answer(503, "text/plain", "");
  EXPECT_EQ(code_of_opening(), ErrorCode::unavailable);
  EXPECT_TRUE(database.in([&](Session& session) {
    return store::RecordingStore(session).claim_fetch(call_sid(1), "next", clock.now(), clock.now() + 1s);
  }));
}

TEST_F(RecordingServiceTest, AProbeThatThrowsIsAnErrorForEverybodyWhoWaits) {
  RecordingService service({.threads = 1}, *database, *here.objects, here.twilio,
                           {[](const std::filesystem::path&) -> Result<domain::RecordingProbe> {
                              throw std::runtime_error("the decoder fell over");
                            },
                            join},
                           clock);
  const auto audio = service.open(call_sid(1));
  ASSERT_FALSE(audio);
  EXPECT_EQ(audio.error().code, ErrorCode::internal);
  EXPECT_TRUE(files().empty());
  EXPECT_TRUE(database.in([&](Session& session) {
    return store::RecordingStore(session).claim_fetch(call_sid(1), "next", clock.now(), clock.now() + 1s);
  })) << "the right to fetch was given back";
}

class CallOfSeveralRecordings : public RecordingServiceTest {
 protected:
  void told(int number, domain::RecordingStatus status, std::chrono::seconds start, int channels = 2) {
    database.in([&](Session& session) {
      domain::Recording recording;
      recording.recording_sid = recording_sid(number);
      recording.call_sid = call_sid(1);
      recording.uri = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording.recording_sid;
      recording.status = status;
      recording.started_at = clock.now() + start;
      recording.duration = 10s;
      recording.channels = channels;
      store::RecordingStore(session).save(recording);
    });
  }
};

TEST_F(CallOfSeveralRecordings, AreJoinedInTimeOrderIntoOneFile) {
  told(2, domain::RecordingStatus::completed, 20s);
  told(1, domain::RecordingStatus::completed, 0s);
  const auto audio = here.service.open(call_sid(1));
  ASSERT_TRUE(audio);
  EXPECT_EQ(content_of(*audio), "ID3 soundID3 sound");
  EXPECT_EQ(audio_file().recording_sids, recording_sid(1) + " " + recording_sid(2));
  ASSERT_EQ(twilio.urls().size(), 2U);
  EXPECT_NE(twilio.urls()[0].find(recording_sid(1)), std::string::npos);
  EXPECT_EQ(files(), std::vector<std::string>{call_sid(1) + ".mp3"});
}

TEST_F(CallOfSeveralRecordings, WaitForTheOneThatIsStillBeingMade) {
  told(1, domain::RecordingStatus::completed, 0s);
  told(2, domain::RecordingStatus::in_progress, 20s);
  EXPECT_EQ(code_of_opening(), ErrorCode::recording_pending);
  EXPECT_TRUE(twilio.urls().empty());
}

TEST_F(CallOfSeveralRecordings, OneThatComesLaterIsFetchedAndJoinedToo) {
  told(1, domain::RecordingStatus::completed, 0s);
  EXPECT_EQ(content_of(here.service.open(call_sid(1)).value()), "ID3 sound");
  told(2, domain::RecordingStatus::completed, 20s);
  EXPECT_EQ(content_of(here.service.open(call_sid(1)).value()), "ID3 soundID3 sound");
  EXPECT_EQ(twilio.urls().size(), 2U) << "the first was here already";
}

TEST_F(CallOfSeveralRecordings, OfTheSameStretchOfTimeTheDualOneAloneIsFetched) {
  told(1, domain::RecordingStatus::completed, 0s, 1);
  told(2, domain::RecordingStatus::completed, 1s, 2);
  EXPECT_EQ(content_of(here.service.open(call_sid(1)).value()), "ID3 sound");
  EXPECT_EQ(audio_file().recording_sids, recording_sid(2));
}

TEST_F(CallOfSeveralRecordings, OneThatCannotBeHadMakesNoneOfTheOthersBeFetchedTwice) {
  told(1, domain::RecordingStatus::completed, 0s);
  told(2, domain::RecordingStatus::completed, 20s);
  twilio.answer_for(recording_sid(2), 503);
  EXPECT_EQ(code_of_opening(), ErrorCode::unavailable);
  EXPECT_EQ(files(), std::vector<std::string>{part_key(call_sid(1), recording_sid(1))});
  EXPECT_FALSE(audio_file().fetched_at);
  twilio.answer_for(recording_sid(2), 200);
  EXPECT_EQ(content_of(here.service.open(call_sid(1)).value()), "ID3 soundID3 sound");
  const auto urls = twilio.urls();
  EXPECT_EQ(std::count_if(urls.begin(), urls.end(),
                          [](const auto& url) { return url.find(recording_sid(1)) != url.npos; }),
            1);
  EXPECT_EQ(files(), std::vector<std::string>{call_sid(1) + ".mp3"});
}

TEST_F(CallOfSeveralRecordings, PartsThatWaitForOthersAreErasedWithTheRest) {
  told(1, domain::RecordingStatus::completed, 0s);
  told(2, domain::RecordingStatus::completed, 20s);
  twilio.answer_for(recording_sid(2), 503);
  EXPECT_EQ(code_of_opening(), ErrorCode::unavailable);
  EXPECT_TRUE(here.service.erase(call_sid(1)));
  EXPECT_TRUE(files().empty());
}

TEST_F(RecordingServiceTest, WhatIsGoneHereAndAtTwilioIsNotWaitedFor) {
  ASSERT_TRUE(here.service.open(call_sid(1)));
  database.in(
      [&](Session& session) { store::CallStore(session).set_status(call_sid(1), domain::kStatusProcessed); });
  std::filesystem::remove(folder.path() / (call_sid(1) + ".mp3"));
  twilio.answer(404, "application/xml", "<TwilioResponse/>");
  EXPECT_EQ(code_of_opening(), ErrorCode::recording_not_available);
}

}  // namespace
}  // namespace kolog::recordings
