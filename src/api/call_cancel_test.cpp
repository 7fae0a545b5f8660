// SPDX-License-Identifier: Apache-2.0
// What is said of a transcription under way, stopping it, and what it left out.
#include "api/api_fixture.h"
#include "store/job_store.h"
#include "store/progress_store.h"
#include "workflow/stages.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

const std::string kCall = "/api/calls/" + kCallSid;

class CallCancel : public ApiTest {
 protected:
  CallCancel() : owner_(key_of("biz_one")), other_(key_of("biz_two")) {
    context_->stop_transcription = [this](std::string_view call_sid) { stopped_.emplace_back(call_sid); };
    auto call = call_for("biz_one", kCallSid);
    call.status = domain::kStatusProcessing;
    add_call(call);
    change([&](database::Session& session) {
      store::JobStore(session).enqueue(workflow::kTranscribeJob, kCallSid, clock_.now());
      store::ProgressStore(session).save(kCallSid, {domain::Stage::transcribed, 42});
    });
  }
  json::object call() { return json_of(send("GET", kCall, owner_)); }
  bool is_open() {
    bool open = false;
    change([&](database::Session& session) {
      open = store::JobStore(session).is_open(workflow::kTranscribeJob, kCallSid);
    });
    return open;
  }

  http::Headers owner_;
  http::Headers other_;
  std::vector<std::string> stopped_;
};

TEST_F(CallCancel, TheProgressIsToldOfTheCallAndInTheList) {
  const json::value progress = {{"stage", "transcribed"}, {"percent", 42}};
  EXPECT_EQ(call().at("progress"), progress);
  EXPECT_EQ(json_of(send("GET", "/api/calls", owner_)).at("items").at(0).at("progress"), progress);
}

TEST_F(CallCancel, ACancelledCallRestsAndItsWorkerIsToldAtOnce) {
  const auto cancelled = send("POST", kCall + "/cancel", owner_);
  ASSERT_EQ(cancelled.status, 200) << text_of(cancelled);
  const auto body = json_of(cancelled);
  EXPECT_EQ(body.at("status"), "failed");
  EXPECT_EQ(body.at("failure"), (json::value{{"stage", "transcribed"},
                                             {"reason", "Cancelled by a person"},
                                             {"code", "cancelled_by_person"}}));
  EXPECT_TRUE(body.at("progress").is_null());
  EXPECT_EQ(stopped_, std::vector<std::string>{kCallSid});
  EXPECT_FALSE(is_open());
  const auto again = send("POST", kCall + "/cancel", owner_);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(code_of(again), "conflict");
  EXPECT_EQ(stopped_.size(), 1U);
}

TEST_F(CallCancel, AMemberMayCancelWithTheCsrfHeaderAndNobodyWithoutIt) {
  add_user("member@one.example", "biz_one", "member");
  const auto login = log_in("member@one.example");
  EXPECT_EQ(send("POST", kCall + "/cancel", cookie_of(login)).status, 403);
  EXPECT_EQ(send("POST", kCall + "/cancel").status, 401);
  EXPECT_TRUE(is_open());
  EXPECT_EQ(send("POST", kCall + "/cancel", cookie_and_csrf_of(login)).status, 200);
  EXPECT_FALSE(is_open());
}

TEST_F(CallCancel, AnotherBusinesssCallLooksLikeNone) {
  const auto unknown = send("POST", "/api/calls/" + kOtherCallSid + "/cancel", owner_);
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(text_of(send("POST", kCall + "/cancel", other_)), text_of(unknown));
  EXPECT_EQ(send("POST", "/api/calls/nonsense/cancel", owner_).status, 404);
  EXPECT_TRUE(is_open());
  EXPECT_TRUE(stopped_.empty());
}

TEST_F(CallCancel, ADeletedCallsTranscriptionIsStoppedToo) {
  EXPECT_EQ(send("DELETE", kCall, owner_).status, 204);
  EXPECT_EQ(stopped_, std::vector<std::string>{kCallSid});
}

class DroppedText : public ApiTest {
 protected:
  DroppedText() : owner_(key_of("biz_one")) {
    add_transcribed_call();
    change([&](database::Session& session) {
      store::TranscriptStore transcripts(session);
      domain::Transcript transcript;
      transcript.segments = transcripts.segments(kCallSid);
      domain::DroppedSegment dropped;
      dropped.segment.start = milliseconds{5000};
      dropped.segment.end = milliseconds{7000};
      dropped.segment.text = "Thanks for watching";
      dropped.reason = domain::DropReason::known_phrase;
      transcript.dropped = {dropped};
      transcripts.save(kCallSid, transcript);
    });
  }
  std::string format(const std::string& name) {
    return text_of(send("GET", kCall + "/transcript?format=" + name, owner_));
  }

  http::Headers owner_;
};

TEST_F(DroppedText, IsToldWithItsReasonBesideTheTranscript) {
  const auto dropped = json_of(send("GET", kCall, owner_)).at("transcript").at("dropped").as_array();
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_EQ(dropped[0].at("text"), "Thanks for watching");
  EXPECT_EQ(dropped[0].at("reason"), "known_phrase");
  EXPECT_EQ(dropped[0].at("start"), 5.0);
  EXPECT_EQ(json::parse(format("json")).at("dropped"), dropped);
}

TEST_F(DroppedText, IsNeitherReadNorFoundAsThoughSomebodyHadSaidIt) {
  for (const std::string name : {"txt", "srt", "vtt"}) {
    EXPECT_EQ(format(name).find("watching"), std::string::npos) << name;
    EXPECT_NE(format(name).find("נזילה"), std::string::npos) << name;
  }
  EXPECT_EQ(json_of(send("GET", "/api/calls?search=watching", owner_)).at("total"), 0);
  EXPECT_EQ(json::parse(format("json")).at("segments").as_array().size(), 1U);
}

}  // namespace
}  // namespace kolog::api
