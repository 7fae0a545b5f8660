// SPDX-License-Identifier: Apache-2.0
// Who gets to see and hear what a business has blacked out, on every road that a call's text leaves by.
#include <string>

#include <gtest/gtest.h>

#include "api/api_fixture.h"
#include "database/query.h"
#include "store/redaction_store.h"
#include "workflow/announce_call.h"
#include "workflow/redact_call.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const std::string kPhone = "0541234567";
const std::string kCallPath = "/api/calls/" + kCallSid;

class RedactionTest : public ApiTest {
 protected:
  RedactionTest() {
    add_user("owner@one.example", "biz_one");
    add_user("member@one.example", "biz_one", "member");
    add_user("owner@two.example", "biz_two");
    add_transcribed_call();
    set_policy(true);
    change([&](database::Session& session) {
      domain::Transcript said;
      said.language = domain::Language::english;
      said.segments = {{0,
                        domain::Speaker::caller,
                        0s,
                        4s,
                        "call " + kPhone + " please",
                        1,
                        {{"call", 0s, 1s, 1}, {kPhone, 1s, 3s, 1}, {"please", 3s, 4s, 1}}},
                       {1, domain::Speaker::agent, 5s, 6s, "thank you", 1, {}}};
      said.dropped = {
          {{0, domain::Speaker::caller, 9s, 10s, "again " + kPhone, 1, {}}, domain::DropReason::unsure}};
      store::TranscriptStore(session).save(kCallSid, said);
      store::CallStore(session).save_transcript(kCallSid, domain::plain_text(said), said.language);
    });
  }

  void set_policy(bool on) {
    change([&](database::Session& session) {
      const json::object redaction{{"phones", on}, {"audio", on}};
      database::Query(session,
                      "INSERT INTO insight_settings (business_id, settings, version, updated_at) VALUES "
                      "('biz_one', :settings, 1, '') ON CONFLICT (business_id) DO UPDATE SET settings = "
                      "excluded.settings")
          .with("settings", json::serialize(json::object{{"redaction", redaction}}))
          .run();
    });
  }
  void redact() {
    change([&](database::Session& session) {
      workflow::redact_call(session, kCallSid, workflow::policy_of(session, "biz_one"), clock_.now());
      store::CallStore(session).save_summary(kCallSid, "Caller: call •••");
    });
  }
  void take_back_understanding() {
    change([&](database::Session& session) {
      store::CallStore(session).unreach(kCallSid, domain::Stage::extracted);
    });
  }
  http::Headers owner() { return cookie_of(log_in("owner@one.example")); }
  http::Headers member() { return cookie_of(log_in("member@one.example")); }
  http::Headers other() { return cookie_of(log_in("owner@two.example")); }

  std::string body(const std::string& path, const http::Headers& who) {
    const auto response = send("GET", path, who);
    EXPECT_EQ(response.status, 200) << path;
    return std::holds_alternative<std::string>(response.body) ? text_of(response) : std::string{};
  }
};

const std::vector<std::string> kTextRoads = {kCallPath,
                                             "/api/calls",
                                             kCallPath + "/transcript",
                                             kCallPath + "/transcript?format=txt",
                                             kCallPath + "/transcript?format=srt",
                                             kCallPath + "/transcript?format=vtt",
                                             kCallPath + "?unredacted=0"};

TEST_F(RedactionTest, NobodyReadsWhatIsMaskedWithoutAskingForIt) {
  redact();
  for (const auto& who : {owner(), member(), key_of("biz_one")}) {
    for (const auto& road : kTextRoads) {
      EXPECT_EQ(body(road, who).find(kPhone), std::string::npos) << road;
    }
    EXPECT_NE(body(kCallPath + "/transcript?format=srt", who).find("•••"), std::string::npos);
  }
}

TEST_F(RedactionTest, AnOwnerWhoAsksReadsWhatWasSaid) {
  redact();
  for (const std::string& road :
       {kCallPath + "?unredacted=1", kCallPath + "/transcript?unredacted=1",
        kCallPath + "/transcript?format=txt&unredacted=1", kCallPath + "/transcript?format=srt&unredacted=1",
        kCallPath + "/transcript?format=vtt&unredacted=1"}) {
    EXPECT_NE(body(road, owner()).find(kPhone), std::string::npos) << road;
  }
}

