// SPDX-License-Identifier: Apache-2.0
#include "api/client_address.h"

#include <gtest/gtest.h>

namespace kolog::api {
namespace {

http::Request from(std::string peer, http::Headers headers) {
  http::Request request;
  request.remote_address = std::move(peer);
  request.headers = std::move(headers);
  return request;
}

TEST(ClientAddress, IsThePeersWhateverTheHeaderSaysWithoutTrustedProxies) {
  EXPECT_EQ(client_address(from("192.0.2.7", {{"X-Forwarded-For", "203.0.113.9"}}), {}), "192.0.2.7");
  EXPECT_EQ(client_address(from("192.0.2.7", {{"X-Forwarded-For", "203.0.113.9"}}), {"192.0.2.8"}),
            "192.0.2.7");
}

TEST(ClientAddress, IsWhatTheTrustedProxySaw) {
  EXPECT_EQ(client_address(from("127.0.0.1", {{"X-Forwarded-For", "203.0.113.9"}}), {"127.0.0.1"}),
            "203.0.113.9");
}

TEST(ClientAddress, WhatTheClientItselfWroteIsNotBelieved) {
  EXPECT_EQ(client_address(from("127.0.0.1", {{"X-Forwarded-For", "10.9.9.9, 203.0.113.9"}}), {"127.0.0.1"}),
            "203.0.113.9");
  EXPECT_EQ(
      client_address(from("127.0.0.1", {{"X-Forwarded-For", "10.9.9.9"}, {"x-forwarded-for", "203.0.113.9"}}),
                     {"127.0.0.1"}),
      "203.0.113.9");
}

TEST(ClientAddress, ChainOfTrustedProxiesIsFollowedToItsEnd) {
  EXPECT_EQ(client_address(from("127.0.0.1", {{"X-Forwarded-For", "203.0.113.9, 10.0.0.1"}}),
                           {"127.0.0.1", "10.0.0.1"}),
            "203.0.113.9");
}

TEST(ClientAddress, IsTheProxysOwnWhenItSaysNothing) {
  EXPECT_EQ(client_address(from("127.0.0.1", {}), {"127.0.0.1"}), "127.0.0.1");
  EXPECT_EQ(client_address(from("127.0.0.1", {{"X-Forwarded-For", " , "}}), {"127.0.0.1"}), "127.0.0.1");
}

}  // namespace
}  // namespace kolog::api
