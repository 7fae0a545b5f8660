// SPDX-License-Identifier: Apache-2.0
#include "api/api_fixture.h"

namespace kolog::api {
namespace {

const std::string kDownload = "/api/calls/" + kCallSid + "/download";

class Download : public ApiTest {
 protected:
  Download() : key_(key_of("biz_one")) {
    add_call(call_for("biz_one", kCallSid));
    provide_audio("0123456789");
  }

  http::Response download(http::Headers more = {}, const std::string& query = "") {
    for (const auto& [name, value] : key_) more.add(name, value);
    return send("GET", kDownload + query, std::move(more));
  }

  static std::string bytes_of(const http::Response& response) {
    const auto& body = std::get<http::FileBody>(response.body);
    std::string bytes(body.length, '\0');
    const auto got =
        ::pread(body.file->descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(body.offset));
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }

  http::Headers key_;
};

TEST_F(Download, GivesTheRecordingWithEverythingThatAPlayerAsksFor) {
  const auto response = download();
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(bytes_of(response), "0123456789");
  EXPECT_EQ(response.headers.get("Content-Type"), "audio/mpeg");
  EXPECT_EQ(response.headers.get("Accept-Ranges"), "bytes");
  EXPECT_EQ(response.headers.get("Cache-Control"), "private");
  EXPECT_EQ(response.headers.get("Last-Modified"), "Sat, 28 Feb 2026 09:30:00 GMT");
  EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(response.headers.get("Content-Disposition").starts_with("inline"));
  EXPECT_FALSE(response.headers.get("ETag").empty());
  EXPECT_EQ(asked_for_, std::vector<std::string>{kCallSid});
}

TEST_F(Download, TypeIsThatOfTheBytes) {
  provide_audio("RIFF", "audio/wav");
  const auto response = download({}, "?attachment=1");
  EXPECT_EQ(response.headers.get("Content-Type"), "audio/wav");
  EXPECT_EQ(response.headers.get("Content-Disposition"), "attachment; filename=\"" + kCallSid + ".wav\"");
}

TEST_F(Download, GivesRanges) {
  const auto middle = download({{"Range", "bytes=2-4"}});
  EXPECT_EQ(middle.status, 206);
  EXPECT_EQ(bytes_of(middle), "234");
  EXPECT_EQ(middle.headers.get("Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(bytes_of(download({{"Range", "bytes=-3"}})), "789");
  EXPECT_EQ(bytes_of(download({{"Range", "bytes=8-"}})), "89");
  const auto beyond = download({{"Range", "bytes=10-"}});
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(beyond.headers.get("Content-Range"), "bytes */10");
}

TEST_F(Download, IsNotSentAgainToWhoHasIt) {
  const std::string etag(download().headers.get("ETag"));
  EXPECT_EQ(download({{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(download({{"If-None-Match", "\"another\""}}).status, 200);
  EXPECT_EQ(download({{"Range", "bytes=0-1"}, {"If-Range", "\"another\""}}).status, 200);
  clock_.advance(std::chrono::seconds{5});
  provide_audio("abcdefghij");
  EXPECT_EQ(download({{"If-None-Match", etag}}).status, 200);
}

TEST_F(Download, ASessionCookieIsEnough) {
  add_user("owner@one.example", "biz_one");
  EXPECT_EQ(send("GET", kDownload, cookie_of(log_in("owner@one.example"))).status, 200);
  EXPECT_EQ(send("HEAD", kDownload, cookie_of(log_in("owner@one.example"))).status, 200);
}

TEST_F(Download, LoginIsAskedForBeforeAnything) {
  for (const auto& target :
       {kDownload, "/api/calls/" + kOtherCallSid + "/download", std::string("/api/calls/x/download")}) {
    const auto response = send("GET", target);
    EXPECT_EQ(response.status, 401) << target;
    EXPECT_EQ(code_of(response), "unauthenticated") << target;
  }
  EXPECT_TRUE(asked_for_.empty());
}

TEST_F(Download, BusinessIsAskedForBeforeTheCall) {
  add_user("nobody@example.com", "");
  const auto response = send("GET", "/api/calls/x/download", cookie_of(log_in("nobody@example.com")));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(code_of(response), "business_required");
}

TEST_F(Download, UnknownMalformedAndOthersCallsAreAnsweredTheSame) {
  const auto other = key_of("biz_two");
  const auto expected = R"({"success":false,"error":"Call not found","code":"call_not_found"})";
  clock_.advance(std::chrono::days{30});  // another's call is not known to have expired either
  for (const auto& sid : {kCallSid, kOtherCallSid, std::string("x"), std::string("CA1")}) {
    const auto response = send("GET", "/api/calls/" + sid + "/download", other);
    EXPECT_EQ(response.status, 404) << sid;
    EXPECT_EQ(text_of(response), expected) << sid;
  }
  EXPECT_TRUE(asked_for_.empty());
}

TEST_F(Download, ExpiresSevenDaysAfterTheCallThoughTheFileIsThere) {
  clock_.advance(std::chrono::days{7});
  EXPECT_EQ(download().status, 200);
  clock_.advance(std::chrono::milliseconds{1});
  const auto response = download();
  EXPECT_EQ(response.status, 410);
  EXPECT_EQ(text_of(response),
            R"({"success":false,"error":"Recording expired and deleted","code":"recording_expired"})");
  EXPECT_EQ(asked_for_.size(), 1U);
}

TEST_F(Download, SaysWhenThereIsNoRecording) {
  audio_ = failure(ErrorCode::recording_not_available, "There is no recording of this call");
  const auto response = download();
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(code_of(response), "recording_not_available");
}

TEST_F(Download, SaysWhenToComeBackForAPendingRecording) {
  auto pending = failure(ErrorCode::recording_pending, "The recording is not ready yet");
  audio_ = pending;
  EXPECT_EQ(download().status, 503);
  EXPECT_EQ(code_of(download()), "recording_pending");
  EXPECT_EQ(download().headers.get("Retry-After"), "10");
  pending.retry_after = std::chrono::seconds{33};
  audio_ = pending;
  EXPECT_EQ(download().headers.get("Retry-After"), "33");
}

TEST_F(Download, DetailsOfAFaultStayInTheLog) {
  audio_ = failure(ErrorCode::internal, "Something went wrong", "/var/lib/kolog/secret-path");
  const auto response = download();
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(text_of(response).find("secret-path"), std::string::npos);
}

}  // namespace
}  // namespace kolog::api
