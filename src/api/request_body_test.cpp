// SPDX-License-Identifier: Apache-2.0
#include "api/request_body.h"

#include <gtest/gtest.h>

#include "api/query_parameters.h"
#include "http/url.h"

namespace kolog::api {
namespace {

http::Request with_body(std::string body, std::string content_type = "application/json") {
  http::Request request;
  request.headers.set("Content-Type", std::move(content_type));
  request.body = std::move(body);
  return request;
}

Error mistake_of(const std::string& body) {
  const auto parsed = RequestBody::parse(with_body(body), {"notes"});
  if (!parsed) return parsed.error();
  const auto text = parsed->text("notes", 10);
  return text ? Error{} : text.error();
}

TEST(RequestBody, GivesTheTextOfAKey) {
  const auto body = RequestBody::parse(with_body(R"({"notes":"שלום"})"), {"notes"});
  EXPECT_EQ(body.value().text("notes", 10).value(), "שלום");
}

TEST(RequestBody, MistakesNameTheKey) {
  EXPECT_EQ(mistake_of(R"({"notes":"x","nots":"y"})").public_message, "Unknown key \"nots\"");
  EXPECT_EQ(mistake_of(R"({})").public_message, "\"notes\" is missing");
  EXPECT_EQ(mistake_of(R"({"notes":null})").public_message, "\"notes\" must be a string");
  EXPECT_EQ(mistake_of(R"({"notes":["x"]})").public_message, "\"notes\" must be a string");
  EXPECT_EQ(mistake_of(R"({"notes":"12345678901"})").public_message, "\"notes\" is longer than 10 bytes");
  EXPECT_EQ(mistake_of(R"({"notes":"a\u0000b"})").public_message, "\"notes\" contains a NUL");
}

TEST(RequestBody, WhatIsNoJsonObjectIsRefused) {
  for (const auto* body : {"", "null", "[]", "\"x\"", "{", "{\"notes\":\"\xff\"}", "{} {}"}) {
    EXPECT_EQ(mistake_of(body).code, ErrorCode::invalid_request) << body;
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  EXPECT_EQ(mistake_of(deep).code, ErrorCode::invalid_request);
}

TEST(RequestBody, ContentTypeThatAFormCanSendIsRefused) {
  for (const auto* type : {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                           "text/plain;application/json", "application/jsonx"}) {
    EXPECT_EQ(RequestBody::parse(with_body("{}", type), {}).error().code, ErrorCode::unsupported_media)
        << type;
  }
  EXPECT_TRUE(RequestBody::parse(with_body("{}", "Application/JSON; charset=utf-8"), {}).has_value());
}

http::Parameters query(std::string_view text) {
  return http::parse_parameters(text).value();
}

TEST(QueryParameters, UnknownAndRepeatedNamesAreRefused) {
  EXPECT_TRUE(check_names(query("limit=1&search=x"), {"limit", "search"}).has_value());
  EXPECT_FALSE(check_names(query("limt=1"), {"limit"}).has_value());
  EXPECT_FALSE(check_names(query("limit=1&limit=2"), {"limit"}).has_value());
  EXPECT_FALSE(check_names(query("search=%FF"), {"search"}).has_value());
  EXPECT_FALSE(check_names(query("%FF=1"), {"search"}).has_value());
}

TEST(QueryParameters, LimitIsFromOneToAHundred) {
  EXPECT_EQ(limit_parameter(query("")).value(), 50);
  EXPECT_EQ(limit_parameter(query("limit=100")).value(), 100);
  for (const auto* text :
       {"limit=0", "limit=101", "limit=-1", "limit=1e2", "limit=%201", "limit=99999999999999999999"}) {
    EXPECT_FALSE(limit_parameter(query(text)).has_value()) << text;
  }
}

TEST(QueryParameters, EmptyOnesAskForNothing) {
  EXPECT_EQ(flag_parameter(query("has_recording="), "has_recording").value(), std::nullopt);
  EXPECT_EQ(time_parameter(query("from="), "from").value(), std::nullopt);
  EXPECT_EQ(flag_parameter(query("has_recording=true"), "has_recording").value(), true);
  EXPECT_FALSE(flag_parameter(query("has_recording=maybe"), "has_recording").has_value());
  EXPECT_FALSE(time_parameter(query("from=yesterday"), "from").has_value());
}

}  // namespace
}  // namespace kolog::api
