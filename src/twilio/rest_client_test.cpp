// SPDX-License-Identifier: Apache-2.0
#include "twilio/rest_client.h"

#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/one_account.h"

namespace kolog::twilio {
namespace {

constexpr std::string_view kAccount = "AC0123456789abcdef0123456789abcdef";
constexpr std::string_view kUnknownAccount = "ACffffffffffffffffffffffffffffffff";
constexpr std::string_view kSubaccount = "AC0000000000000000000000000000005b";
constexpr std::string_view kCall = "CA00000000000000000000000000000001";
constexpr std::string_view kRecording = "REfedcba9876543210fedcba9876543210";
constexpr std::string_view kUri =
    "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/REfedcba9876543210fedcba9876543210";

/// Answers from a list, in order, and remembers what it was asked. As the real one does, it gives the body of
/// a 2xx answer to `on_body`.
class FakeClient final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    requests.push_back(request);
    requests.back().on_body = nullptr;
    if (answers.empty()) return failure(ErrorCode::unavailable, "No answer");
    auto answer = std::move(answers.front());
    answers.pop_front();
    if (answer && answer->status / 100 == 2 && request.on_body) {
      for (const char c : answer->body) {
        if (!request.on_body({&c, 1})) return failure(ErrorCode::unavailable, "Ended by the receiver");
      }
      answer->body.clear();
    }
    return answer;
  }

  void answer(int status, std::string body = "", http::Headers headers = {}) {
    answers.emplace_back(http::ClientResponse{status, std::move(headers), std::move(body)});
  }

  std::deque<Result<http::ClientResponse>> answers;
  std::vector<http::ClientRequest> requests;
};

class RestClientTest : public ::testing::Test {
 protected:
  RestClientTest() {
    static int count = 0;
    path = std::filesystem::temp_directory_path() /
           ("kolog_rest_client_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
  }
  ~RestClientTest() override { std::filesystem::remove(path); }

  Result<Download> download(RequestedChannels channels = RequestedChannels::mono) {
    return twilio.download(kUri, AudioFormat::mp3, channels, path);
  }
  std::string content() const {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  FakeClient client;
  testing::OneAccount accounts{std::string(kAccount)};
  testing::FakeClock clock;
  RestClient twilio{client, accounts, clock, {.timeout = std::chrono::seconds{7}, .maximum_bytes = 1000}};
  std::filesystem::path path;
};

std::string list_of(std::string_view sid, std::string_view next) {
  return std::string(R"({"recordings":[{"sid":")")
             .append(sid)
             .append(R"(","status":"completed"}],"next_page_uri":)")
             .append(next) +
         "}";
}

TEST_F(RestClientTest, ListsTheRecordingsOfACallWithItsCredentials) {
  client.answer(200, list_of(kRecording, "null"));
  const auto recordings = twilio.list_recordings(kAccount, kCall);
  ASSERT_TRUE(recordings);
  ASSERT_EQ(recordings->size(), 1U);
  EXPECT_EQ((*recordings)[0].uri, kUri);
  const auto& request = client.requests.at(0);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, "https://api.twilio.com/2010-04-01/Accounts/" + std::string(kAccount) + "/Calls/" +
                             std::string(kCall) + "/Recordings.json?PageSize=100");
  EXPECT_EQ(request.basic_authentication.value().first, kAccount);
  EXPECT_EQ(request.basic_authentication.value().second.reveal(), "token-of-the-account");
  EXPECT_EQ(request.timeout, std::chrono::seconds{7});
}

