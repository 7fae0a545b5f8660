// SPDX-License-Identifier: Apache-2.0
#include "http/request_rules.h"

#include <string>

#include <gtest/gtest.h>

namespace kolog::http {
namespace {

using State = HeaderScanner::State;

TEST(HeaderScanner, FindsTheEndWhereverThePiecesAreCut) {
  const std::string block = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string received = block + "body";
  for (std::size_t cut = 0; cut < block.size(); ++cut) {
    HeaderScanner scanner;
    EXPECT_EQ(scanner.scan(received.substr(0, cut)), State::incomplete) << cut;
    EXPECT_EQ(scanner.scan(received), State::complete) << cut;
    EXPECT_EQ(scanner.length(), block.size()) << cut;
  }
}

TEST(HeaderScanner, RefusesLineEndsThatParsersReadDifferently) {
  for (const auto* text :
       {"GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n", "GET / HTTP/1.1\rHost: a",
        "GET / HTTP/1.1\r\nHost: a\r\r\n", "GET / HTTP/1.1\r\n\n"}) {
    EXPECT_EQ(HeaderScanner().scan(text), State::malformed) << text;
  }
}

TEST(HeaderScanner, RefusesContinuedLinesAndNul) {
  EXPECT_EQ(HeaderScanner().scan("GET / HTTP/1.1\r\nA: b\r\n c\r\n"), State::malformed);
  EXPECT_EQ(HeaderScanner().scan("GET / HTTP/1.1\r\n\tHost: a"), State::malformed);
  EXPECT_EQ(HeaderScanner().scan(std::string_view("GET /\0", 6)), State::malformed);
}

int status(const Headers& headers, unsigned version = 11) {
  const auto refusal = refuse_framing(headers, version);
  return refusal ? refusal->status : 0;
}

TEST(Framing, OneHostIsNeeded) {
  EXPECT_EQ(status({{"Host", "a.example:80"}}), 0);
  EXPECT_EQ(status({{"Host", "[::1]:8080"}}), 0);
  EXPECT_EQ(status({}), 400);
  EXPECT_EQ(status({{"Host", ""}}), 400);
  EXPECT_EQ(status({{"Host", "a"}, {"host", "a"}}), 400);
  EXPECT_EQ(status({{"Host", "a b"}}), 400);
  EXPECT_EQ(status({{"Host", "user@a"}}), 400);
  EXPECT_EQ(status({{"Host", "a/b"}}), 400);
}

TEST(Framing, OneLengthOfTheBodyIsAllowed) {
  const auto with = [](Headers headers) {
    headers.add("Host", "a");
    return headers;
  };
  EXPECT_EQ(status(with({{"Content-Length", "5"}})), 0);
  EXPECT_EQ(status(with({{"Transfer-Encoding", "Chunked"}})), 0);
  EXPECT_EQ(status(with({{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}})), 400);
  EXPECT_EQ(status(with({{"Content-Length", "5"}, {"Content-Length", "5"}})), 400);
  EXPECT_EQ(status(with({{"Content-Length", "5, 5"}})), 400);
  EXPECT_EQ(status(with({{"Content-Length", "+5"}})), 400);
  EXPECT_EQ(status(with({{"Content-Length", ""}})), 400);
  EXPECT_EQ(status(with({{"Transfer-Encoding", "gzip, chunked"}})), 501);
  EXPECT_EQ(status(with({{"Transfer-Encoding", "identity"}})), 501);
  EXPECT_EQ(status(with({{"Transfer-Encoding", "xchunked"}})), 501);
  EXPECT_EQ(status(with({{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}})), 400);
  EXPECT_EQ(status(with({{"Transfer-Encoding", "chunked"}}), 10), 400);
}

TEST(Framing, OnlyTheUsualExpectationIsUnderstood) {
  EXPECT_EQ(status({{"Host", "a"}, {"Expect", "100-Continue"}}), 0);
  EXPECT_EQ(status({{"Host", "a"}, {"Expect", "miracles"}}), 417);
}

}  // namespace
}  // namespace kolog::http
