// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <map>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace kolog::http {
namespace {

using Captures = std::map<std::string, std::string>;

class RouterTest : public testing::Test {
 protected:
  void add(std::string_view method, std::string_view pattern) {
    router_.add(method, pattern, [](Request) -> boost::asio::awaitable<Response> { co_return Response{}; });
  }

  /// The captures, or nothing where no handler is found.
  std::optional<Captures> captures(std::string_view method, std::string_view path) const {
    const auto found = router_.find(method, path);
    const auto* const match = std::get_if<Router::Match>(&found);
    if (match == nullptr) return std::nullopt;
    return match->captures;
  }

  const Handler* handler(std::string_view method, std::string_view path) const {
    const auto found = router_.find(method, path);
    const auto* const match = std::get_if<Router::Match>(&found);
    return match == nullptr ? nullptr : match->handler;
  }

  Router router_;
};

TEST_F(RouterTest, CapturesDecodedSegments) {
  add("GET", "/api/calls/{call_sid}/download");
  EXPECT_EQ(captures("GET", "/api/calls/CA%201/download"), (Captures{{"call_sid", "CA 1"}}));
  EXPECT_EQ(captures("GET", "/api/calls//download"), std::nullopt);
  EXPECT_EQ(captures("GET", "/api/calls/CA1/download/"), std::nullopt);
  EXPECT_EQ(captures("GET", "/api/calls/CA1"), std::nullopt);
}

TEST_F(RouterTest, EncodedSlashMakesNoSegment) {
  add("GET", "/files/{name}");
  EXPECT_EQ(captures("GET", "/files/a%2Fb"), (Captures{{"name", "a/b"}}));
  EXPECT_EQ(captures("GET", "/files/a/b"), std::nullopt);
  EXPECT_EQ(captures("GET", "/files%2Fa"), std::nullopt);
}

TEST_F(RouterTest, LiteralWinsOverCaptureAndCaptureOverRestWhateverTheOrder) {
  add("GET", "/*");
  add("GET", "/calls/{sid}");
  add("GET", "/calls/latest");
  add("GET", "/{any}/latest");
  EXPECT_EQ(captures("GET", "/calls/latest"), Captures{});
  EXPECT_EQ(captures("GET", "/calls/CA1"), (Captures{{"sid", "CA1"}}));
  EXPECT_EQ(captures("GET", "/other/latest"), (Captures{{"any", "other"}}));
  EXPECT_EQ(captures("GET", "/other/thing"), (Captures{{"*", "other/thing"}}));
}

TEST_F(RouterTest, RestTakesEveryPathBelowItsFolderButNotTheFolderItself) {
  add("GET", "/assets/*");
  EXPECT_EQ(captures("GET", "/assets/js/a.js"), (Captures{{"*", "js/a.js"}}));
  EXPECT_EQ(captures("GET", "/assets/"), (Captures{{"*", ""}}));
  EXPECT_EQ(captures("GET", "/assets"), std::nullopt);
}

TEST_F(RouterTest, RestAtTheTopTakesTheRoot) {
  add("GET", "/*");
  EXPECT_EQ(captures("GET", "/"), (Captures{{"*", ""}}));
}

TEST_F(RouterTest, HeadFallsToGetUnlessItHasItsOwn) {
  add("GET", "/a");
  EXPECT_NE(handler("HEAD", "/a"), nullptr);
  add("HEAD", "/a");
  EXPECT_NE(handler("HEAD", "/a"), handler("GET", "/a"));
}

TEST_F(RouterTest, OtherMethodIsToldWhatIsAllowed) {
  add("GET", "/a");
  add("POST", "/a");
  const auto found = router_.find("DELETE", "/a");
  ASSERT_TRUE(std::holds_alternative<Router::MethodNotAllowed>(found));
  EXPECT_EQ(std::get<Router::MethodNotAllowed>(found).allow, "GET, HEAD, POST");
  EXPECT_TRUE(std::holds_alternative<Router::NotFound>(router_.find("GET", "/b")));
}

TEST_F(RouterTest, MethodsAreCaseSensitive) {
  add("GET", "/a");
  EXPECT_EQ(handler("get", "/a"), nullptr);
}

TEST_F(RouterTest, PathsThatClimbOrDoNotDecodeAreRefusedEvenUnderARest) {
  add("GET", "/*");
  for (const auto* path :
       {"", "a", "*", "/../etc/passwd", "/a/%2e%2e/b", "/a%00", "/%zz", "/%2e%2e%2fetc", "/a/./b"}) {
    EXPECT_TRUE(std::holds_alternative<Router::BadPath>(router_.find("GET", path))) << path;
  }
}

}  // namespace
}  // namespace kolog::http
