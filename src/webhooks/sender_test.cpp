// SPDX-License-Identifier: Apache-2.0
#include "webhooks/sender.h"

#include <gtest/gtest.h>

#include "webhooks/standard_webhook.h"

namespace kolog::webhooks {
namespace {

class FakeClient final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    requests.push_back(request);
    *request.record = record;
    request.record->address = request.connect_to;
    return answer;
  }

  Result<http::ClientResponse> answer = http::ClientResponse{.status = 200, .headers = {}, .body = {}};
  http::ExchangeRecord record{
      .connected = true, .address = {}, .failure = {}, .sent = {{"Host", "hooks.example.org"}}};
  std::vector<http::ClientRequest> requests;
};

class SenderTest : public testing::Test {
 protected:
  DeliveryOutcome send(const std::string& url = "https://hooks.example.org/kolog") {
    message.url = url;
    return sender.send(message);
  }
  DeliveryOutcome send_answered(int status, http::Headers headers = {}) {
    client.answer = http::ClientResponse{.status = status, .headers = std::move(headers), .body = {}};
    return send();
  }

  FakeClient client;
  Result<std::vector<std::string>> addresses = std::vector<std::string>{"93.184.216.34"};
  Sender sender{
      {}, client, AddressPolicy(PrivateAddresses::refuse, [this](const std::string&) { return addresses; })};
  Message message{.url = {},
                  .id = "msg_1",
                  .timestamp = Timestamp{std::chrono::seconds{1'772'271'000}},
                  .body = R"({"type":"call.processed"})",
                  .secrets = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")};
};

TEST_F(SenderTest, PostsTheSignedBodyToTheAddressThatWasChecked) {
  EXPECT_EQ(send().state, DeliveryState::delivered);
  const auto& request = client.requests.at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://hooks.example.org/kolog");
  EXPECT_EQ(request.connect_to, "93.184.216.34");
  EXPECT_EQ(request.body, message.body);
  EXPECT_LE(request.timeout, std::chrono::seconds{15});
  EXPECT_GT(request.timeout, std::chrono::seconds{10});
  EXPECT_EQ(request.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(request.headers.get("webhook-id"), "msg_1");
  EXPECT_EQ(request.headers.get("webhook-timestamp"), "1772271000");
  EXPECT_EQ(request.headers.get("webhook-signature"),
            sign(message.secrets, message.id, message.timestamp, message.body).value());
  EXPECT_FALSE(request.basic_authentication);
}

TEST_F(SenderTest, OnlyTwoHundredsAreSuccess) {
  for (const int status : {200, 201, 202, 204, 299}) {
    EXPECT_EQ(send_answered(status).state, DeliveryState::delivered) << status;
  }
  for (const int status : {100, 199, 300, 301, 302, 307, 308, 400, 401, 404, 429, 500, 503}) {
    const auto outcome = send_answered(status);
    EXPECT_EQ(outcome.state, DeliveryState::retry) << status;
    EXPECT_EQ(outcome.status, status);
    EXPECT_NE(outcome.error.find(std::to_string(status)), std::string::npos);
  }
}

TEST_F(SenderTest, RedirectIsNotFollowed) {
  EXPECT_EQ(send_answered(302, {{"Location", "http://169.254.169.254/"}}).state, DeliveryState::retry);
  EXPECT_EQ(client.requests.size(), 1U);
}

TEST_F(SenderTest, GoneDisablesTheEndpoint) {
  const auto outcome = send_answered(410);
  EXPECT_EQ(outcome.state, DeliveryState::disabled);
  EXPECT_EQ(outcome.status, 410);
}

TEST_F(SenderTest, RetryAfterIsPassedOn) {
  EXPECT_EQ(send_answered(503, {{"Retry-After", "120"}}).retry_after, std::chrono::seconds{120});
  EXPECT_EQ(send_answered(429, {{"Retry-After", "7"}}).retry_after, std::chrono::seconds{7});
  EXPECT_FALSE(send_answered(500).retry_after);
}

TEST_F(SenderTest, NoAnswerIsTriedAgain) {
  client.answer = failure(ErrorCode::unavailable, "Timed out", "10.0.0.1 port 443");
  const auto outcome = send();
  EXPECT_EQ(outcome.state, DeliveryState::retry);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_FALSE(outcome.error.empty());
}

TEST_F(SenderTest, TheNextAddressIsTriedWhereOneCannotBeReached) {
  addresses = std::vector<std::string>{"93.184.216.34", "1.1.1.1"};
  client.answer = failure(ErrorCode::unavailable, "Timed out");
  client.record.connected = false;
  const auto outcome = send();
  EXPECT_EQ(outcome.state, DeliveryState::retry);
  EXPECT_EQ(outcome.error, "The endpoint cannot be reached");
  ASSERT_EQ(client.requests.size(), 2U);
  EXPECT_EQ(client.requests[0].connect_to, "93.184.216.34");
  EXPECT_EQ(client.requests[1].connect_to, "1.1.1.1");
  EXPECT_EQ(outcome.address, "1.1.1.1");
}

TEST_F(SenderTest, WhatMayHaveArrivedIsNotSentToTheNextAddress) {
  addresses = std::vector<std::string>{"93.184.216.34", "1.1.1.1"};
  client.answer = failure(ErrorCode::unavailable, "Timed out");
  client.record.failure = "SSL peer certificate was not OK";
  EXPECT_EQ(send().error, "The endpoint did not answer: SSL peer certificate was not OK");
  EXPECT_EQ(client.requests.size(), 1U);
}

TEST_F(SenderTest, TheOutcomeSaysWhatWentOutAndWhatCameBack) {
  client.answer = http::ClientResponse{.status = 500, .headers = {{"Server", "x"}}, .body = "oops"};
  const auto outcome = send();
  EXPECT_EQ(outcome.address, "93.184.216.34");
  EXPECT_EQ(outcome.request.get("Host"), "hooks.example.org");
  EXPECT_EQ(outcome.response.get("Server"), "x");
  EXPECT_EQ(outcome.body, "oops");
  EXPECT_EQ(client.requests.at(0).body_sample, 4096U);
}

TEST_F(SenderTest, PrivateAddressIsRefusedWithoutConnecting) {
  addresses = std::vector<std::string>{"10.0.0.1"};
  EXPECT_EQ(send().state, DeliveryState::refused);
  EXPECT_EQ(send("http://hooks.example.org/").state, DeliveryState::refused);
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(SenderTest, HostThatCannotBeFoundIsTriedAgain) {
  addresses = failure(ErrorCode::unavailable, "The endpoint's host cannot be found");
  EXPECT_EQ(send().state, DeliveryState::retry);
  EXPECT_TRUE(client.requests.empty());
}

TEST_F(SenderTest, NothingIsSentUnsigned) {
  message.secrets = Secret("not a secret");
  EXPECT_EQ(send().state, DeliveryState::refused);
  EXPECT_TRUE(client.requests.empty());
}

}  // namespace
}  // namespace kolog::webhooks
