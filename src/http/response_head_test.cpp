// SPDX-License-Identifier: Apache-2.0
#include "http/response_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kolog::http {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ResponseHead, FramesTheBody) {
  const Response response{200, {{"Content-Type", "text/plain"}}, std::string("hello")};
  const auto head = response_head(response, KeepAlive::yes, 11).value();
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nDate: "));
  EXPECT_TRUE(head.ends_with("GMT\r\nX-Content-Type-Options: nosniff\r\n\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Connection")));
  EXPECT_THAT(head, Not(HasSubstr("Server")));
}

TEST(ResponseHead, SaysWhatBecomesOfTheConnection) {
  EXPECT_THAT(response_head({}, KeepAlive::no, 11).value(), HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(response_head({}, KeepAlive::yes, 10).value(), HasSubstr("\r\nConnection: keep-alive\r\n"));
}

TEST(ResponseHead, LeavesNoContentWithoutLength) {
  EXPECT_THAT(response_head({204, {}, std::string()}, KeepAlive::yes, 11).value(),
              Not(HasSubstr("Content-Length")));
  EXPECT_THAT(response_head({304, {}, std::string()}, KeepAlive::yes, 11).value(),
              Not(HasSubstr("Content-Length")));
}

TEST(ResponseHead, FramingIsNotForHandlersToSet) {
  const Response response{
      200, {{"content-length", "999"}, {"Transfer-Encoding", "chunked"}}, std::string("hello")};
  const auto head = response_head(response, KeepAlive::yes, 11).value();
  EXPECT_THAT(head, Not(HasSubstr("999")));
  EXPECT_THAT(head, Not(HasSubstr("chunked")));
}

TEST(ResponseHead, RefusesFieldsThatWouldSplitTheAnswer) {
  const auto with = [](std::string name, std::string value) {
    return response_head({200, {{std::move(name), std::move(value)}}, std::string()}, KeepAlive::yes, 11);
  };
  EXPECT_TRUE(with("Location", "/שלום"));
  EXPECT_FALSE(with("Location", "/\r\nSet-Cookie: a=b"));
  EXPECT_FALSE(with("Location", "/\nX: y"));
  EXPECT_FALSE(with("Location", std::string("/\0", 2)));
  EXPECT_FALSE(with("A: b", "c"));
  EXPECT_FALSE(with("", "c"));
  EXPECT_FALSE(response_head({99, {}, std::string()}, KeepAlive::yes, 11));
}

}  // namespace
}  // namespace kolog::http
