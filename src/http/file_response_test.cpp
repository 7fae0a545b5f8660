// SPDX-License-Identifier: Apache-2.0
#include "http/file_response.h"

#include <gtest/gtest.h>

namespace kolog::http {
namespace {

ServedFile recording() {
  return {std::make_shared<FileHandle>(),
          1000,
          "audio/mpeg",
          "abc",
          Timestamp{std::chrono::milliseconds{1'772'271'000'125}},
          Disposition::shown,
          "call.mp3"};
}

Request get(Headers headers) {
  Request request;
  request.method = "GET";
  request.headers = std::move(headers);
  return request;
}

TEST(FileResponse, WholeFileCarriesItsValidators) {
  const auto response = file_response(recording(), get({}));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("Content-Type"), "audio/mpeg");
  EXPECT_EQ(response.headers.get("ETag"), "\"abc\"");
  EXPECT_EQ(response.headers.get("Last-Modified"), "Sat, 28 Feb 2026 09:30:00 GMT");
  EXPECT_EQ(response.headers.get("Accept-Ranges"), "bytes");
  EXPECT_EQ(response.headers.get("Cache-Control"), "private");
  EXPECT_EQ(response.headers.get("Content-Disposition"), "inline; filename=\"call.mp3\"");
  EXPECT_FALSE(response.headers.contains("Content-Range"));
  EXPECT_EQ(std::get<FileBody>(response.body).length, 1000u);
}

TEST(FileResponse, RangeGivesThatStretchOfTheFile) {
  const auto response = file_response(recording(), get({{"Range", "bytes=-100"}}));
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(response.headers.get("Content-Range"), "bytes 900-999/1000");
  EXPECT_EQ(std::get<FileBody>(response.body).offset, 900u);
  EXPECT_EQ(std::get<FileBody>(response.body).length, 100u);
}

TEST(FileResponse, RangeOutOfReachNamesTheSize) {
  const auto response = file_response(recording(), get({{"Range", "bytes=1000-"}}));
  EXPECT_EQ(response.status, 416);
  EXPECT_EQ(response.headers.get("Content-Range"), "bytes */1000");
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
}

TEST(FileResponse, RangeOfAnotherVersionGivesTheWholeFile) {
  EXPECT_EQ(file_response(recording(), get({{"Range", "bytes=0-9"}, {"If-Range", "\"old\""}})).status, 200);
  EXPECT_EQ(file_response(recording(), get({{"Range", "bytes=0-9"}, {"If-Range", "\"abc\""}})).status, 206);
}

TEST(FileResponse, SeveralRangesGiveTheWholeFile) {
  EXPECT_EQ(file_response(recording(), get({{"Range", "bytes=0-9,20-29"}})).status, 200);
}

TEST(FileResponse, HeadIgnoresTheRange) {
  auto request = get({{"Range", "bytes=0-9"}});
  request.method = "HEAD";
  const auto response = file_response(recording(), request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(std::get<FileBody>(response.body).length, 1000u);
}

TEST(FileResponse, NotModifiedHasNoBodyAndGoesBeforeTheRange) {
  const auto response =
      file_response(recording(), get({{"If-None-Match", "\"abc\""}, {"Range", "bytes=5000-"}}));
  EXPECT_EQ(response.status, 304);
  EXPECT_EQ(response.headers.get("ETag"), "\"abc\"");
  EXPECT_EQ(std::get<std::string>(response.body), "");
}

TEST(FileResponse, NameToSaveUnderCannotBreakOutOfItsQuotes) {
  auto served = recording();
  served.disposition = Disposition::attachment;
  served.filename = "שיחה\"\r\nX: y/..\\.mp3";
  const auto value = std::string(file_response(served, get({})).headers.get("Content-Disposition"));
  EXPECT_EQ(value.find_first_of("\r\n\\"), value.npos);
  EXPECT_TRUE(value.starts_with("attachment; filename=\"___________X: y_.._.mp3")) << value;
  EXPECT_NE(value.find("filename*=UTF-8''%D7%A9%D7%99"), value.npos) << value;
  served.filename = "";
  EXPECT_EQ(file_response(served, get({})).headers.get("Content-Disposition"), "attachment");
}

}  // namespace
}  // namespace kolog::http
