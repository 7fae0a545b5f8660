// SPDX-License-Identifier: Apache-2.0
#include "http/curl_client.h"

#include <atomic>
#include <functional>
#include <map>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/live_server.h"

namespace kolog::http {
namespace {

using boost::asio::awaitable;
using boost::asio::ip::tcp;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

void add_routes(Router& router) {
  const auto tell = [](Request request) -> awaitable<Response> {
    std::string text = request.method + " " + request.target + "\n";
    for (const auto& [name, value] : request.headers) text += name + ": " + value + "\n";
    const bool printable = request.body.find('\0') == request.body.npos;
    co_return Response{200, {{"X-Body", printable ? request.body : ""}}, std::move(text)};
  };
  for (const auto* method : {"GET", "POST", "PUT", "DELETE"}) router.add(method, "/tell", tell);
  router.add("GET", "/status/{status}", [](Request request) -> awaitable<Response> {
    co_return Response{std::stoi(request.captures.at("status")),
                       {{"Location", "/tell"}},
                       std::string(request.query.empty() ? 10 : 1'000'000, 'e')};
  });
  router.add("GET", "/large", [](Request) -> awaitable<Response> {
    co_return Response{200, {}, std::string(1'000'000, 'x')};
  });
}

/// Answers one connection with fixed bytes and closes it.
class ScriptedServer {
 public:
  explicit ScriptedServer(
      std::string answer, std::function<void()> on_request = [] {}) {
    thread_ = std::thread([this, answer = std::move(answer), on_request = std::move(on_request)] {
      boost::system::error_code ignored;
      tcp::socket socket(context_);
      acceptor_.accept(socket, ignored);
      std::string request;
      boost::asio::read_until(socket, boost::asio::dynamic_buffer(request), "\r\n\r\n", ignored);
      on_request();
      boost::asio::write(socket, boost::asio::buffer(answer), ignored);
      if (!answer.empty()) return;
      char byte = 0;
      socket.read_some(boost::asio::buffer(&byte, 1), ignored);  // until the client gives up
    });
  }
  ~ScriptedServer() { thread_.join(); }

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) +
           "/secret-path?token=word";
  }

 private:
  boost::asio::io_context context_;
  tcp::acceptor acceptor_{context_, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
  std::thread thread_;
};

ErrorCode error_from(const std::string& answer, std::string* detail = nullptr) {
  ScriptedServer server(answer);
  CurlClient client;
  ClientRequest request;
  request.url = server.url();
  request.timeout = milliseconds(200);
  const auto response = client.send(request);
  if (response) throw std::logic_error("an answer was made of " + answer);
  if (detail != nullptr) *detail = response.error().detail;
  return response.error().code;
}

class CurlClientTest : public testing::Test {
 protected:
  ClientResponse send(ClientRequest request) { return client_.send(request).value(); }
  ClientRequest get(std::string_view path) const {
    ClientRequest request;
    request.url = server_.url(path);
    return request;
  }

