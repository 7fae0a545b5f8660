// SPDX-License-Identifier: Apache-2.0
// The sender over the real HTTP client, against servers on this machine's loopback addresses: which of them
// is reached, whatever a host's name resolves to.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "http/curl_client.h"
#include "http/live_server.h"
#include "webhooks/sender.h"

namespace kolog::webhooks {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using boost::asio::ip::tcp;

/// Counts who connects, by never answering anybody.
class Listener {
 public:
  explicit Listener(const std::string& address = "127.0.0.1", std::uint16_t port = 0)
      : acceptor_(context_, tcp::endpoint(boost::asio::ip::make_address(address), port)) {
    acceptor_.non_blocking(true);
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  /// The kernel has accepted all who connected so far.
  int connections() {
    boost::system::error_code none_left;
    for (;;) {
      tcp::socket socket(context_);
      acceptor_.accept(socket, none_left);
      if (none_left) return count_;
      ++count_;
    }
  }

 private:
  boost::asio::io_context context_;
  tcp::acceptor acceptor_;
  int count_ = 0;
};

/// A resolver that answers differently each time, as an attacker's name server does.
class Rebinding {
 public:
  explicit Rebinding(std::vector<std::vector<std::string>> answers) : answers_(std::move(answers)) {}
  Resolver resolver() {
    return [this](const std::string&) -> Result<std::vector<std::string>> {
      const auto index = std::min(asked_++, answers_.size() - 1);
      return answers_[index];
    };
  }
  std::size_t asked() const { return asked_; }