TEST_F(RestClientTest, FollowsPagesOfTheSameHost) {
  client.answer(200, list_of(kRecording, R"("/2010-04-01/Accounts/AC/Calls/CA/Recordings.json?Page=1")"));
  client.answer(
      200, list_of("RE00000000000000000000000000000002",
                   R"("https://api.twilio.com/2010-04-01/Accounts/AC/Calls/CA/Recordings.json?Page=2")"));
  client.answer(200, list_of("RE00000000000000000000000000000003", "null"));
  EXPECT_EQ(twilio.list_recordings(kAccount, kCall).value().size(), 3U);
  EXPECT_EQ(client.requests.at(1).url,
            "https://api.twilio.com/2010-04-01/Accounts/AC/Calls/CA/Recordings.json?Page=1");
  EXPECT_EQ(client.requests.at(2).url,
            "https://api.twilio.com/2010-04-01/Accounts/AC/Calls/CA/Recordings.json?Page=2");
}

TEST_F(RestClientTest, CredentialsAreNotCarriedToAnotherHost) {
  for (const std::string_view next :
       {R"("https://evil.example/2010-04-01/x")", R"("//evil.example/2010-04-01/")", R"("@evil.example/")",
        R"("https://api.twilio.com.evil.example/2010-04-01/")",
        R"("https://api.twilio.com@evil.example/")"}) {
    client.requests.clear();
    client.answer(200, list_of(kRecording, next));
    const auto recordings = twilio.list_recordings(kAccount, kCall);
    ASSERT_FALSE(recordings) << next;
    EXPECT_EQ(recordings.error().code, ErrorCode::refused);
    EXPECT_EQ(client.requests.size(), 1U) << next;
  }
}

TEST_F(RestClientTest, EndlessListEnds) {
  for (int i = 0; i < 1000; ++i) client.answer(200, list_of(kRecording, R"("/2010-04-01/again")"));
  EXPECT_EQ(twilio.list_recordings(kAccount, kCall).error().code, ErrorCode::refused);
  EXPECT_LE(client.requests.size(), 200U);
}

TEST_F(RestClientTest, NamesThatAreNoSidsAreNeverSent) {
  EXPECT_EQ(twilio.list_recordings(kAccount, "CA/../../x").error().code, ErrorCode::invalid_request);
  EXPECT_EQ(twilio.fetch_recording("/2010-04-01/Accounts/AC/Recordings/RE1?x=").error().code,
            ErrorCode::invalid_request);
  EXPECT_EQ(twilio.delete_recording("https://evil.example/").error().code, ErrorCode::invalid_request);
  EXPECT_EQ(twilio.download("@evil.example/", AudioFormat::mp3, RequestedChannels::mono, path).error().code,
            ErrorCode::invalid_request);
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(RestClientTest, DownloadWritesTheBytesAndNamesTheirType) {
  client.answer(200, "0123456789", {{"content-type", "Audio/MPEG; q=1"}, {"Content-Length", "10"}});
  const auto result = download(RequestedChannels::dual);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->content_type, "audio/mpeg");
  EXPECT_EQ(result->bytes, 10U);
  EXPECT_EQ(content(), "0123456789");
  EXPECT_EQ(client.requests.at(0).url,
            "https://api.twilio.com" + std::string(kUri) + ".mp3?RequestedChannels=2");
  EXPECT_EQ(client.requests.at(0).maximum_body, 1000U);
}

TEST_F(RestClientTest, DownloadThatIsNotAudioOrNotWholeLeavesNoFile) {
  client.answer(200, "<xml/>", {{"Content-Type", "application/xml"}});
  EXPECT_EQ(download().error().code, ErrorCode::unavailable);
  client.answer(200, "01234", {{"Content-Type", "audio/mpeg"}, {"Content-Length", "10"}});
  EXPECT_EQ(download().error().code, ErrorCode::unavailable);
  client.answer(200, "01234", {{"Content-Type", "audio/mpeg"}, {"Content-Length", "5x"}});
  EXPECT_EQ(download().error().code, ErrorCode::unavailable);
  client.answer(200, "01234");
  EXPECT_EQ(download().error().code, ErrorCode::unavailable);
  client.answer(206, "01234", {{"Content-Type", "audio/mpeg"}, {"Content-Length", "5"}});
  EXPECT_EQ(download().error().code, ErrorCode::refused);
  client.answers.emplace_back(failure(ErrorCode::unavailable, "Timed out"));
  EXPECT_EQ(download().error().code, ErrorCode::unavailable);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(RestClientTest, WhatTwilioDoesNotHaveYetIsPendingNotFinal) {
  client.answer(404, "<TwilioResponse/>", {{"Content-Type", "application/xml"}});
  EXPECT_EQ(download().error().code, ErrorCode::recording_pending);
  client.answer(200, "", {{"Content-Type", "audio/mpeg"}, {"Content-Length", "0"}});
  EXPECT_EQ(download().error().code, ErrorCode::recording_pending);
  client.answer(404);
  EXPECT_EQ(twilio.fetch_recording(kUri).error().code, ErrorCode::recording_pending);
  client.answer(404);
  EXPECT_EQ(twilio.list_recordings(kAccount, kCall).error().code, ErrorCode::recording_pending);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(RestClientTest, MonoRecordingAskedForTwoChannelsSaysSo) {
  client.answer(400);
  EXPECT_EQ(download(RequestedChannels::dual).error().code, ErrorCode::unsupported_media);
  client.answer(400);
  EXPECT_EQ(download(RequestedChannels::mono).error().code, ErrorCode::refused);
}

TEST_F(RestClientTest, LargerRecordingThanAllowedIsBrokenOff) {
  client.answer(200, std::string(1001, 'x'), {{"Content-Type", "audio/mpeg"}});
  EXPECT_EQ(download().error().code, ErrorCode::payload_too_large);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(RestClientTest, CallersAreToldHowLongToWait) {
  client.answer(429, R"({"code":20429,"message":"Too Many Requests"})", {{"Retry-After", "17"}});
  auto error = twilio.fetch_recording(kUri).error();
  EXPECT_EQ(error.code, ErrorCode::rate_limited);
  EXPECT_EQ(error.retry_after, std::chrono::seconds{17});
  EXPECT_NE(error.detail.find("20429"), std::string::npos);
  client.answer(503, "", {{"Retry-After", "5"}});
  error = twilio.fetch_recording(kUri).error();
  EXPECT_EQ(error.code, ErrorCode::unavailable);
  EXPECT_EQ(error.retry_after, std::chrono::seconds{5});
  EXPECT_EQ(twilio.fetch_recording(kUri).error().code, ErrorCode::unavailable) << "no answer at all";
}

TEST_F(RestClientTest, RefusedCredentialsAreNamedButNotShown) {
  for (const int status : {401, 403}) {
    client.answer(status, R"({"code":20003,"message":"Authenticate"})");
    const auto error = twilio.fetch_recording(kUri).error();
    EXPECT_EQ(error.code, ErrorCode::refused);
    EXPECT_NE(error.public_message.find("AC…cdef"), std::string::npos);
    EXPECT_EQ(error.public_message.find(kAccount), std::string::npos);
    EXPECT_EQ((error.public_message + error.detail).find("token-of-the-account"), std::string::npos);
  }
}

TEST_F(RestClientTest, RedirectToAnotherHostIsNotFollowed) {
  for (const auto* elsewhere :
       {"https://evil.example/", "//evil.example/", "https://api.twilio.com.evil.example/",
        "http://api.twilio.com/", "https://api.twilio.com:8443/", ""}) {
    client.requests.clear();
    client.answer(307, "", {{"Location", elsewhere}});
    EXPECT_EQ(download().error().code, ErrorCode::unavailable) << elsewhere;
    EXPECT_EQ(client.requests.size(), 1U) << elsewhere;
  }
}

TEST_F(RestClientTest, RedirectWithinTheHostIsFollowedWithTheCredentials) {
  client.answer(307, "", {{"Location", "/2010-04-01/there"}});
  client.answer(302, "", {{"Location", "https://api.twilio.com/2010-04-01/and/there?x=1"}});
  client.answer(200, "ID3", {{"Content-Type", "audio/mpeg"}, {"Content-Length", "3"}});
  EXPECT_TRUE(download());
  ASSERT_EQ(client.requests.size(), 3U);
  EXPECT_EQ(client.requests[1].url, "https://api.twilio.com/2010-04-01/there");
  EXPECT_EQ(client.requests[2].url, "https://api.twilio.com/2010-04-01/and/there?x=1");
  EXPECT_TRUE(client.requests[2].basic_authentication);
}

TEST_F(RestClientTest, RedirectsInACircleEnd) {
  for (int i = 0; i < 100; ++i) client.answer(302, "", {{"Location", "/2010-04-01/again"}});
  EXPECT_EQ(download().error().code, ErrorCode::unavailable);
  EXPECT_LT(client.requests.size(), 10U);
}

TEST_F(RestClientTest, ResourcesOfAnAccountAreAskedForUnderItsSid) {
  accounts.api_url = "https://api.dublin.ie1.twilio.com";
  client.answer(200, R"({"recordings":[]})");
  ASSERT_TRUE(twilio.list_recordings(kSubaccount, kCall));
  EXPECT_TRUE(client.requests.at(0).url.starts_with("https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/" +
                                                    std::string(kSubaccount)));
  EXPECT_EQ(client.requests.at(0).basic_authentication.value().first, kAccount);
}

TEST_F(RestClientTest, AnAccountThatNobodyKnowsIsNotAskedAbout) {
  accounts.unknown = kUnknownAccount;
  EXPECT_EQ(twilio.list_recordings(kUnknownAccount, kCall).error().code, ErrorCode::refused);
  EXPECT_EQ(twilio.check_account(kUnknownAccount).error().code, ErrorCode::refused);
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(RestClientTest, AnAilingTwilioIsLeftAloneForAWhileAndThenAskedAgain) {
  for (const int status : {500, 429, 503, 502, 500}) client.answer(status);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(twilio.fetch_recording(kUri));
  auto error = twilio.fetch_recording(kUri).error();
  EXPECT_EQ(error.code, ErrorCode::held_off);
  EXPECT_EQ(error.retry_after, std::chrono::seconds{5});
  EXPECT_EQ(download().error().code, ErrorCode::held_off) << "listeners are held off like workers";
  EXPECT_EQ(client.requests.size(), 5U);
  clock.advance(std::chrono::seconds{5});
  client.answer(200, R"({"sid":"REfedcba9876543210fedcba9876543210","status":"completed"})");
  EXPECT_TRUE(twilio.fetch_recording(kUri));
  client.answer(404);
  EXPECT_EQ(twilio.fetch_recording(kUri).error().code, ErrorCode::recording_pending);
}

TEST_F(RestClientTest, AnswersThatAreAboutOneRequestAloneDoNotCountAsAiling) {
  for (int i = 0; i < 20; ++i) client.answer(i % 2 == 0 ? 404 : 401);
  for (int i = 0; i < 20; ++i) EXPECT_NE(twilio.fetch_recording(kUri).error().code, ErrorCode::held_off);
}

TEST_F(RestClientTest, TellsOfACall) {
  client.answer(200,
                R"({"sid":"CA00000000000000000000000000000001","from":"+1","to":"+2","direction":"inbound",
    "status":"completed","duration":"17","parent_call_sid":null,"start_time":"Sat, 28 Feb 2026 09:30:00 +0000"})");
  const auto call = twilio.fetch_call(kAccount, kCall);
  ASSERT_TRUE(call);
  EXPECT_EQ(call->call_sid, kCall);
  EXPECT_EQ(call->news.to_number, "+2");
  EXPECT_EQ(call->news.direction, domain::Direction::inbound);
  EXPECT_EQ(call->news.duration, std::chrono::seconds{17});
  EXPECT_EQ(call->started_at, parse_time("2026-02-28T09:30:00Z").value());
  client.answer(404);
  EXPECT_EQ(twilio.fetch_call(kAccount, kCall).error().code, ErrorCode::call_not_found);
}

TEST_F(RestClientTest, ListsANumbersCallsSinceADayOverAllPages) {
  client.answer(200, R"({"calls":[{"sid":"CA00000000000000000000000000000001"},{"sid":"rubbish"},7],
    "next_page_uri":"/2010-04-01/next"})");
  client.answer(200, R"({"calls":[{"sid":"CA00000000000000000000000000000002"}],"next_page_uri":null})");
  const auto calls = twilio.list_calls(kAccount, "+97231234567", parse_time("2026-02-28T09:30:00Z").value());
  ASSERT_TRUE(calls);
  EXPECT_EQ(calls->size(), 2U);
  EXPECT_EQ(client.requests.at(0).url,
            "https://api.twilio.com/2010-04-01/Accounts/" + std::string(kAccount) +
                "/Calls.json?To=%2B97231234567&StartTime%3E=2026-02-28&PageSize=500");
  client.answer(200, "[]");
  EXPECT_EQ(twilio.list_calls(kAccount, "+1", {}).error().code, ErrorCode::unavailable);
}

TEST_F(RestClientTest, WrongCredentialsAreFoundOutBeforeACallNeedsThem) {
  client.answer(200, R"({"sid":"AC"})");
  EXPECT_TRUE(twilio.check_account(kAccount));
  client.answer(401);
  EXPECT_EQ(twilio.check_account(kAccount).error().code, ErrorCode::refused);
}

TEST_F(RestClientTest, DeletingWhatIsGoneIsNoError) {
  client.answer(204);
  EXPECT_EQ(twilio.delete_recording(kUri).value(), Deletion::deleted);
  client.answer(404);
  EXPECT_EQ(twilio.delete_recording(kUri).value(), Deletion::was_gone);
  client.answer(500);
  EXPECT_EQ(twilio.delete_recording(kUri).error().code, ErrorCode::unavailable);
  EXPECT_EQ(client.requests.at(0).method, "DELETE");
  EXPECT_EQ(client.requests.at(0).url, "https://api.twilio.com" + std::string(kUri) + ".json");
}

}  // namespace
}  // namespace kolog::twilio