  LiveServer server_{add_routes};
  CurlClient client_;
};

TEST_F(CurlClientTest, SendsMethodHeadersAndBody) {
  auto request = get("/tell?a=%2F../b");
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  request.body = "{\"a\":1}";
  const auto response = send(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("x-body"), request.body);
  EXPECT_THAT(response.body, HasSubstr("POST /tell?a=%2F../b\n"));
  EXPECT_THAT(response.body, HasSubstr("Content-Type: application/json\n"));
  EXPECT_THAT(response.body, HasSubstr("X-Empty: \n"));
  EXPECT_THAT(response.body, Not(HasSubstr("Expect")));
}

TEST_F(CurlClientTest, BodyMayHoldAnyBytesAndBeEmpty) {
  auto request = get("/tell");
  request.method = "PUT";
  request.body = std::string("a\0b", 3);
  EXPECT_THAT(send(request).body, HasSubstr("Content-Length: 3\n"));
  request.body = "";
  const auto response = send(request);
  EXPECT_THAT(response.body, HasSubstr("PUT /tell\n"));
  EXPECT_THAT(response.body, HasSubstr("Content-Length: 0\n"));
  EXPECT_THAT(response.body, Not(HasSubstr("Content-Type")));
  request.method = "DELETE";
  EXPECT_THAT(send(request).body, HasSubstr("DELETE /tell\n"));
}

TEST_F(CurlClientTest, HeadGivesHeadersAlone) {
  auto request = get("/large");
  request.method = "HEAD";
  const auto response = send(request);
  EXPECT_EQ(response.headers.get("Content-Length"), "1000000");
  EXPECT_EQ(response.body, "");
}

TEST_F(CurlClientTest, PasswordGoesOutAsBasicAuthenticationOnly) {
  auto request = get("/tell");
  request.basic_authentication.emplace("user", Secret("pass:word"));
  EXPECT_THAT(send(request).body, HasSubstr("Authorization: Basic dXNlcjpwYXNzOndvcmQ=\n"));
  EXPECT_THAT(send(get("/tell")).body, Not(HasSubstr("Authorization")));
}

TEST_F(CurlClientTest, AnyStatusIsAnAnswerAndRedirectsAreNotFollowed) {
  EXPECT_EQ(send(get("/status/404")).status, 404);
  const auto redirect = send(get("/status/302"));
  EXPECT_EQ(redirect.status, 302);
  EXPECT_EQ(redirect.headers.get("Location"), "/tell");
}

TEST_F(CurlClientTest, BodyIsHandedOverInPiecesOnSuccessOnly) {
  std::string received;
  auto request = get("/large");
  request.on_body = [&](std::string_view piece) {
    received += piece;
    return true;
  };
  EXPECT_EQ(send(request).body, "");
  EXPECT_EQ(received.size(), 1'000'000u);
  received.clear();
  request.url = server_.url("/status/500");
  EXPECT_EQ(send(request).body, "eeeeeeeeee");
  EXPECT_EQ(received, "");
}

TEST_F(CurlClientTest, LongErrorBodiesAreCutShort) {
  const auto response = send(get("/status/500?long"));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.size(), 65'536u);
}

TEST_F(CurlClientTest, ReaderCanEndTheExchange) {
  auto request = get("/large");
  request.on_body = [](std::string_view) { return false; };
  EXPECT_EQ(client_.send(request).error().code, ErrorCode::cancelled);
  request.on_body = [](std::string_view) -> bool { throw std::runtime_error("disk full"); };
  EXPECT_EQ(client_.send(request).error().code, ErrorCode::internal);
}

TEST_F(CurlClientTest, BodyAboveTheLimitIsAnError) {
  auto request = get("/large");
  request.maximum_body = 999'999;
  EXPECT_EQ(client_.send(request).error().code, ErrorCode::payload_too_large);
  request.maximum_body = 1'000'000;
  EXPECT_EQ(send(request).body.size(), 1'000'000u);
}

TEST_F(CurlClientTest, ConnectsToTheGivenAddressUnderTheNameInTheUrl) {
  ClientRequest request;
  request.url = "http://calls.invalid:" + std::to_string(server_.port()) + "/tell";
  request.connect_to = "127.0.0.1";
  EXPECT_THAT(send(request).body, HasSubstr("Host: calls.invalid:" + std::to_string(server_.port()) + "\n"));
  request.connect_to = "localhost";
  EXPECT_EQ(client_.send(request).error().code, ErrorCode::invalid_request);
  request.connect_to = "127.0.0.1:1:evil.example";
  EXPECT_EQ(client_.send(request).error().code, ErrorCode::invalid_request);
}

TEST_F(CurlClientTest, RecordSaysWhatWentOutAndWhereTo) {
  auto request = get("/tell");
  request.method = "POST";
  request.headers = {{"X-Mine", "a: b"}};
  request.body = "12345";
  ExchangeRecord record;
  request.record = &record;
  for (int i = 0; i < 2; ++i) {  // the second time over a kept connection
    record = {};
    const auto heard = send(request).body;
    EXPECT_TRUE(record.connected);
    EXPECT_EQ(record.address, "127.0.0.1");
    EXPECT_EQ(record.failure, "");
    EXPECT_EQ(record.sent.get("X-Mine"), "a: b");
    EXPECT_EQ(record.sent.get("Content-Length"), "5");
    for (const auto& [name, value] : record.sent) EXPECT_THAT(heard, HasSubstr(name + ": " + value + "\n"));
  }
  server_.stop_and_wait();
  EXPECT_FALSE(client_.send(request));
  EXPECT_FALSE(record.connected);
  EXPECT_EQ(record.failure, "Couldn't connect to server");
}

TEST_F(CurlClientTest, ASampleOfTheBodyIsReadAndNoMore) {
  auto request = get("/large");
  request.body_sample = 100;
  request.maximum_body = 10;  // of answers that are read to their end
  EXPECT_EQ(send(request).body, std::string(100, 'x'));
  request.url = server_.url("/status/500");
  EXPECT_EQ(send(request).body, "eeeeeeeeee");
  request.body_sample = 0;
  EXPECT_EQ(send(request).body, "");
}

TEST_F(CurlClientTest, KeepsItsConnections) {
  Server::Settings settings;
  settings.maximum_connections = 1;
  LiveServer narrow(add_routes, settings);
  auto request = get("/tell");
  request.url = narrow.url("/tell");
  request.timeout = milliseconds(2'000);
  // A second connection would wait for the first to be closed.
  for (int i = 0; i < 10; ++i) EXPECT_EQ(send(request).status, 200);
}

TEST_F(CurlClientTest, ConnectionThatWasClosedMeanwhileIsMadeAgain) {
  const auto request = get("/tell");
  EXPECT_EQ(send(request).status, 200);
  Server::Settings settings;
  settings.listen = "127.0.0.1:" + std::to_string(server_.port());
  server_.stop_and_wait();
  LiveServer successor(add_routes, settings);
  EXPECT_EQ(send(request).status, 200);
}

TEST_F(CurlClientTest, NobodyListeningIsUnavailable) {
  const auto request = get("/tell");
  server_.stop_and_wait();
  EXPECT_EQ(client_.send(request).error().code, ErrorCode::unavailable);
}

TEST_F(CurlClientTest, ManyThreadsShareOneClient) {
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 5; ++j) answered += client_.send(get("/large")).value().body.size() == 1'000'000;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answered, 80);
}

