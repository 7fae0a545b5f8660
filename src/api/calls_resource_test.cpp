// SPDX-License-Identifier: Apache-2.0
#include "api/api_fixture.h"

namespace kolog::api {
namespace {

namespace json = boost::json;

const std::string kCall = "/api/calls/" + kCallSid;

class Calls : public ApiTest {
 protected:
  Calls() : key_(key_of("biz_one")), other_key_(key_of("biz_two")) {}

  http::Response patch(const std::string& body) { return send_json("PATCH", kCall, key_, body); }

  http::Headers key_;
  http::Headers other_key_;
};

TEST_F(Calls, DetailSaysEverythingThatIsKnown) {
  add_transcribed_call();
  const auto response = send("GET", kCall, key_);
  ASSERT_EQ(response.status, 200) << text_of(response);
  const auto call = json_of(response);
  EXPECT_EQ(call.at("call_sid").as_string(), kCallSid);
  EXPECT_EQ(call.at("direction"), "inbound");
  EXPECT_EQ(call.at("stage"), "extracted");
  EXPECT_EQ(call.at("duration"), 42);
  EXPECT_EQ(call.at("created_at"), "2026-02-28T09:30:00.125Z");
  EXPECT_EQ(call.at("has_recording"), true);
  EXPECT_EQ(call.at("language"), "he");
  EXPECT_EQ(call.at("service").at("name"), "אינסטלציה");
  EXPECT_EQ(call.at("service").at("confidence"), 0.92);
  EXPECT_EQ(call.at("city").at("name"), "תל אביב");
  EXPECT_TRUE(call.at("failure").is_null());
  EXPECT_EQ(call.at("transcript_source"), "offline");
  EXPECT_EQ(call.at("final_transcript"), "לקוח: יש לי נזילה");
  const auto& recording = call.at("recording");
  EXPECT_EQ(recording.at("state"), "available");
  EXPECT_EQ(recording.at("url").as_string(), kCall + "/download");
  EXPECT_EQ(recording.at("channels"), 2);
  EXPECT_TRUE(recording.at("size").is_null());
  EXPECT_EQ(recording.at("expires_at"), "2026-03-07T09:30:00.125Z");
  EXPECT_EQ(call.at("transcript").at("segments").at(0).at("start"), 1.25);
  EXPECT_EQ(call.at("transcript").at("duration"), 3.5);
  EXPECT_EQ(call.at("insight").at("service").at("evidence").at("text"), "נזילה");
  EXPECT_EQ(call.at("stages").as_array().size(), 5U);
}

TEST_F(Calls, DetailOfACallJustBegunIsEmptyWhereNothingIsKnown) {
  auto call = call_for("biz_one", kCallSid);
  call.duration.reset();
  call.status = "ringing";
  add_call(call);
  const auto body = json_of(send("GET", kCall, key_));
  EXPECT_EQ(body.at("stage"), "ingested");
  EXPECT_EQ(body.at("final_transcript"), "");
  for (const auto* name : {"duration", "language", "service", "city", "failure", "parent_call_sid",
                           "transcript_source", "recording", "transcript", "insight"}) {
    EXPECT_TRUE(body.at(name).is_null()) << name;
  }
}

TEST_F(Calls, RecordingsStateFollowsItsLife) {
  auto call = call_for("biz_one", kCallSid);
  call.recording_sid = kRecordingSid;
  add_call(call);
  const auto state_after = [&](domain::RecordingStatus status) {
    change([&](database::Session& session) {
      domain::Recording recording;
      recording.recording_sid = kRecordingSid;
      recording.call_sid = kCallSid;
      recording.status = status;
      store::RecordingStore(session).save(recording);
    });
    return std::string(json_of(send("GET", kCall, key_)).at("recording").at("state").as_string());
  };
  EXPECT_EQ(state_after(domain::RecordingStatus::processing), "pending");
  EXPECT_EQ(state_after(domain::RecordingStatus::completed), "available");
  clock_.advance(std::chrono::days{7});
  EXPECT_EQ(state_after(domain::RecordingStatus::completed), "available");
  clock_.advance(std::chrono::milliseconds{1});
  EXPECT_EQ(state_after(domain::RecordingStatus::completed), "deleting");
  change([&](database::Session& session) {
    store::CallStore(session).set_audio_expired(kCallSid, clock_.now());
  });
  EXPECT_EQ(state_after(domain::RecordingStatus::completed), "expired");
}

TEST_F(Calls, AnotherBusinesssCallLooksLikeNone) {
  add_transcribed_call();
  const auto unknown = send("GET", "/api/calls/" + kOtherCallSid, other_key_);
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(text_of(unknown), R"({"success":false,"error":"Call not found","code":"call_not_found"})");
  const std::string correction = R"({"notes":"stolen"})";
  const std::string reprocess = R"({"from_stage":"transcribed"})";
  for (const auto& response :
       {send("GET", kCall, other_key_), send("GET", kCall + "/transcript?format=txt", other_key_),
        send("GET", kCall + "/download", other_key_), send_json("PATCH", kCall, other_key_, correction),
        send_json("POST", kCall + "/reprocess", other_key_, reprocess)}) {
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(text_of(response), text_of(unknown));
  }
  EXPECT_EQ(json_of(send("GET", kCall, key_)).at("notes"), "");
  EXPECT_EQ(json_of(send("GET", "/api/calls", other_key_)).at("total"), 0);
}

TEST_F(Calls, WhatIsNoSidIsNoCall) {
  for (const std::string sid :
       {"x", "CA1", "CA0000000000000000000000000000000G", "%27%20OR%201%3D1--", "CA%00"}) {
    const auto response = send("GET", "/api/calls/" + sid, key_);
    EXPECT_TRUE(response.status == 404 || sid == "CA%00") << sid;
    EXPECT_GE(response.status, 400) << sid;
  }
}

TEST_F(Calls, ListIsTheBusinesssOwnNewestFirst) {
  add_call(call_for("biz_one", kCallSid));
  clock_.advance(std::chrono::seconds{1});
  add_call(call_for("biz_one", kOtherCallSid));
  add_call(call_for("biz_two", "CA00000000000000000000000000000003"));
  const auto page = json_of(send("GET", "/api/calls", key_));
  EXPECT_EQ(page.at("total"), 2);
  EXPECT_TRUE(page.at("next_cursor").is_null());
  ASSERT_EQ(page.at("items").as_array().size(), 2U);
  EXPECT_EQ(page.at("items").at(0).at("call_sid").as_string(), kOtherCallSid);
  EXPECT_EQ(page.at("items").at(1).at("call_sid").as_string(), kCallSid);
}

TEST_F(Calls, PagesCoverEveryCallOnceAlsoWhenOneComesInMeanwhile) {
  const auto sid = [](int number) {
    auto text = std::to_string(number);
    return "CA" + std::string(32 - text.size(), '0') + text;
  };
  for (int i = 10; i < 15; ++i) add_call(call_for("biz_one", sid(i)));
  std::vector<std::string> seen;
  std::string target = "/api/calls?limit=2";
  for (int pages = 0; pages < 5; ++pages) {
    const auto page = json_of(send("GET", target, key_));
    for (const auto& item : page.at("items").as_array()) seen.emplace_back(item.at("call_sid").as_string());
    if (page.at("next_cursor").is_null()) break;
    target = "/api/calls?limit=2&cursor=" + http::percent_encode(page.at("next_cursor").as_string());
    clock_.advance(std::chrono::seconds{1});
    add_call(call_for("biz_one", sid(20 + pages)));
  }
  EXPECT_EQ(seen, (std::vector<std::string>{sid(14), sid(13), sid(12), sid(11), sid(10)}));
}

TEST_F(Calls, FiltersAreTakenTogether) {
  add_transcribed_call();
  add_call(call_for("biz_one", kOtherCallSid));
  const auto total = [&](const std::string& query) {
    return json_of(send("GET", "/api/calls?" + query, key_)).at("total").as_int64();
  };
  EXPECT_EQ(total("search=" + http::percent_encode("נזילה")), 1);
  EXPECT_EQ(total("search=%25"), 0);
  EXPECT_EQ(total("service=plumbing&direction=inbound&status=processed"), 1);
  EXPECT_EQ(total("service=plumbing&direction=outbound"), 0);
  EXPECT_EQ(total("city=" + http::percent_encode("תל אביב")), 1);
  EXPECT_EQ(total("has_recording=true"), 1);
  EXPECT_EQ(total("has_recording=false"), 1);
  EXPECT_EQ(total("from=2026-02-28T09:30:00.125Z"), 2);
  EXPECT_EQ(total("to=2026-02-28T09:30:00.125Z"), 0);
  EXPECT_EQ(total("from=&to=&search=&status="), 2);
}

TEST_F(Calls, BadQueriesAreRefusedByName) {
  for (const auto* query :
       {"limit=0", "limit=101", "cursor=nonsense", "cursor=2026-02-28~x", "from=yesterday",
        "direction=sideways", "has_recording=maybe", "serch=x", "limit=1&limit=2", "search=%FF"}) {
    const auto response = send("GET", std::string("/api/calls?") + query, key_);
    EXPECT_EQ(response.status, 400) << query;
    EXPECT_EQ(code_of(response), "invalid_request") << query;
  }
}

TEST_F(Calls, QuotesInAFilterAreText) {
  add_call(call_for("biz_two", kCallSid));
  for (const auto* query :
       {"search=%27%20OR%201%3D1%20--", "status=%27%20OR%20%27%27%3D%27", "city=x%27%29%3B--"}) {
    const auto response = send("GET", std::string("/api/calls?") + query, key_);
    EXPECT_EQ(response.status, 200) << query;
    EXPECT_EQ(json_of(response).at("total"), 0) << query;
  }
}

TEST_F(Calls, CorrectionIsReadBackEverywhere) {
  add_transcribed_call();
  const auto response = patch(
      R"({"transcript":"Caller: Corrected.","service":"electrical","city":"חיפה","notes":"call back"})");
  ASSERT_EQ(response.status, 200) << text_of(response);
  const auto call = json_of(response);
  EXPECT_EQ(call.at("final_transcript"), "Caller: Corrected.");
  EXPECT_EQ(call.at("transcript_source"), "person");
  EXPECT_EQ(call.at("service").at("id"), "electrical");
  EXPECT_TRUE(call.at("service").at("confidence").is_null());
  EXPECT_EQ(call.at("city").at("name"), "חיפה");
  EXPECT_EQ(call.at("notes"), "call back");
  EXPECT_EQ(text_of(send("GET", kCall + "/transcript?format=txt", key_)), "Caller: Corrected.");
  EXPECT_EQ(json_of(send("GET", kCall + "/transcript", key_)).at("text"), "Caller: Corrected.");
  EXPECT_EQ(json_of(send("GET", "/api/calls?search=Corrected", key_)).at("total"), 1);
}

TEST_F(Calls, CorrectionOutlivesTheMachine) {
  add_transcribed_call();
  ASSERT_EQ(patch(R"({"transcript":"Corrected.","service":"","city":"חיפה"})").status, 200);
  change([&](database::Session& session) { save_understanding(session); });
  const auto call = json_of(send("GET", kCall, key_));
  EXPECT_EQ(call.at("final_transcript"), "Corrected.");
  EXPECT_TRUE(call.at("service").is_null());
  EXPECT_EQ(call.at("city").at("name"), "חיפה");
}

TEST_F(Calls, BadCorrectionChangesNothing) {
  add_transcribed_call();
  const auto before = text_of(send("GET", kCall, key_));
  for (const auto* body : {"{}", "[]", R"({"notes":1})", R"({"notes":null})", R"({"service":"astrology"})",
                           R"({"notes":"x","business_id":"biz_two"})", R"({"notes":"a\u0000b"})",
                           R"({"notes":"x","status":"failed"})"}) {
    const auto response = patch(body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(code_of(response), "invalid_request") << body;
  }
  EXPECT_EQ(patch(json::serialize(json::object{{"notes", std::string(20'001, 'x')}})).status, 400);
  EXPECT_EQ(text_of(send("GET", kCall, key_)), before);
}

TEST_F(Calls, CorrectionWithACookieNeedsTheCsrfHeader) {
  add_transcribed_call();
  add_user("owner@one.example", "biz_one", "member");
  const auto login = log_in("owner@one.example");
  EXPECT_EQ(send_json("PATCH", kCall, cookie_of(login), R"({"notes":"forged"})").status, 403);
  EXPECT_EQ(send_json("PATCH", kCall, cookie_and_csrf_of(login), R"({"notes":"mine"})").status, 200);
}

TEST_F(Calls, ReprocessingQueuesTheStagesJob) {
  add_transcribed_call();
  const auto response = send_json("POST", kCall + "/reprocess", key_, R"({"from_stage":"extracted"})");
  EXPECT_EQ(response.status, 202);
  EXPECT_EQ(json_of(response).at("from_stage"), "extracted");
  change([&](database::Session& session) {
    EXPECT_TRUE(store::JobStore(session).is_open("extract", kCallSid));
  });
  EXPECT_EQ(json_of(send("GET", kCall, key_)).at("status"), "processing");
}

TEST_F(Calls, ReprocessingFromAStageThatIsNotToBeChosenIsRefused) {
  add_transcribed_call();
  for (const auto* body : {R"({"from_stage":"ingested"})", R"({"from_stage":"delivered"})",
                           R"({"from_stage":""})", R"({"from_stage":7})", "{}"}) {
    EXPECT_EQ(send_json("POST", kCall + "/reprocess", key_, body).status, 400) << body;
  }
}

TEST_F(Calls, ReprocessingWhatHasNotComeThatFarIsAConflict) {
  add_call(call_for("biz_one", kCallSid));
  EXPECT_EQ(send_json("POST", kCall + "/reprocess", key_, R"({"from_stage":"summarised"})").status, 409);
}

TEST_F(Calls, TranscriptComesInFourForms) {
  add_transcribed_call();
  const auto document = json_of(send("GET", kCall + "/transcript", key_));
  EXPECT_EQ(document.at("segments").at(0).at("speaker"), "caller");
  EXPECT_EQ(document.at("source"), "offline");
  const auto srt = send("GET", kCall + "/transcript?format=srt", key_);
  EXPECT_NE(text_of(srt).find("00:00:01,250 --> 00:00:03,500"), std::string::npos);
  EXPECT_EQ(srt.headers.get("Content-Type"), "application/x-subrip; charset=utf-8");
  const auto vtt = send("GET", kCall + "/transcript?format=vtt", key_);
  EXPECT_TRUE(text_of(vtt).starts_with("WEBVTT"));
  EXPECT_EQ(send("GET", kCall + "/transcript?format=docx", key_).status, 400);
}

TEST_F(Calls, TranscriptIsNotThereBeforeTheCallIsTranscribed) {
  add_call(call_for("biz_one", kCallSid));
  const auto response = send("GET", kCall + "/transcript", key_);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(code_of(response), "not_found");
}

TEST_F(Calls, ServicesAreListedInBothLanguages) {
  const auto page = json_of(send("GET", "/api/services", key_));
  EXPECT_EQ(page.at("total"), 2);
  EXPECT_EQ(page.at("items").at(0).at("name_he"), "אינסטלציה");
  EXPECT_EQ(page.at("items").at(0).at("name_en"), "Plumbing");
}

}  // namespace
}  // namespace kolog::api
