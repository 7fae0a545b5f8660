// SPDX-License-Identifier: Apache-2.0
// Twilio's webhooks where businesses bring accounts of their own: whose token proves what, and what nobody
// may say of another's calls.
#include "api/api_fixture.h"
#include "store/deletion_store.h"
#include "store/twilio_account_store.h"
#include "twilio/request_signature.h"
#include "twilio/twiml.h"

namespace kolog::api {
namespace {

using domain::Language;

struct Account {
  std::string sid;
  std::string token;
};

const Account kInstallation{kAccountSid, kTwilioToken};
const Account kOne{"AC000000000000000000000000000000a1", "token-of-the-first-business"};
const Account kTwo{"AC000000000000000000000000000000b2", "token-of-the-second-business"};
const std::string kNumberOfOne = "+97231234567";
const std::string kNumberOfTwo = "+97237654321";

class TwilioAccountsTest : public ApiTest {
 protected:
  TwilioAccountsTest() {
    add_number("biz_one", kNumberOfOne);
    add_number("biz_two", kNumberOfTwo);
    add_account("biz_one", kOne);
    add_account("biz_two", kTwo);
  }

  void add_number(const std::string& business, const std::string& phone) {
    domain::PhoneNumber number;
    number.number = phone;
    number.business_id = business;
    change([&](database::Session& session) { store::BusinessStore(session).insert_number(number); });
  }
  template <class Change>
  void change_number(const std::string& phone, Change change_it) {
    change([&](database::Session& session) {
      store::BusinessStore businesses(session);
      auto number = businesses.find_number(phone).value();
      change_it(number);
      businesses.update_number(number);
    });
  }
  void add_account(const std::string& business, const Account& account, std::string api_url = "") {
    change([&](database::Session& session) {
      const domain::TwilioAccount row{
          account.sid, business, recordings::seal_auth_token(secrets_, account.sid, Secret(account.token)),
          std::move(api_url), clock_.now()};
      ASSERT_TRUE(store::TwilioAccountStore(session).save(row));
    });
  }

  static http::Parameters call(const Account& account, const std::string& to, const std::string& status,
                               const std::string& call_sid = kCallSid) {
    return {{"CallSid", call_sid},    {"AccountSid", account.sid}, {"From", "+972501234567"}, {"To", to},
            {"Direction", "inbound"}, {"CallStatus", status}};
  }
  static http::Parameters recording(const Account& account, const std::string& url,
                                    const std::string& call_sid = kCallSid) {
    return {{"CallSid", call_sid},
            {"AccountSid", account.sid},
            {"RecordingSid", kRecordingSid},
            {"RecordingUrl", url},
            {"RecordingStatus", "completed"}};
  }
  static std::string uri_of(const Account& account) {
    return "/2010-04-01/Accounts/" + account.sid + "/Recordings/" + kRecordingSid;
  }

  http::Response post(const std::string& route, const http::Parameters& form, const Account& signer,
                      const std::string& query = "") {
    const auto target = "/webhook/" + route + query;
    const auto signature =
        twilio::request_signature(Secret(signer.token), "https://kolog.example.com" + target, form);
    return send("POST", target,
                {{"Content-Type", "application/x-www-form-urlencoded"}, {"X-Twilio-Signature", signature}},
                http::encode_parameters(form));
  }

  /// All that webhooks may write, as text.
  std::string stored() {
    std::string all;
    for (const std::string columns :
         {"call_sid || business_id || account_sid || from_number || to_number || status || "
          "COALESCE(parent_call_sid, '-') || COALESCE(duration, '-') || COALESCE(recording_url, '-') || "
          "COALESCE(notice_words, '-') FROM call_logs",
          "recording_sid || call_sid || uri || status FROM recordings", "name || state FROM jobs",
          "call_sid || identity FROM call_facts", "call_sid || target FROM audio_deletions"}) {
      change([&](database::Session& session) {
        std::string rows;
        const auto from = columns.find(" FROM ");
        session.sql << "SELECT COALESCE(group_concat(" + columns.substr(0, from) + ", ' '), '')" +
                           columns.substr(from),
            soci::into(rows);
        all += rows + "\n";
      });
    }
    return all;
  }
  const std::string kNothing = "\n\n\n\n\n";