TEST_F(CurlClientTest, RefusesRequestsThatAreNotOne) {
  for (const auto* url : {"", "/tell", "ftp://127.0.0.1/", "file:///etc/passwd", "ws://127.0.0.1/",
                          "http://user:word@127.0.0.1/", "http://127.0.0.1/\r\nX: y"}) {
    ClientRequest request;
    request.url = url;
    EXPECT_EQ(client_.send(request).error().code, ErrorCode::invalid_request) << url;
  }
  auto request = get("/tell");
  request.method = "GET / HTTP/1.1\r\nX:";
  EXPECT_EQ(client_.send(request).error().code, ErrorCode::invalid_request);
  request = get("/tell");
  for (const auto& [name, value] : std::map<std::string, std::string>{
           {"X", "a\r\nAuthorization: b"}, {"X\r\nY", "a"}, {"X: y", "a"}, {"", "a"}, {"X;", ""}}) {
    request.headers = {{name, value}};
    EXPECT_EQ(client_.send(request).error().code, ErrorCode::invalid_request) << name;
  }
}

TEST(CurlClient, AnswerShorterThanAnnouncedIsNone) {
  EXPECT_EQ(error_from("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"), ErrorCode::unavailable);
  EXPECT_EQ(error_from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"),
            ErrorCode::unavailable);
  EXPECT_EQ(error_from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nshort"),
            ErrorCode::unavailable);
}

TEST(CurlClient, BrokenAnswersAreNone) {
  EXPECT_EQ(error_from("hello\r\n\r\n"), ErrorCode::unavailable);
  EXPECT_EQ(error_from("HTTP/1.1 200 OK\r\n"), ErrorCode::unavailable);
  EXPECT_EQ(error_from("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx"), ErrorCode::unavailable);
}

TEST(CurlClient, InterimAnswersAndTrailersLeaveNoHeaders) {
  ScriptedServer server(
      "HTTP/1.1 103 Early Hints\r\nX-Early: a\r\n\r\n"
      "HTTP/1.1 200 OK\r\nX-Real: b\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nok\r\n0\r\nX-Real: c\r\nX-Late: d\r\n\r\n");
  CurlClient client;
  ClientRequest request;
  request.url = server.url();
  const auto response = client.send(request).value();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok");
  EXPECT_EQ(response.headers.get("X-Real"), "b");
  EXPECT_EQ(response.headers.count("X-Real"), 1u);
  EXPECT_FALSE(response.headers.contains("X-Early"));
  EXPECT_FALSE(response.headers.contains("X-Late"));
}

TEST(CurlClient, EndlessHeaderIsAnError) {
  std::string answer = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 400; ++i) answer += "X: " + std::string(1'000, 'x') + "\r\n";
  EXPECT_EQ(error_from(answer), ErrorCode::payload_too_large);
}

TEST(CurlClient, StopEndsAnExchangeThatIsWaitedFor) {
  std::stop_source stop;
  ScriptedServer server("", [&] { stop.request_stop(); });
  CurlClient client;
  ClientRequest request;
  request.url = server.url();
  request.timeout = milliseconds{60'000};
  request.stop = stop.get_token();
  const auto response = client.send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::cancelled);
}

TEST(CurlClient, SilenceIsATimeoutAndTheDetailKeepsSecrets) {
  std::string detail;
  EXPECT_EQ(error_from("", &detail), ErrorCode::unavailable);
  EXPECT_THAT(detail, HasSubstr("GET http://127.0.0.1:"));
  EXPECT_THAT(detail, Not(HasSubstr("secret-path")));
  EXPECT_THAT(detail, Not(HasSubstr("word")));
}

}  // namespace
}  // namespace kolog::http