TEST_F(RedactionTest, NobodyElseGetsItByAsking) {
  redact();
  provide_audio("sound");
  for (const auto& who : {member(), key_of("biz_one")}) {
    for (const std::string& road : {kCallPath, kCallPath + "/transcript", kCallPath + "/download"}) {
      for (const auto* method : {"GET", "HEAD"}) {
        for (const auto* query : {"?unredacted=1", "?unredacted=true"}) {
          auto headers = who;
          headers.set("Range", "bytes=0-1");
          const auto response = send(method, road + query, headers);
          EXPECT_EQ(response.status, 403) << method << road;
          EXPECT_EQ(code_of(response), "owner_required");
        }
      }
    }
  }
  for (const std::string& road : {kCallPath, kCallPath + "/transcript", kCallPath + "/download"}) {
    EXPECT_EQ(code_of(send("GET", road + "?unredacted=1", other())), "call_not_found") << road;
    EXPECT_EQ(send("GET", road + "?unredacted=1").status, 401) << road;
    EXPECT_EQ(send("GET", road + "?unredacted=yes", owner()).status, 400) << road;
  }
  EXPECT_TRUE(asked_for_.empty()) << "nor is any audio opened";
}

TEST_F(RedactionTest, NobodyFindsACallByWhatIsMasked) {
  redact();
  for (const auto& who : {owner(), member(), key_of("biz_one")}) {
    EXPECT_EQ(json_of(send("GET", "/api/calls?search=" + kPhone, who)).at("total").as_int64(), 0);
    EXPECT_EQ(json_of(send("GET", "/api/calls?search=please", who)).at("total").as_int64(), 1);
  }
}

TEST_F(RedactionTest, TheCallSaysWhatIsBlackedOut) {
  redact();
  auto redaction = json_of(send("GET", kCallPath, member())).at("redaction").as_object();
  EXPECT_EQ(
      json::serialize(redaction),
      R"({"applied":true,"pending":false,"spans":1,"unredacted":false,"masks":[{"segment":0,"kind":"phone"}]})");
  redaction = json_of(send("GET", kCallPath + "?unredacted=1", owner())).at("redaction").as_object();
  EXPECT_TRUE(redaction.at("unredacted").as_bool());
  const auto document = json_of(send("GET", kCallPath + "/transcript", member()));
  EXPECT_EQ(document.at("segments").at(0).at("text"), "call ••• please");
  EXPECT_EQ(document.at("segments").at(0).at("words").at(1).at("text"), "•••");
  EXPECT_EQ(document.at("dropped").at(0).at("text"), "again •••");
}

TEST_F(RedactionTest, ACallThatIsNotRedactedYetIsShownToItsOwnerAlone) {
  take_back_understanding();
  const auto call = json_of(send("GET", kCallPath, member()));
  EXPECT_TRUE(call.at("transcript").is_null());
  EXPECT_TRUE(call.at("insight").is_null());
  EXPECT_EQ(call.at("final_transcript"), "");
  EXPECT_EQ(call.at("summary"), "");
  EXPECT_TRUE(call.at("redaction").at("pending").as_bool());
  EXPECT_EQ(send("GET", kCallPath + "/transcript", member()).status, 404);
  EXPECT_EQ(send("GET", kCallPath + "/transcript?format=txt", key_of("biz_one")).status, 404);
  EXPECT_EQ(body("/api/calls", member()).find(kPhone), std::string::npos);
  EXPECT_NE(body(kCallPath + "/transcript?unredacted=1", owner()).find(kPhone), std::string::npos);
  EXPECT_NE(body(kCallPath + "?unredacted=1", owner()).find(kPhone), std::string::npos);
}

TEST_F(RedactionTest, AWebhookCarriesTheMask) {
  redact();
  change([&](database::Session& session) {
    domain::WebhookEndpoint endpoint;
    endpoint.id = "end_1";
    endpoint.business_id = "biz_one";
    endpoint.url = "https://hooks.example.org/";
    endpoint.events = "call.processed";
    endpoint.created_at = clock_.now();
    store::WebhookStore(session).insert_endpoint(endpoint);
    workflow::announce_call(session, clock_, "https://kolog.example.com",
                            store::CallStore(session).find_any(kCallSid).value(), "call.processed");
  });
  const auto list = json_of(send("GET", "/api/webhook-deliveries", owner()));
  const auto id = json::value_to<std::string>(list.at("items").at(0).at("id"));
  const auto delivery = body("/api/webhook-deliveries/" + id, owner());
  EXPECT_EQ(delivery.find(kPhone), std::string::npos) << delivery;
  EXPECT_NE(delivery.find("•••"), std::string::npos);
}

