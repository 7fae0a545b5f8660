// SPDX-License-Identifier: Apache-2.0
// The copy of a recording with a tone over what is blacked out: when it is made, and of what.
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "objects/disk_object_store.h"
#include "recordings/recording_key.h"
#include "recordings/recording_service.h"
#include "store/call_store.h"
#include "store/recording_store.h"
#include "store/redaction_store.h"
#include "support/one_account.h"
#include "support/test_database.h"

namespace kolog::recordings {
namespace {

using namespace std::chrono_literals;
using database::Session;
using store::RedactionStore;
using testing::call_sid;
using testing::kAccount;
using testing::kBusiness;
using testing::recording_sid;

const std::string kCall = call_sid(1);

class FakeTwilio final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    if (request.on_body) request.on_body("sound");
    return http::ClientResponse{200, {{"Content-Type", "audio/mpeg"}}, ""};
  }
};

class RedactedCopyTest : public ::testing::Test {
 protected:
  RedactedCopyTest() {
    database.in([&](Session& session) {
      testing::add_businesses(session, clock.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.created_at = clock.now();
      store::CallStore(session).insert(call);
      add_recording(session, 1);
    });
    EXPECT_TRUE(service.open(kCall)) << "it is fetched";
  }
  static void add_recording(Session& session, int number) {
    domain::Recording recording;
    recording.recording_sid = recording_sid(number);
    recording.call_sid = kCall;
    recording.uri = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(number);
    recording.status = domain::RecordingStatus::completed;
    store::RecordingStore(session).save(recording);
  }
  void redact(std::vector<domain::RedactedSpan> spans,
              domain::RedactionPolicy policy = {.phones = true, .audio = true}) {
    database.in([&](Session& session) {
      store::Redaction redaction;
      redaction.policy = policy;
      redaction.spans = std::move(spans);
      redaction.recording_sids = store::RecordingStore(session).audio_file(kCall).recording_sids;
      RedactionStore(session).save(kCall, redaction);
    });
  }
  std::string heard(Form form) {
    const auto audio = service.open(kCall, form);
    if (!audio) return std::string(to_string(audio.error().code));
    std::string bytes(audio->object.size, '\0');
    EXPECT_EQ(::pread(audio->object.file->descriptor(), bytes.data(), bytes.size(), 0),
              static_cast<ssize_t>(bytes.size()));
    return bytes + " " + audio->content_type;
  }
  bool has(const std::string& key) { return objects->open(key).value().has_value(); }

  /// Writes what it was given and how many spans there are.
  Result<std::string> beep(const std::filesystem::path& from, const std::filesystem::path& into,
                           const std::vector<domain::RedactedSpan>& spans) {
    ++beeps;
    if (in_the_middle) in_the_middle();
    std::ifstream in(from);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    std::ofstream(into) << bytes << "+" << spans.size();
    return std::string("audio/wav");
  }

  testing::FakeClock clock;
  testing::TestDatabase database;
  testing::TemporaryFolder folder;
  std::unique_ptr<objects::ObjectStore> objects = objects::DiskObjectStore::open(folder.path()).value();
  int beeps = 0;
  std::function<void()> in_the_middle;
  FakeTwilio client;
  testing::OneAccount accounts{kAccount};
  twilio::RestClient twilio{client, accounts, clock, {}};
  RecordingService service{
      {.threads = 2},
      *database,
      *objects,
      twilio,
      {[](const std::filesystem::path&) {
         return domain::RecordingProbe{"audio/mpeg", 2, 8000, 1s};
       },
       {},
       [this](const auto& from, const auto& into, const auto& spans) { return beep(from, into, spans); }},
      clock};
};

const std::vector<domain::RedactedSpan> kSpans = {{0, 0, 9}};

TEST_F(RedactedCopyTest, ItIsMadeWhenItIsFirstAskedForAndThenServed) {
  redact(kSpans);
  EXPECT_FALSE(has(redacted_key(kCall)));
  EXPECT_EQ(heard(Form::redacted), "sound+1 audio/wav");
  EXPECT_EQ(heard(Form::redacted), "sound+1 audio/wav");
  EXPECT_EQ(beeps, 1);
  EXPECT_EQ(heard(Form::original), "sound audio/mpeg");
  EXPECT_EQ(service.open(kCall, Form::redacted)->form, Form::redacted);
}

TEST_F(RedactedCopyTest, WhereThereIsNothingToHideTheRecordingItselfIsServed) {
  EXPECT_EQ(heard(Form::redacted), "sound audio/mpeg") << "no policy";
  redact({});
  EXPECT_EQ(heard(Form::redacted), "sound audio/mpeg") << "nothing found";
  redact(kSpans, {.phones = true});
  EXPECT_EQ(heard(Form::redacted), "sound audio/mpeg") << "text alone";
  EXPECT_EQ(beeps, 0);
  EXPECT_FALSE(has(redacted_key(kCall)));
}

TEST_F(RedactedCopyTest, OtherSpansMakeItAnew) {
  redact(kSpans);
  EXPECT_EQ(heard(Form::redacted), "sound+1 audio/wav");
  redact({{0, 0, 9}, {1, 0, 9}});
  EXPECT_EQ(heard(Form::redacted), "sound+2 audio/wav");
}

TEST_F(RedactedCopyTest, ACopyOfOlderSpansIsNeverKeptNorServed) {
  redact(kSpans);
  in_the_middle = [&] { redact({{0, 0, 9}, {1, 0, 9}}); };
  EXPECT_EQ(heard(Form::redacted), "recording_being_redacted");
  in_the_middle = nullptr;
  EXPECT_EQ(heard(Form::redacted), "sound+2 audio/wav");
}

TEST_F(RedactedCopyTest, ACopyThatWasLostIsMadeAgain) {
  redact(kSpans);
  heard(Form::redacted);
  objects->remove(redacted_key(kCall)).value();
  EXPECT_EQ(heard(Form::redacted), "sound+1 audio/wav");
}

TEST_F(RedactedCopyTest, ARecordingThatIsNotTheOneThatWasUnderstoodIsNotPlayed) {
  database.in([&](Session& session) {
    store::Redaction redaction;
    redaction.policy = {.phones = true, .audio = true};
    redaction.recording_sids = recording_sid(9);
    RedactionStore(session).save(kCall, redaction);
  });
  EXPECT_EQ(heard(Form::redacted), "recording_being_redacted");
}

TEST_F(RedactedCopyTest, WhatCannotBeCopiedIsNotServedAsItIs) {
  redact(kSpans);
  in_the_middle = [] { throw std::runtime_error("no room"); };
  EXPECT_EQ(heard(Form::redacted), "internal");
}

TEST_F(RedactedCopyTest, ItIsErasedWithTheRecording) {
  redact(kSpans);
  heard(Form::redacted);
  EXPECT_EQ(service.erase(kCall).value(), Erasure::deleted);
  EXPECT_FALSE(has(recording_key(kCall)));
  EXPECT_FALSE(has(redacted_key(kCall)));
}

TEST_F(RedactedCopyTest, ADeletionInTheMiddleOfItsMakingLeavesNone) {
  redact(kSpans);
  in_the_middle = [&] {
    database.in([&](Session& session) { store::CallStore(session).remove(kBusiness, kCall); });
  };
  EXPECT_EQ(heard(Form::redacted), "call_not_found");
  EXPECT_FALSE(has(redacted_key(kCall)));
}

TEST_F(RedactedCopyTest, ItsNameIsKnownForTheCalls) {
  EXPECT_TRUE(is_redacted_key(redacted_key(kCall)));
  EXPECT_EQ(call_sid_of_key(redacted_key(kCall)), kCall);
  EXPECT_FALSE(is_redacted_key("../" + redacted_key(kCall)));
  EXPECT_FALSE(is_redacted_key(recording_key(kCall)));
}

}  // namespace
}  // namespace kolog::recordings