  domain::Call kept(const std::string& call_sid = kCallSid) {
    domain::Call call;
    change([&](database::Session& session) {
      const auto found = store::CallStore(session).find_any(call_sid);
      ASSERT_TRUE(found);
      call = *found;
    });
    return call;
  }
};

TEST_F(TwilioAccountsTest, AnAccountsWebhooksAreProvedByItsOwnTokenAndNoOther) {
  for (const auto& account : {kInstallation, kOne, kTwo}) {
    for (const auto& signer : {kInstallation, kOne, kTwo, Account{"", ""}}) {
      const auto status = post("voicemail_ended", call(account, kNumberOfOne, "completed"), signer).status;
      EXPECT_EQ(status, account.sid == signer.sid ? 200 : 403) << account.sid << " signed by " << signer.sid;
    }
  }
}

TEST_F(TwilioAccountsTest, AnUnknownAccountIsRefusedLikeAWrongSignatureWhoeverSigned) {
  const Account stranger{"AC000000000000000000000000000000ff", "token-of-a-stranger"};
  const auto form = call(stranger, kNumberOfOne, "ringing");
  const auto wrong = post("incoming_call", call(kOne, kNumberOfOne, "ringing"), stranger);
  for (const auto& signer : {stranger, kInstallation, kOne}) {
    const auto response = post("incoming_call", form, signer);
    EXPECT_EQ(response.status, 403) << signer.sid;
    EXPECT_EQ(text_of(response), text_of(wrong));
  }
  EXPECT_EQ(stored(), kNothing);
}

TEST_F(TwilioAccountsTest, AnAccountNamedTwiceOrBadlyIsNobodys) {
  const auto named = [&](const std::vector<std::string>& sids) {
    http::Parameters form = {{"CallSid", kCallSid}};
    for (const auto& sid : sids) form.emplace_back("AccountSid", sid);
    return form;
  };
  for (const auto& signer : {kInstallation, kOne, kTwo}) {
    EXPECT_EQ(post("voicemail_ended", named({kOne.sid, kTwo.sid}), signer).status, 403);
    EXPECT_EQ(post("voicemail_ended", named({kTwo.sid, kOne.sid}), signer).status, 403);
    EXPECT_EQ(post("voicemail_ended", named({kOne.sid, kOne.sid}), signer).status, 403);
    EXPECT_EQ(post("voicemail_ended", named({kOne.sid}), signer, "?AccountSid=" + kTwo.sid).status, 403);
    EXPECT_EQ(post("voicemail_ended", named({kTwo.sid}), signer, "?AccountSid=" + kOne.sid).status, 403);
    EXPECT_EQ(
        post("voicemail_ended", named({}), signer, "?AccountSid=" + kOne.sid + "&AccountSid=" + kTwo.sid)
            .status,
        403);
    for (const std::string sid : {"", "AC", "AC' OR '1'='1", "ac000000000000000000000000000000a1"})
      EXPECT_EQ(post("voicemail_ended", named({sid}), signer).status, 403) << sid;
  }
}

TEST_F(TwilioAccountsTest, TheQueryNamesTheAccountAsWellAsTheForm) {
  const http::Parameters form = {{"CallSid", kCallSid}, {"To", kNumberOfTwo}, {"CallStatus", "ringing"}};
  const auto query = "?AccountSid=" + kTwo.sid;
  EXPECT_EQ(post("incoming_call", form, kInstallation, query).status, 403);
  EXPECT_EQ(post("incoming_call", form, kTwo, query).status, 200);
  EXPECT_EQ(kept().account_sid, kTwo.sid);
  EXPECT_EQ(post("incoming_call", call(kTwo, kNumberOfTwo, "ringing"), kTwo, query).status, 200);
}

TEST_F(TwilioAccountsTest, WhatNamesNoAccountIsTheInstallations) {
  const http::Parameters form = {{"CallSid", kCallSid}, {"To", kNumberOfOne}, {"CallStatus", "ringing"}};
  EXPECT_EQ(post("incoming_call", form, kOne).status, 403);
  EXPECT_EQ(post("incoming_call", form, kInstallation).status, 200);
  EXPECT_EQ(kept().account_sid, kInstallation.sid);
}

TEST_F(TwilioAccountsTest, EachBusinessIsServedOnItsOwnAccountAndOnTheInstallations) {
  EXPECT_EQ(post("incoming_call", call(kOne, kNumberOfOne, "ringing"), kOne).status, 200);
  EXPECT_EQ(kept().business_id, "biz_one");
  EXPECT_EQ(kept().account_sid, kOne.sid);
  EXPECT_EQ(post("incoming_call", call(kInstallation, kNumberOfTwo, "ringing", kOtherCallSid), kInstallation)
                .status,
            200);
  EXPECT_EQ(kept(kOtherCallSid).business_id, "biz_two");
}

TEST_F(TwilioAccountsTest, CallToAnotherBusinesssNumberIsToldAsACallToNobodys) {
  const auto response = post("incoming_call", call(kOne, kNumberOfTwo, "ringing"), kOne);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(text_of(response), twilio::unknown_number_twiml());
  for (const std::string route : {"call_status", "stream_ended"})
    EXPECT_EQ(post(route, call(kOne, kNumberOfTwo, "completed"), kOne).status, 204) << route;
  EXPECT_EQ(stored(), kNothing);
}

TEST_F(TwilioAccountsTest, NothingIsSaidOfAnotherBusinesssCall) {
  for (const auto& account : {kTwo, kInstallation}) {
    const auto& call_sid = account.sid == kTwo.sid ? kCallSid : kOtherCallSid;
    ASSERT_EQ(post("incoming_call", call(account, kNumberOfTwo, "ringing", call_sid), account).status, 200);
    const auto before = stored();
    for (const auto& to : {kNumberOfOne, kNumberOfTwo}) {
      auto form = call(kOne, to, "failed", call_sid);
      form.emplace_back("CallDuration", "9999");
      const auto answer = post("incoming_call", form, kOne);
      EXPECT_EQ(text_of(answer), twilio::unknown_number_twiml()) << to;
      for (const std::string route : {"call_status", "stream_ended"})
        EXPECT_EQ(post(route, form, kOne).status, 204) << route;
    }
    EXPECT_EQ(post("handle_recording", recording(kOne, uri_of(kOne), call_sid), kOne).status, 204);
    EXPECT_EQ(stored(), before);
  }
}

TEST_F(TwilioAccountsTest, NothingIsSaidOfAnotherBusinesssDeletedCall) {
  change([&](database::Session& session) {
    store::DeletionStore(session).mark_deleted(kCallSid, "biz_two", clock_.now());
  });
  const auto before = stored();
  EXPECT_EQ(post("handle_recording", recording(kOne, uri_of(kOne)), kOne).status, 204);
  EXPECT_EQ(stored(), before);
  EXPECT_EQ(post("handle_recording", recording(kTwo, uri_of(kTwo)), kTwo).status, 204);
  EXPECT_NE(stored(), before) << "the late recording is to be deleted";
}

TEST_F(TwilioAccountsTest, LegOfAnotherBusinesssCallChangesNothingOfIt) {
  ASSERT_EQ(post("incoming_call", call(kTwo, kNumberOfTwo, "ringing"), kTwo).status, 200);
  const auto before = stored();
  auto leg = call(kOne, "+972521110000", "no-answer", kOtherCallSid);
  leg.emplace_back("ParentCallSid", kCallSid);
  EXPECT_EQ(post("call_status", leg, kOne).status, 204);
  EXPECT_EQ(stored(), before);
}

TEST_F(TwilioAccountsTest, ACallsParentOpensNothingOfAnotherBusiness) {
  ASSERT_EQ(post("incoming_call", call(kTwo, kNumberOfTwo, "ringing"), kTwo).status, 200);
  auto form = call(kOne, kNumberOfOne, "ringing", kOtherCallSid);
  form.emplace_back("ParentCallSid", kCallSid);
  ASSERT_EQ(post("incoming_call", form, kOne).status, 200);
  const auto key = key_of("biz_one");
  EXPECT_EQ(send("GET", "/api/calls/" + kOtherCallSid, key).status, 200);
  EXPECT_EQ(send("GET", "/api/calls/" + kCallSid, key).status, 404);
  EXPECT_EQ(json_of(send("GET", "/api/calls", key)).at("total"), 1);
}

TEST_F(TwilioAccountsTest, RecordingOfAnotherAccountIsRefused) {
  ASSERT_EQ(post("incoming_call", call(kOne, kNumberOfOne, "ringing"), kOne).status, 200);
  const auto before = stored();
  for (const auto& other : {kTwo, kInstallation}) {
    for (const auto& url : {uri_of(other), "https://api.twilio.com" + uri_of(other) + ".json",
                            "https://api.dublin.ie1.twilio.com" + uri_of(other)}) {
      EXPECT_EQ(post("handle_recording", recording(kOne, url), kOne).status, 403) << url;
      EXPECT_EQ(post("recording_status", recording(kOne, url), kOne).status, 403) << url;
    }
  }
  EXPECT_EQ(stored(), before);
  EXPECT_EQ(post("handle_recording", recording(kOne, uri_of(kOne)), kOne).status, 204);
  EXPECT_EQ(kept().recording_url, uri_of(kOne));
}

TEST_F(TwilioAccountsTest, RecordingIsTakenFromTheAccountsOwnHostAndNoOthers) {
  add_account("biz_two", kTwo, "https://recordings.example.net:8443/");
  ASSERT_EQ(post("incoming_call", call(kTwo, kNumberOfTwo, "ringing"), kTwo).status, 200);
  ASSERT_EQ(post("incoming_call", call(kOne, kNumberOfOne, "ringing", kOtherCallSid), kOne).status, 200);
  const std::string host = "https://recordings.example.net:8443";
  EXPECT_EQ(post("handle_recording", recording(kOne, host + uri_of(kOne), kOtherCallSid), kOne).status, 400);
  EXPECT_EQ(post("handle_recording", recording(kTwo, host + uri_of(kTwo)), kTwo).status, 204);
  EXPECT_EQ(kept().recording_url, uri_of(kTwo));
}

TEST_F(TwilioAccountsTest, RecordingWithoutAnAddressIsTheAccountsOwn) {
  ASSERT_EQ(post("incoming_call", call(kTwo, kNumberOfTwo, "ringing"), kTwo).status, 200);
  EXPECT_EQ(post("handle_recording", recording(kTwo, ""), kTwo).status, 204);
  EXPECT_EQ(kept().recording_url, uri_of(kTwo));
}

TEST_F(TwilioAccountsTest, ReplacedTokenAndRemovedAccountNoLongerCount) {
  const Account renewed{kOne.sid, "another-token"};
  add_account("biz_one", renewed);
  const auto form = call(kOne, kNumberOfOne, "ringing");
  EXPECT_EQ(post("incoming_call", form, kOne).status, 403);
  EXPECT_EQ(post("incoming_call", form, renewed).status, 200);
  change([&](database::Session& session) { store::TwilioAccountStore(session).remove(kOne.sid); });
  EXPECT_EQ(post("call_status", form, renewed).status, 403);
  EXPECT_EQ(post("call_status", form, kInstallation).status, 403);
}

TEST_F(TwilioAccountsTest, TokenThatCannotBeUnsealedProvesNothing) {
  change([&](database::Session& session) {
    const domain::TwilioAccount row{kOne.sid, "biz_one",
                                    recordings::seal_auth_token(secrets_, kTwo.sid, Secret(kOne.token)), "",
                                    clock_.now()};
    ASSERT_TRUE(store::TwilioAccountStore(session).save(row));
  });
  const auto response = post("incoming_call", call(kOne, kNumberOfOne, "ringing"), kOne);
  EXPECT_GE(response.status, 500);
  EXPECT_EQ(text_of(response).find(kOne.sid), std::string::npos);
  EXPECT_EQ(stored(), kNothing);
}

TEST_F(TwilioAccountsTest, TheWordsThatTheCallerWasToldAreKeptWithTheCall) {
  change_number(kNumberOfOne, [](auto& number) {
    number.notice = Language::english;
    number.notice_words = "Calls are kept for a week, <by> \"us\" & nobody else.";
  });
  const auto answer = post("incoming_call", call(kOne, kNumberOfOne, "ringing"), kOne);
  const auto notice = kept().notice;
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->words, "Calls are kept for a week, <by> \"us\" & nobody else.");
  EXPECT_NE(text_of(answer).find("&lt;by&gt; &quot;us&quot; &amp; nobody else.</Say>"), std::string::npos)
      << text_of(answer);
  EXPECT_EQ(notice->language, Language::english);
  EXPECT_EQ(notice->announced_at, clock_.now());
}

TEST_F(TwilioAccountsTest, TheUsualNoticeIsKeptWordForWord) {
  change_number(kNumberOfOne, [](auto& number) { number.notice = Language::hebrew; });
  const auto answer = post("incoming_call", call(kOne, kNumberOfOne, "ringing"), kOne);
  const auto notice = kept().notice;
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->language, Language::hebrew);
  EXPECT_FALSE(notice->words.empty());
  EXPECT_NE(text_of(answer).find(">" + notice->words + "</Say>"), std::string::npos) << text_of(answer);
}

