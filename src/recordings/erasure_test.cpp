// SPDX-License-Identifier: Apache-2.0
// Erasing a call's file beside a fetch that is under way.
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "objects/disk_object_store.h"
#include "recordings/recording_key.h"
#include "recordings/recording_service.h"
#include "store/call_store.h"
#include "store/recording_store.h"
#include "support/one_account.h"
#include "support/test_database.h"

namespace kolog::recordings {
namespace {

using namespace std::chrono_literals;
using database::Session;
using testing::call_sid;
using testing::kAccount;
using testing::kBusiness;
using testing::recording_sid;

const std::string kCall = call_sid(1);

/// Serves five bytes of sound, and lets the test do something in the middle of them.
class FakeTwilio final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    if (in_the_middle) in_the_middle();
    if (request.on_body) request.on_body("sound");
    return http::ClientResponse{200, {{"Content-Type", "audio/mpeg"}}, ""};
  }
  std::function<void()> in_the_middle;
};

class ErasureTest : public ::testing::Test {
 protected:
  ErasureTest() {
    database.in([&](Session& session) {
      testing::add_businesses(session, clock.now());
      domain::Call call;
      call.call_sid = kCall;
      call.business_id = kBusiness;
      call.created_at = clock.now();
      store::CallStore(session).insert(call);
      domain::Recording recording;
      recording.recording_sid = recording_sid(1);
      recording.call_sid = kCall;
      recording.uri = "/2010-04-01/Accounts/" + kAccount + "/Recordings/" + recording_sid(1);
      recording.status = domain::RecordingStatus::completed;
      store::RecordingStore(session).save(recording);
    });
  }
  bool has_file() { return objects->open(recording_key(kCall)).value().has_value(); }
  void delete_call() {
    database.in([&](Session& session) { store::CallStore(session).remove(kBusiness, kCall); });
  }

  testing::FakeClock clock;
  testing::TestDatabase database;
  testing::TemporaryFolder folder;
  std::unique_ptr<objects::ObjectStore> objects = objects::DiskObjectStore::open(folder.path()).value();
  FakeTwilio client;
  testing::OneAccount accounts{kAccount};
  twilio::RestClient twilio{client, accounts, clock, {}};
  RecordingService service{{.threads = 1},
                           *database,
                           *objects,
                           twilio,
                           {[](const std::filesystem::path&) {
                              return domain::RecordingProbe{"audio/mpeg", 2, 8000, 1s};
                            },
                            {}},
                           clock};
};

TEST_F(ErasureTest, AFileThatWasFetchedIsErasedOnce) {
  ASSERT_TRUE(service.open(kCall));
  ASSERT_TRUE(has_file());
  EXPECT_EQ(service.erase(kCall).value(), Erasure::deleted);
  EXPECT_FALSE(has_file());
  EXPECT_EQ(service.erase(kCall).value(), Erasure::was_not_here);
  EXPECT_FALSE(database.in([](Session& s) { return store::RecordingStore(s).audio_file(kCall); }).fetched_at);
}

TEST_F(ErasureTest, AListenerGoesOnHearingWhatIsErased) {
  const auto audio = service.open(kCall).value();
  ASSERT_TRUE(service.erase(kCall));
  std::string heard(5, '\0');
  EXPECT_EQ(::pread(audio.object.file->descriptor(), heard.data(), heard.size(), 0), 5);
  EXPECT_EQ(heard, "sound");
}

TEST_F(ErasureTest, AFetchOfACallThatIsDeletedInTheMiddleLeavesNoFile) {
  client.in_the_middle = [&] {
    client.in_the_middle = {};
    delete_call();
    EXPECT_EQ(service.erase(kCall).value(), Erasure::was_not_here) << "it does not wait for that fetch";
  };
  EXPECT_EQ(service.open(kCall).error().code, ErrorCode::call_not_found);
  EXPECT_FALSE(has_file());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path() / ".incoming"));
}

TEST_F(ErasureTest, AnErasureWaitsForTheFetchUnderWayAndTakesWhatItBrought) {
  std::jthread eraser;
  client.in_the_middle = [&] {
    client.in_the_middle = {};
    eraser = std::jthread([&] { EXPECT_EQ(service.erase(kCall).value(), Erasure::deleted); });
  };
  (void)service.open(kCall);
  eraser.join();
  EXPECT_FALSE(has_file());
}

TEST_F(ErasureTest, AHoldKeepsTheFile) {
  ASSERT_TRUE(service.open(kCall));
  database.in(
      [&](Session& session) { store::CallStore(session).set_legal_hold(kBusiness, kCall, clock.now()); });
  EXPECT_EQ(service.erase(kCall).error().code, ErrorCode::conflict);
  EXPECT_TRUE(has_file());
}

TEST(RecordingKey, NamesACallsFileAndNothingElse) {
  EXPECT_EQ(call_sid_of_key(recording_key(kCall)), kCall);
  for (const std::string key : {"", ".mp3", "CA1.mp3", kCall.c_str(), "notes.txt"}) {
    EXPECT_FALSE(call_sid_of_key(key)) << key;
  }
  EXPECT_FALSE(call_sid_of_key("../" + kCall + ".mp3"));
  EXPECT_FALSE(call_sid_of_key(kCall + ".mp3.mp3"));
}

}  // namespace
}  // namespace kolog::recordings
