// SPDX-License-Identifier: Apache-2.0
// Deleting a call, and the legal hold that forbids it: who may, and what is said of it.
#include "api/api_fixture.h"
#include "store/deletion_store.h"
#include "store/job_store.h"
#include "workflow/stages.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using std::chrono::days;
using std::chrono::milliseconds;

const std::string kCall = "/api/calls/" + kCallSid;
const std::string kUri = "/2010-04-01/Accounts/" + kAccountSid + "/Recordings/" + kRecordingSid;

class CallDeletion : public ApiTest {
 protected:
  CallDeletion() : owner_(key_of("biz_one")), other_(key_of("biz_two")) {
    add_transcribed_call();
    add_user("member@one.example", "biz_one", "member");
    member_ = cookie_and_csrf_of(log_in("member@one.example"));
  }
  http::Response patch(const http::Headers& who, const std::string& body) {
    return send_json("PATCH", kCall, who, body);
  }
  json::object call() { return json_of(send("GET", kCall, owner_)); }
  void ask(const std::string& target) {
    change([&](database::Session& session) {
      store::DeletionStore(session).ask({.call_sid = kCallSid,
                                         .target = target,
                                         .business_id = "biz_one",
                                         .reason = store::DeletionReason::retention,
                                         .asked_at = clock_.now()});
    });
  }
  void note(const std::string& target, const std::string& answer, store::Outcome outcome) {
    change([&](database::Session& session) {
      store::DeletionStore(session).note_answer(kCallSid, target, answer, outcome, clock_.now());
    });
  }

  http::Headers owner_;
  http::Headers other_;
  http::Headers member_;
};

TEST_F(CallDeletion, ADeletedCallIsGoneAndIsNotDeletedTwice) {
  const auto deleted = send("DELETE", kCall, owner_);
  EXPECT_EQ(deleted.status, 204) << text_of(deleted);
  EXPECT_EQ(send("GET", kCall, owner_).status, 404);
  EXPECT_EQ(json_of(send("GET", "/api/calls", owner_)).at("total"), 0);
  EXPECT_EQ(send("GET", kCall + "/download", owner_).status, 404);
  const auto again = send("DELETE", kCall, owner_);
  EXPECT_EQ(again.status, 404);
  EXPECT_EQ(code_of(again), "call_not_found");
  change([&](database::Session& session) {
    EXPECT_TRUE(store::JobStore(session).is_open(workflow::kEraseJob, kCallSid));
    EXPECT_EQ(store::DeletionStore(session).open_of_call(kCallSid).size(), 2U);
  });
}

TEST_F(CallDeletion, OnlyAnOwnerDeletesAndHolds) {
  for (const auto& response : {send("DELETE", kCall, member_), patch(member_, R"({"legal_hold":true})"),
                               patch(member_, R"({"legal_hold":false,"notes":"mine"})")}) {
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(code_of(response), "forbidden");
  }
  EXPECT_EQ(send("DELETE", kCall).status, 401);
  EXPECT_EQ(call().at("notes"), "") << "a refused change changes nothing";
  EXPECT_EQ(patch(member_, R"({"notes":"mine"})").status, 200);
}

TEST_F(CallDeletion, AnotherBusinesssCallLooksLikeNone) {
  const auto unknown = send("DELETE", "/api/calls/" + kOtherCallSid, owner_);
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(text_of(send("DELETE", kCall, other_)), text_of(unknown));
  EXPECT_EQ(text_of(patch(other_, R"({"legal_hold":true})")), text_of(unknown));
  EXPECT_EQ(send("DELETE", "/api/calls/CA'%20OR%201=1--", owner_).status, 404);
  EXPECT_EQ(call().at("legal_hold"), false);
}

TEST_F(CallDeletion, AHoldIsSaidAndForbidsTheDeletionUntilItIsReleased) {
  EXPECT_EQ(call().at("legal_hold"), false);
  EXPECT_TRUE(call().at("legal_hold_at").is_null());
  const auto held = patch(owner_, R"({"legal_hold":true})");
  ASSERT_EQ(held.status, 200) << text_of(held);
  EXPECT_EQ(json_of(held).at("legal_hold"), true);
  EXPECT_EQ(json_of(held).at("legal_hold_at"), "2026-02-28T09:30:00.125Z");
  const auto refused = send("DELETE", kCall, owner_);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(code_of(refused), "conflict");
  EXPECT_NE(text_of(refused).find("legal hold"), std::string::npos);
  EXPECT_EQ(json_of(patch(owner_, R"({"legal_hold":false})")).at("legal_hold"), false);
  EXPECT_EQ(send("DELETE", kCall, owner_).status, 204);
}

