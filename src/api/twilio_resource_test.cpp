// SPDX-License-Identifier: Apache-2.0
#include "api/api_fixture.h"
#include "store/twilio_account_store.h"
#include "twilio/request_signature.h"

namespace kolog::api {
namespace {

constexpr auto kRoutes = {"incoming_call",    "stream_ended", "handle_recording",
                          "recording_status", "call_status",  "voicemail_ended"};

class TwilioWebhook : public ApiTest {
 protected:
  TwilioWebhook() : key_(key_of("biz_one")) {
    change([&](database::Session& session) {
      domain::PhoneNumber number;
      number.number = "+97231234567";
      number.business_id = "biz_one";
      ASSERT_TRUE(store::BusinessStore(session).insert_number(number));
    });
  }

  static http::Parameters incoming() {
    return {{"CallSid", kCallSid},          {"AccountSid", kAccountSid}, {"From", "+972501234567"},
            {"To", "+97231234567"},         {"Direction", "inbound"},    {"CallStatus", "ringing"},
            {"Unheard", "of=by & anybody"}, {"ApiVersion", "2010-04-01"}};
  }
  static http::Parameters recording(const std::string& url) {
    return {{"CallSid", kCallSid},
            {"AccountSid", kAccountSid},
            {"RecordingSid", kRecordingSid},
            {"RecordingUrl", url},
            {"RecordingStatus", "completed"},
            {"RecordingDuration", "41"},
            {"RecordingChannels", "2"},
            {"RecordingSource", "DialVerb"},
            {"RecordingStartTime", "Sat, 28 Feb 2026 09:30:05 +0000"}};
  }

  http::Response post(const std::string& route, const http::Parameters& form, const std::string& signature) {
    return send("POST", "/webhook/" + route,
                {{"Content-Type", "application/x-www-form-urlencoded"}, {"X-Twilio-Signature", signature}},
                http::encode_parameters(form));
  }
  http::Response post_signed(const std::string& route, const http::Parameters& form) {
    return post(
        route, form,
        twilio::request_signature(Secret(kTwilioToken), "https://kolog.example.com/webhook/" + route, form));
  }

  long long rows() {
    long long count = 0;
    change([&](database::Session& session) {
      session.sql << "SELECT (SELECT COUNT(*) FROM call_logs) + (SELECT COUNT(*) FROM recordings) + (SELECT "
                     "COUNT(*) FROM jobs)",
          soci::into(count);
    });
    return count;
  }

  http::Headers key_;
};

TEST_F(TwilioWebhook, UnsignedAndWronglySignedRequestsAreRefusedAndStoreNothing) {
  for (const std::string route : kRoutes) {
    const auto url = "https://kolog.example.com/webhook/" + route;
    const auto form = incoming();
    for (const auto& signature :
         {std::string(), std::string("x"), twilio::request_signature(Secret("other token"), url, form),
          twilio::request_signature(Secret(""), url, form),
          twilio::request_signature(Secret(kTwilioToken), "https://attacker.example/webhook/" + route, form),
          twilio::request_signature(Secret(kTwilioToken), url, {})}) {
      const auto response = post(route, form, signature);
      EXPECT_EQ(response.status, 403) << route;
      EXPECT_EQ(code_of(response), "forbidden") << route;
    }
  }
  EXPECT_EQ(rows(), 0);
}

TEST_F(TwilioWebhook, NothingIsBelievedWithoutAToken) {
  const std::string sid = "AC0000000000000000000000000000000f";
  change([&](database::Session& session) {
    ASSERT_TRUE(store::TwilioAccountStore(session).save(
        {sid, "biz_one", recordings::seal_auth_token(secrets_, sid, Secret("")), "", clock_.now()}));
  });
  auto form = incoming();
  form[1].second = sid;
  const auto url = "https://kolog.example.com/webhook/incoming_call";
  EXPECT_EQ(post("incoming_call", form, twilio::request_signature(Secret(""), url, form)).status, 403);
  EXPECT_EQ(post("incoming_call", form, "").status, 403);
}

TEST_F(TwilioWebhook, IncomingCallBecomesTheBusinesssCallAndIsAnsweredWithTwiml) {
  const auto response = post_signed("incoming_call", incoming());
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("Content-Type"), "text/xml; charset=utf-8");
  EXPECT_NE(text_of(response).find("<Record"), std::string::npos) << text_of(response);
  EXPECT_NE(text_of(response).find("https://kolog.example.com/webhook/"), std::string::npos);
  const auto call = json_of(send("GET", "/api/calls/" + kCallSid, key_));
  EXPECT_EQ(call.at("status"), "ringing");
  EXPECT_EQ(call.at("from_number"), "+972501234567");
}

TEST_F(TwilioWebhook, CallToNobodysNumberIsToldSoAndStoredForNobody) {
  auto form = incoming();
  form[3].second = "+97239999999";
  const auto response = post_signed("incoming_call", form);
  EXPECT_EQ(response.status, 200);
  EXPECT_NE(text_of(response).find("<Hangup"), std::string::npos);
  EXPECT_EQ(rows(), 0);
}

TEST_F(TwilioWebhook, RecordingIsKeptUnderItsCanonicalUri) {
  ASSERT_EQ(post_signed("incoming_call", incoming()).status, 200);
  const auto canonical = "/2010-04-01/Accounts/" + kAccountSid + "/Recordings/" + kRecordingSid;
  ASSERT_EQ(post_signed("handle_recording", recording("https://api.twilio.com" + canonical + ".json")).status,
            204);
  change([&](database::Session& session) {
    const auto call = store::CallStore(session).find_any(kCallSid);
    EXPECT_EQ(call->recording_url, canonical);
    const auto kept = store::RecordingStore(session).find(kRecordingSid);
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->channels, 2);
    EXPECT_EQ(kept->duration, std::chrono::seconds{41});
    EXPECT_EQ(kept->started_at, parse_time("2026-02-28T09:30:05Z").value());
    EXPECT_TRUE(store::JobStore(session).is_open("fetch", kCallSid));
  });
}