TEST_F(RedactionTest, WhatAMemberTypesIsMaskedForMembersAndKeptForOwners) {
  redact();
  const auto changed = send_json("PATCH", kCallPath, cookie_and_csrf_of(log_in("member@one.example")),
                                 R"({"notes":"ask for 0529876543","transcript":"Caller: 0529876543"})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(json_of(changed).at("notes"), "ask for •••");
  EXPECT_EQ(json_of(changed).at("final_transcript"), "Caller: •••");
  const auto seen = json_of(send("GET", kCallPath + "?unredacted=1", owner()));
  EXPECT_EQ(seen.at("notes"), "ask for 0529876543");
  EXPECT_EQ(seen.at("final_transcript"), "Caller: 0529876543");
}

TEST_F(RedactionTest, ListenersAreGivenTheRedactedFormAndOwnersWhatTheyAskFor) {
  redact();
  provide_audio("sound");
  EXPECT_EQ(send("GET", kCallPath + "/download", owner()).status, 200);
  EXPECT_EQ(asked_form_, recordings::Form::redacted);
  EXPECT_EQ(send("GET", kCallPath + "/download?unredacted=1", owner()).status, 200);
  EXPECT_EQ(asked_form_, recordings::Form::original);
  EXPECT_EQ(send("HEAD", kCallPath + "/download", member()).status, 200);
  EXPECT_EQ(asked_form_, recordings::Form::redacted);
}

TEST_F(RedactionTest, TheTwoFormsHaveEtagsOfTheirOwn) {
  redact();
  provide_audio("sound");
  const auto original = send("GET", kCallPath + "/download?unredacted=1", owner()).headers.get("ETag");
  audio_->form = recordings::Form::redacted;
  auto headers = owner();
  headers.set("If-None-Match", std::string(original));
  const auto answer = send("GET", kCallPath + "/download", headers);
  EXPECT_EQ(answer.status, 200) << "what was cached of the one is not taken for the other";
  EXPECT_NE(answer.headers.get("ETag"), original);
  EXPECT_EQ(answer.headers.get("Cache-Control"), "private");
}

TEST_F(RedactionTest, ARecordingThatIsNotRedactedYetIsPlayedToItsOwnerAlone) {
  provide_audio("sound");
  take_back_understanding();
  for (const auto& who : {owner(), member(), key_of("biz_one")}) {
    for (const auto* method : {"GET", "HEAD"}) {
      auto headers = who;
      headers.set("Range", "bytes=0-1");
      const auto answer = send(method, kCallPath + "/download", headers);
      EXPECT_EQ(answer.status, 503);
      EXPECT_EQ(code_of(answer), "recording_being_redacted");
      EXPECT_FALSE(answer.headers.get("Retry-After").empty());
    }
  }
  EXPECT_EQ(send("GET", kCallPath + "/download?unredacted=1", owner()).status, 200);
}

TEST_F(RedactionTest, WhatThereIsNotIsNotWaitedFor) {
  take_back_understanding();
  EXPECT_EQ(code_of(send("GET", kCallPath + "/download", member())), "recording_not_available");
  clock_.advance(std::chrono::days{8});
  EXPECT_EQ(send("GET", kCallPath + "/download?unredacted=1", owner()).status, 410);
  EXPECT_EQ(send("GET", kCallPath + "/download", owner()).status, 410);
}

TEST_F(RedactionTest, ABusinessThatBlacksOutTextAloneIsPlayedTheRecordingAtOnce) {
  change([&](database::Session& session) {
    database::Query(session, R"(UPDATE insight_settings SET settings = '{"redaction":{"phones":true}}')")
        .run();
  });
  take_back_understanding();
  provide_audio("sound");
  EXPECT_EQ(send("GET", kCallPath + "/download", member()).status, 200);
}

}  // namespace
}  // namespace kolog::api