TEST_F(CallDeletion, AHoldIsTrueOrFalseAndNothingElse) {
  for (const auto* body : {R"({"legal_hold":null})", R"({"legal_hold":"true"})", R"({"legal_hold":1})",
                           R"({"legal_hold_at":"2026-02-28T09:30:00Z"})", "{}"}) {
    EXPECT_EQ(patch(owner_, body).status, 400) << body;
  }
}

TEST_F(CallDeletion, AHoldAndACorrectionCanComeTogether) {
  const auto changed = json_of(patch(owner_, R"({"legal_hold":true,"notes":"in dispute"})"));
  EXPECT_EQ(changed.at("legal_hold"), true);
  EXPECT_EQ(changed.at("notes"), "in dispute");
}

TEST_F(CallDeletion, UnderAHoldTheRecordingIsPlayedAfterItsDays) {
  provide_audio("sound");
  patch(owner_, R"({"legal_hold":true})");
  clock_.advance(days{30});
  EXPECT_EQ(send("GET", kCall + "/download", owner_).status, 200);
  EXPECT_EQ(call().at("recording").at("state"), "available");
  patch(owner_, R"({"legal_hold":false})");
  EXPECT_EQ(send("GET", kCall + "/download", owner_).status, 410);
  EXPECT_EQ(call().at("recording").at("state"), "deleting");
}

TEST_F(CallDeletion, WhatIsGoneIsGoneUnderALaterHold) {
  provide_audio("sound");
  clock_.advance(days{8});
  change([&](database::Session& session) {
    store::CallStore(session).set_audio_expired(kCallSid, clock_.now());
  });
  patch(owner_, R"({"legal_hold":true})");
  EXPECT_EQ(send("GET", kCall + "/download", owner_).status, 410);
  EXPECT_EQ(call().at("recording").at("state"), "expired");
}

TEST_F(CallDeletion, EachPlacesAnswerIsSaid) {
  EXPECT_TRUE(call().at("recording").at("deletions").as_array().empty());
  ask("file");
  ask(kUri);
  clock_.advance(milliseconds{1500});
  note("file", "deleted", store::Outcome::done);
  note(kUri, "Twilio does not answer as it should", store::Outcome::failed);
  const auto recording = call().at("recording").as_object();
  const auto& deletions = recording.at("deletions").as_array();
  ASSERT_EQ(deletions.size(), 2U);
  EXPECT_EQ(deletions[0].at("target"), "file");
  EXPECT_TRUE(deletions[0].at("recording_sid").is_null());
  EXPECT_EQ(deletions[0].at("answer"), "deleted");
  EXPECT_EQ(deletions[0].at("done_at"), "2026-02-28T09:30:01.625Z");
  EXPECT_EQ(deletions[1].at("target"), "twilio");
  EXPECT_EQ(deletions[1].at("recording_sid").as_string(), kRecordingSid);
  EXPECT_EQ(deletions[1].at("answer"), "Twilio does not answer as it should");
  EXPECT_EQ(deletions[1].at("attempts"), 1);
  EXPECT_TRUE(deletions[1].at("done_at").is_null());
}

TEST_F(CallDeletion, WhatTheCallerWasToldIsSaid) {
  EXPECT_TRUE(call().at("notice").is_null());
  change([&](database::Session& session) {
    session.sql << "UPDATE call_logs SET notice_language = 'en', notice_words = 'This call is recorded.', "
                   "notice_at = '2026-02-28 09:30:02.000'";
  });
  const auto notice = call().at("notice").as_object();
  EXPECT_EQ(notice.at("language"), "en");
  EXPECT_EQ(notice.at("words"), "This call is recorded.");
  EXPECT_EQ(notice.at("announced_at"), "2026-02-28T09:30:02.000Z");
}

}  // namespace
}  // namespace kolog::api