 private:
  std::vector<std::vector<std::string>> answers_;
  std::size_t asked_ = 0;
};

Message message_to(const std::string& url) {
  return {.url = url,
          .id = "msg_1",
          .timestamp = Timestamp{1'772'271'000s},
          .body = R"({"type":"webhook.test"})",
          .secrets = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")};
}

class LiveSender : public testing::Test {
 protected:
  DeliveryOutcome send(const std::string& url, Resolver resolver,
                       PrivateAddresses allowed = PrivateAddresses::refuse,
                       Sender::Settings settings = {.timeout = 2s}) {
    return Sender(settings, client, AddressPolicy(allowed, std::move(resolver))).send(message_to(url));
  }

  http::CurlClient client;
};

// Of a part of the public internet that is given to nobody: what is sent there arrives nowhere.
const std::string kPublic = "2d00::1";

TEST_F(LiveSender, AHostThatTurnsPrivateAfterItWasCheckedIsNotReachedThere) {
  Listener listener;
  Rebinding rebinding({{kPublic}, {"127.0.0.1"}});
  // Whoever looks this name up once more is led to the listener.
  const auto url = "https://localhost:" + std::to_string(listener.port()) + "/";
  const auto first = send(url, rebinding.resolver(), PrivateAddresses::refuse, {.timeout = 500ms});
  EXPECT_EQ(first.state, DeliveryState::retry);
  EXPECT_EQ(first.address, kPublic);
  EXPECT_EQ(rebinding.asked(), 1U) << "a second look-up is what an attacker waits for";
  const auto second = send(url, rebinding.resolver());
  EXPECT_EQ(second.state, DeliveryState::refused);
  EXPECT_EQ(second.address, "");
  EXPECT_EQ(listener.connections(), 0);
}

TEST_F(LiveSender, APublicAddressBesideAPrivateOneDoesNotCoverIt) {
  Listener listener;
  Rebinding mixed({{kPublic, "127.0.0.1"}});
  const auto url = "https://hooks.example.org:" + std::to_string(listener.port()) + "/";
  EXPECT_EQ(send(url, mixed.resolver()).state, DeliveryState::refused);
  EXPECT_EQ(listener.connections(), 0);
}

class LiveReceiver : public LiveSender {
 protected:
  static void add_routes(http::Router& router) {
    router.add("POST", "/taken", [](http::Request request) -> awaitable<http::Response> {
      co_return http::Response{200, {{"X-Host", std::string(request.headers.get("Host"))}}, "thanks"};
    });
    router.add("POST", "/long", [](http::Request) -> awaitable<http::Response> {
      co_return http::Response{200, {}, std::string(1'000'000, 'x')};
    });
    router.add("POST", "/away", [](http::Request request) -> awaitable<http::Response> {
      co_return http::Response{
          302, {{"Location", "http://" + std::string(request.headers.get("Host")) + "/taken"}}, ""};
    });
  }
  std::string url(const std::string& host, const std::string& path) const {
    return "http://" + host + ":" + std::to_string(server.port()) + path;
  }
  static Resolver to(std::vector<std::string> addresses) {
    return [addresses = std::move(addresses)](const std::string&) { return addresses; };
  }

  http::LiveServer server{add_routes};
};

TEST_F(LiveReceiver, TheCheckedAddressIsConnectedToUnderTheHostsName) {
  // The name resolves nowhere, or elsewhere: only the policy's answer leads here.
  const auto outcome = send(url("hooks.invalid", "/taken"), to({"127.0.0.1"}), PrivateAddresses::allow);
  EXPECT_EQ(outcome.state, DeliveryState::delivered) << outcome.error;
  EXPECT_EQ(outcome.address, "127.0.0.1");
  EXPECT_EQ(outcome.response.get("X-Host"), "hooks.invalid:" + std::to_string(server.port()));
  EXPECT_EQ(outcome.body, "thanks");
}

TEST_F(LiveReceiver, ANameOfThisMachineIsConnectedToWhereThePolicySays) {
  Listener elsewhere("127.0.0.2", server.port());
  const auto outcome = send(url("127.0.0.2", "/taken"), to({"127.0.0.1"}), PrivateAddresses::allow);
  EXPECT_EQ(outcome.state, DeliveryState::delivered) << outcome.error;
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST_F(LiveReceiver, AnAddressWhereNobodyListensIsPassedOver) {
  const auto outcome =
      send(url("hooks.invalid", "/taken"), to({"127.0.0.9", "127.0.0.1"}), PrivateAddresses::allow);
  EXPECT_EQ(outcome.state, DeliveryState::delivered) << outcome.error;
  EXPECT_EQ(outcome.address, "127.0.0.1");
}

TEST_F(LiveReceiver, WhatWentOutIsOnRecordAndTheSecretIsNot) {
  const auto outcome = send(url("hooks.invalid", "/taken"), to({"127.0.0.1"}), PrivateAddresses::allow);
  EXPECT_EQ(outcome.request.get("webhook-id"), "msg_1");
  EXPECT_EQ(outcome.request.get("webhook-timestamp"), "1772271000");
  EXPECT_TRUE(outcome.request.get("webhook-signature").starts_with("v1,"));
  EXPECT_EQ(outcome.request.get("Content-Type"), "application/json");
  EXPECT_EQ(outcome.request.get("User-Agent"), "Kolog");
  EXPECT_EQ(outcome.request.get("Content-Length"), "23");
  for (const auto& [name, value] : outcome.request) EXPECT_EQ(value.find("MfKQ"), std::string::npos) << name;
}

TEST_F(LiveReceiver, ALongAnswerIsReadNoFurtherThanItIsKept) {
  const auto outcome = send(url("hooks.invalid", "/long"), to({"127.0.0.1"}), PrivateAddresses::allow,
                            {.timeout = 2s, .kept_body = 100});
  EXPECT_EQ(outcome.state, DeliveryState::delivered) << outcome.error;
  EXPECT_EQ(outcome.body, std::string(100, 'x'));
}

TEST_F(LiveReceiver, ARedirectLeadsNowhere) {
  const auto outcome = send(url("hooks.invalid", "/away"), to({"127.0.0.1"}), PrivateAddresses::allow);
  EXPECT_EQ(outcome.status, 302);
  EXPECT_EQ(outcome.state, DeliveryState::retry);
}

TEST_F(LiveReceiver, AProxyOfTheEnvironmentIsNotUsed) {
  Listener proxy;
  const auto proxy_url = "http://127.0.0.1:" + std::to_string(proxy.port());
  for (const auto* name : {"http_proxy", "https_proxy", "ALL_PROXY"}) ::setenv(name, proxy_url.c_str(), 1);
  const auto outcome = send(url("hooks.invalid", "/taken"), to({"127.0.0.1"}), PrivateAddresses::allow);
  for (const auto* name : {"http_proxy", "https_proxy", "ALL_PROXY"}) ::unsetenv(name);
  EXPECT_EQ(outcome.state, DeliveryState::delivered) << outcome.error;
  EXPECT_EQ(proxy.connections(), 0);
}

TEST_F(LiveSender, AnAnswerThatNeverEndsCountsByItsStatus) {
  boost::asio::io_context context;
  // Its own thread, since the sender blocks.
  tcp::acceptor acceptor(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  std::thread server([&] {
    tcp::socket socket(context);
    acceptor.accept(socket);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome";
    boost::asio::write(socket, boost::asio::buffer(head));
    char bytes[4096];
    boost::system::error_code ended;
    while (!ended) socket.read_some(boost::asio::buffer(bytes), ended);
  });
  const auto url = "http://hooks.invalid:" + std::to_string(acceptor.local_endpoint().port()) + "/";
  const auto outcome = send(url, [](const std::string&) { return std::vector<std::string>{"127.0.0.1"}; },
                            PrivateAddresses::allow, {.timeout = 300ms});
  const auto port = acceptor.local_endpoint().port();
  { const http::RawClient nudge(port); }  // ends the server's wait if nobody came
  server.join();
  EXPECT_EQ(outcome.state, DeliveryState::delivered) << outcome.error;
  EXPECT_EQ(outcome.body, "some");
}

TEST_F(LiveSender, ALookUpThatTakesAllTheTimeIsSaidSo) {
  const auto outcome =
      send("https://hooks.example.org/", [](const std::string&) { return std::vector<std::string>{kPublic}; },
           PrivateAddresses::refuse, {.timeout = 0ms});
  EXPECT_EQ(outcome.state, DeliveryState::retry);
  EXPECT_EQ(outcome.error, "The endpoint's host was not found in time");
  EXPECT_EQ(outcome.address, "");
}

TEST_F(LiveSender, WhereNobodyAnswersTheTimeIsBounded) {
  Listener silent;  // the kernel accepts, nobody reads
  const auto url = "http://hooks.invalid:" + std::to_string(silent.port()) + "/";
  const auto outcome = send(url, [](const std::string&) { return std::vector<std::string>{"127.0.0.1"}; },
                            PrivateAddresses::allow, {.timeout = 300ms});
  EXPECT_EQ(outcome.state, DeliveryState::retry);
  EXPECT_EQ(outcome.error, "The endpoint did not answer: Timeout was reached");
  EXPECT_GE(outcome.duration, 250ms);
  EXPECT_LT(outcome.duration, 2s);
}

}  // namespace
}  // namespace kolog::webhooks