TEST_F(TwilioAccountsTest, NoticeOfACallStaysWhateverIsToldOrChangedLater) {
  change_number(kNumberOfOne, [](auto& number) { number.notice = Language::english; });
  const auto form = call(kOne, kNumberOfOne, "ringing");
  ASSERT_EQ(post("incoming_call", form, kOne).status, 200);
  const auto first = kept().notice;
  ASSERT_TRUE(first);
  change_number(kNumberOfOne, [](auto& number) {
    number.notice = Language::hebrew;
    number.notice_words = "מילים אחרות";
  });
  clock_.advance(std::chrono::minutes{1});
  ASSERT_EQ(post("incoming_call", form, kOne).status, 200);
  ASSERT_EQ(post("call_status", call(kOne, kNumberOfOne, "completed"), kOne).status, 204);
  change_number(kNumberOfOne, [](auto& number) { number.notice = std::nullopt; });
  ASSERT_EQ(post("incoming_call", form, kOne).status, 200);
  const auto notice = kept().notice;
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->words, first->words);
  EXPECT_EQ(notice->announced_at, first->announced_at);
  EXPECT_EQ(notice->language, Language::english);
}

TEST_F(TwilioAccountsTest, WhereNothingIsAnnouncedNothingIsKept) {
  ASSERT_EQ(post("incoming_call", call(kOne, kNumberOfOne, "ringing"), kOne).status, 200);
  EXPECT_FALSE(kept().notice);
}

}  // namespace
}  // namespace kolog::api