TEST_F(TwilioWebhook, RecordingElsewhereIsRefused) {
  ASSERT_EQ(post_signed("incoming_call", incoming()).status, 200);
  for (const std::string url : {"http://169.254.169.254/latest/meta-data/",
                                "https://attacker.example/2010-04-01/Accounts/x/Recordings/y"}) {
    EXPECT_EQ(post_signed("recording_status", recording(url)).status, 400) << url;
  }
  EXPECT_FALSE(json_of(send("GET", "/api/calls/" + kCallSid, key_)).at("has_recording").as_bool());
}

TEST_F(TwilioWebhook, StatusBringsTheDurationAndMinusOneDoesNotTakeItAway) {
  ASSERT_EQ(post_signed("incoming_call", incoming()).status, 200);
  auto form = incoming();
  form[5].second = "completed";
  form.emplace_back("CallDuration", "42");
  EXPECT_EQ(post_signed("call_status", form).status, 204);
  form.back().second = "-1";
  EXPECT_EQ(post_signed("call_status", form).status, 204);
  form.back().second = "99999999999999999999";
  EXPECT_EQ(post_signed("call_status", form).status, 204);
  EXPECT_EQ(json_of(send("GET", "/api/calls/" + kCallSid, key_)).at("duration"), 42);
}

TEST_F(TwilioWebhook, OddValuesAreOutlived) {
  for (const std::string route : kRoutes) {
    for (const std::string sid : {"", "../../../../etc/passwd", "CA' OR 1=1; DROP TABLE call_logs; --"}) {
      auto form = incoming();
      form[0].second = sid;
      EXPECT_EQ(post_signed(route, form).status, 400) << route << " " << sid;
    }
    auto form = incoming();
    form[2].second = "\xff\xfe<script>";
    EXPECT_LT(post_signed(route, form).status, 500) << route;
  }
  const auto list = send("GET", "/api/calls", key_);
  EXPECT_TRUE(http::is_utf8(text_of(list)));
}

TEST_F(TwilioWebhook, StreamThatEndedHasItsRecordingLookedFor) {
  ASSERT_EQ(post_signed("incoming_call", incoming()).status, 200);
  EXPECT_EQ(post_signed("stream_ended", incoming()).status, 204);
  change(
      [&](database::Session& session) { EXPECT_TRUE(store::JobStore(session).is_open("find", kCallSid)); });
}

TEST_F(TwilioWebhook, EndOfAMessageHangsUp) {
  const auto response = post_signed("voicemail_ended", incoming());
  EXPECT_EQ(response.status, 200);
  EXPECT_NE(text_of(response).find("<Hangup"), std::string::npos);
}

TEST_F(TwilioWebhook, FaultOfOursIsAnswered503SoThatTwilioTriesAgain) {
  change([&](database::Session& session) { session.sql << "ALTER TABLE call_logs RENAME TO gone"; });
  const auto response = post_signed("call_status", incoming());
  EXPECT_EQ(response.status, 503);
  EXPECT_FALSE(response.headers.get("Retry-After").empty());
}

}  // namespace
}  // namespace kolog::api
