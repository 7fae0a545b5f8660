// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <atomic>
#include <fcntl.h>
#include <future>
#include <stdexcept>
#include <sys/resource.h>

#include <boost/asio/thread_pool.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/file_response.h"
#include "http/live_server.h"
#include "http/run_on.h"

namespace kolog::http {
namespace {

using boost::asio::awaitable;
using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kGet = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

std::string numbered_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>('a' + i % 23);
  return bytes;
}

/// An open file without a name.
std::shared_ptr<const FileHandle> file_of(const std::string& bytes) {
  FileHandle file(::open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (::write(file.descriptor(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("cannot write a temporary file");
  }
  return std::make_shared<const FileHandle>(std::move(file));
}

/// Holds handlers of `GET /wait` until it is opened.
struct Gate {
  boost::asio::thread_pool pool{1};
  std::promise<void> entered;
  std::promise<void> opened;
};

void add_routes(Router& router) {
  router.add("GET", "/hello", [](Request) -> awaitable<Response> {
    co_return Response{200, {{"Content-Type", "text/plain"}}, std::string("hello")};
  });
  router.add("POST", "/echo", [](Request request) -> awaitable<Response> {
    co_return Response{200, {{"X-Smuggled", std::string(request.headers.get("X-Smuggled"))}}, request.body};
  });
  router.add("GET", "/look/{what}", [](Request request) -> awaitable<Response> {
    co_return Response{200,
                       {},
                       request.captures.at("what") + "|" + request.path + "|" + request.target + "|" +
                           std::string(find(request.query, "q").value_or("-")) + "|" +
                           request.remote_address};
  });
  router.add("GET", "/throw", [](Request) -> awaitable<Response> {
    throw std::runtime_error("the secret reason");
    co_return Response{};
  });
  router.add("GET", "/split", [](Request) -> awaitable<Response> {
    co_return Response{200, {{"Location", "/\r\nSet-Cookie: a=b"}}, std::string("body")};
  });
}

void add_file(Router& router, std::shared_ptr<const FileHandle> file, std::uint64_t size) {
  router.add("GET", "/file", [file, size](Request request) -> awaitable<Response> {
    const ServedFile served{file, size, "audio/mpeg", "tag", Timestamp{}, Disposition::shown, "a.mp3"};
    co_return file_response(served, request);
  });
}

void add_gate(Router& router, Gate& gate) {
  router.add("GET", "/wait", [&gate](Request) -> awaitable<Response> {
    gate.entered.set_value();
    co_await run_on(gate.pool, [&gate] { gate.opened.get_future().wait(); });
    co_return Response{200, {}, std::string("waited")};
  });
}

std::string body_of(const std::string& response) {
  return response.substr(std::min(response.find("\r\n\r\n") + 4, response.size()));
}

/// What is answered to these bytes by a server that then closes.
std::string answer_to(std::string_view bytes, Server::Settings settings = {}) {
  LiveServer server(add_routes, settings);
  RawClient client(server.port());
  client.send(bytes);
  return client.rest();
}

TEST(Server, AnswersAndKeepsTheConnection) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(kGet);
    const auto response = client.response();
    EXPECT_THAT(response, StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"));
    EXPECT_THAT(response, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_EQ(body_of(response), "hello");
  }
}

TEST(Server, ClosesWhenAsked) {
  const auto response = answer_to("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(response, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(response, EndsWith("hello"));
}

TEST(Server, Http10ClosesUnlessAskedToKeep) {
  EXPECT_THAT(answer_to("GET /hello HTTP/1.0\r\nHost: a\r\n\r\n"), EndsWith("hello"));
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(client.response(), HasSubstr("Connection: keep-alive\r\n"));
  client.send(kGet);
  EXPECT_EQ(body_of(client.response()), "hello");
}

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    requests += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n" + std::to_string(10 + i);
    requests += "GET /look/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }
  client.send(requests);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(body_of(client.response()), std::to_string(10 + i));
    EXPECT_THAT(body_of(client.response()), StartsWith(std::to_string(i) + "|"));
  }
}

TEST(Server, HandlersSeeDecodedPathsAndTheTargetAsItCame) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send("GET /look/a%2Fb%20c?q=%D7%A7+1&r HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(client.response()), "a/b c|/look/a/b c|/look/a%2Fb%20c?q=%D7%A7+1&r|ק 1|127.0.0.1");
  client.send("GET http://a/look/x?q=1 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(client.response()), "x|/look/x|/look/x?q=1|1|127.0.0.1");
}

TEST(Server, HeadLeavesOutTheBodyAndKeepsItsLength) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto response = client.response(true);
  EXPECT_THAT(response, HasSubstr("Content-Length: 5\r\n"));
  client.send(kGet);
  EXPECT_THAT(client.response(), AllOf(StartsWith("HTTP/1.1 200"), EndsWith("hello")));
}

TEST(Server, OwnErrorsHaveTheErrorForm) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto missing = client.response();
  EXPECT_THAT(missing, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(missing, HasSubstr("\"code\":\"not_found\""));
  client.send("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.response(), AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: GET, HEAD\r\n")));
  client.send(kGet);
  EXPECT_EQ(body_of(client.response()), "hello");
}

TEST(Server, HandlersExceptionIsAnsweredWithoutItsReason) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send("GET /throw HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto response = client.response();
  EXPECT_THAT(response, StartsWith("HTTP/1.1 500 "));
  EXPECT_EQ(body_of(response),
            R"({"success":false,"error":"Something went wrong on our side","code":"internal"})");
  client.send(kGet);
  EXPECT_EQ(body_of(client.response()), "hello");
}

TEST(Server, AnswerThatWouldSplitIsNotSent) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send("GET /split HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.response(), AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("Set-Cookie"))));
}

TEST(Server, RefusesRequestsOnWhichParsersDisagree) {
  const std::string_view attacks[] = {
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4\r\n\r\nabcd",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "GET /hello HTTP/1.1\nHost: a\n\n",
      "GET /hello HTTP/1.1\r\nHost: a\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
      "GET /hello HTTP/1.1\r\n Host: a\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost : a\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
      "GET /hello HTTP/1.1\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET /hello\r\n\r\n",
      "GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET hello HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
      "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /hello%zz HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /look/..%2f..%2fetc HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /look/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /hello?q=%ff HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /hello?q=%4 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /hello#part HTTP/1.1\r\nHost: a\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 and more of TLS\r\n\r\n",
  };
  LiveServer server(add_routes);
  for (const auto attack : attacks) {
    RawClient client(server.port());
    client.send(attack);
    client.send(kGet);  // must not be answered: the connection is at an unknown place
    const auto response = client.rest();
    EXPECT_THAT(response, StartsWith("HTTP/1.1 400 Bad Request\r\n")) << attack;
    EXPECT_THAT(response, HasSubstr("Connection: close\r\n")) << attack;
    EXPECT_THAT(response, Not(HasSubstr("hello"))) << attack;
  }
}

TEST(Server, RefusesWhatItDoesNotUnderstandByName) {
  EXPECT_THAT(answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
              StartsWith("HTTP/1.1 501 "));
  EXPECT_THAT(answer_to("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 505 "));
  EXPECT_THAT(answer_to("GET /hello HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n"),
              StartsWith("HTTP/1.1 417 "));
}

TEST(Server, ReadsChunkedBodiesAndNeverTheirTrailers) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Smuggled: yes\r\n\r\n");
  const auto response = client.response();
  EXPECT_EQ(body_of(response), "abcde");
  EXPECT_THAT(response, HasSubstr("X-Smuggled: \r\n"));
}

TEST(Server, ExpectationOf100IsMetBeforeTheBody) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.response(true), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_EQ(body_of(client.response()), "abc");
}

TEST(Server, HeaderAndBodyHaveLimits) {
  Server::Settings settings;
  settings.maximum_header = 1000;
  settings.maximum_body = 1000;
  const std::string start = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  EXPECT_THAT(answer_to(start + "X: " + std::string(100'000, 'x'), settings), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answer_to(start + "X: " + std::string(1'000, 'x') + "\r\n\r\n", settings),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answer_to(start + "Content-Length: 1001\r\n\r\n", settings), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer_to(start + "Content-Length: 500000\r\n\r\n" + std::string(500'000, 'x'), settings),
              StartsWith("HTTP/1.1 413 "));
  const std::string chunk = "200\r\n" + std::string(0x200, 'x') + "\r\n";
  EXPECT_THAT(answer_to(start + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n", settings),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer_to(start + "Connection: close\r\nContent-Length: 1000\r\n\r\n" + std::string(1'000, 'x'),
                        settings),
              StartsWith("HTTP/1.1 200 "));
}

TEST(Server, FileLeavesByteForByteWholeAndInPart) {
  const auto bytes = numbered_bytes(5'000'000);
  const auto file = file_of(bytes);
  LiveServer server([&](Router& router) { add_file(router, file, bytes.size()); });
  RawClient client(server.port());
  client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(body_of(client.response()) == bytes);
  client.send("GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=1000000-3999999\r\n\r\n");
  const auto part = client.response();
  EXPECT_THAT(part.substr(0, 500), StartsWith("HTTP/1.1 206 Partial Content\r\n"));
  EXPECT_THAT(part.substr(0, 500), HasSubstr("Content-Range: bytes 1000000-3999999/5000000\r\n"));
  EXPECT_TRUE(body_of(part) == bytes.substr(1'000'000, 3'000'000));
  client.send("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.response(true), HasSubstr("Content-Length: 5000000\r\n"));
  client.send("GET /file HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"tag\"\r\n\r\n");
  EXPECT_THAT(client.response(), StartsWith("HTTP/1.1 304 "));
  client.send("GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=5000000-\r\n\r\n");
  EXPECT_THAT(client.response(), HasSubstr("Content-Range: bytes */5000000\r\n"));
}

TEST(Server, FileThatSendfileDoesNotTakeIsCopied) {
  FileHandle version(::open("/proc/version", O_RDONLY | O_CLOEXEC));
  std::string bytes(4096, '\0');
  bytes.resize(static_cast<std::size_t>(::pread(version.descriptor(), bytes.data(), bytes.size(), 0)));
  const auto file = std::make_shared<const FileHandle>(std::move(version));
  LiveServer server([&](Router& router) { add_file(router, file, bytes.size()); });
  RawClient client(server.port());
  client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_of(client.response()), bytes);
}

TEST(Server, FileThatShrankEndsTheConnectionInsteadOfWaiting) {
  const auto file = file_of("short");
  LiveServer server([&](Router& router) { add_file(router, file, 100); });
  RawClient client(server.port());
  client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.rest(), AllOf(HasSubstr("Content-Length: 100\r\n"), EndsWith("short")));
}

TEST(Server, HundredClientsAtOnceAreAllAnswered) {
  LiveServer server(add_routes);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 100; ++i) clients.push_back(std::make_unique<RawClient>(server.port()));
  for (int round = 0; round < 5; ++round) {
    for (auto& client : clients) client->send(kGet);
    for (auto& client : clients) EXPECT_EQ(body_of(client->response()), "hello");
  }
}

TEST(Server, RequestThatDripsInIsCutOff) {
  Server::Settings settings;
  settings.read_timeout = milliseconds(60);
  LiveServer server(add_routes, settings);
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\nX: ");
  for (int i = 0; i < 5'000 && !client.has_something(milliseconds(2)); ++i) client.send("x");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 408 "));
}

TEST(Server, BodyThatNeverComesIsCutOff) {
  Server::Settings settings;
  settings.read_timeout = milliseconds(30);
  EXPECT_THAT(answer_to("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab", settings),
              StartsWith("HTTP/1.1 408 "));
}

TEST(Server, IdleConnectionIsClosedWithoutAWord) {
  Server::Settings settings;
  settings.idle_timeout = milliseconds(30);
  EXPECT_EQ(answer_to("", settings), "");
}

TEST(Server, ClientThatDoesNotReadLosesItsPlace) {
  const auto bytes = numbered_bytes(50'000'000);
  const auto file = file_of(bytes);
  Server::Settings settings;
  settings.write_timeout = milliseconds(50);
  settings.maximum_connections = 1;
  LiveServer server(
      [&](Router& router) {
        add_file(router, file, bytes.size());
        add_routes(router);
      },
      settings);
  RawClient deaf(server.port());
  deaf.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
  RawClient next(server.port());
  next.send(kGet);
  EXPECT_EQ(body_of(next.response()), "hello");
}

TEST(Server, ConnectionsAboveTheLimitWaitForAPlace) {
  Server::Settings settings;
  settings.maximum_connections = 1;
  LiveServer server(add_routes, settings);
  auto first = std::make_unique<RawClient>(server.port());
  first->send(kGet);
  EXPECT_EQ(body_of(first->response()), "hello");
  RawClient second(server.port());
  second.send(kGet);
  EXPECT_FALSE(second.has_something(milliseconds(30)));
  first.reset();
  EXPECT_EQ(body_of(second.response()), "hello");
}

TEST(Server, OutOfDescriptorsItWaitsAndRecovers) {
  LiveServer server(add_routes);
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  FileHandle lowest_free(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const rlimit one_more{static_cast<rlim_t>(lowest_free.descriptor()) + 1, before.rlim_max};
  lowest_free = FileHandle();
  ::setrlimit(RLIMIT_NOFILE, &one_more);
  RawClient client(server.port());  // takes the last one
  client.send(kGet);
  EXPECT_FALSE(client.has_something(milliseconds(50)));
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(body_of(client.response()), "hello");
}

TEST(Server, ClientThatLeavesWhileItsAnswerIsMadeDoesNoHarm) {
  Gate gate;
  LiveServer server([&](Router& router) {
    add_routes(router);
    add_gate(router, gate);
  });
  {
    RawClient client(server.port());
    client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.entered.get_future().wait();
  }
  gate.opened.set_value();
  RawClient next(server.port());
  next.send(kGet);
  EXPECT_EQ(body_of(next.response()), "hello");
}

TEST(Server, ClientsThatLeaveMidwayDoNoHarm) {
  const auto bytes = numbered_bytes(5'000'000);
  const auto file = file_of(bytes);
  std::atomic<int> answered = 0;
  LiveServer server(
      [&](Router& router) {
        add_routes(router);
        add_file(router, file, bytes.size());
      },
      {}, [&](const Request&, int, std::chrono::microseconds) { ++answered; });
  for (const auto* part : {"", "GET /hel", "GET /hello HTTP/1.1\r\nHost: a\r\n",
                           "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
                           "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    RawClient client(server.port());
    client.send(part);
    client.finish_sending();
    EXPECT_EQ(client.rest(), "") << part;
  }
  EXPECT_EQ(answered, 0);
  for (int i = 0; i < 20; ++i) {
    RawClient client(server.port());
    client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(client.has_something(milliseconds(10'000)));
  }
  RawClient client(server.port());
  client.send(kGet);
  EXPECT_EQ(body_of(client.response()), "hello");
}

TEST(Server, HalfClosedClientStillGetsItsAnswer) {
  LiveServer server(add_routes);
  RawClient client(server.port());
  client.send(kGet);
  client.finish_sending();
  EXPECT_THAT(client.rest(), EndsWith("hello"));
}

TEST(Server, StopFinishesWhatIsUnderWayAndClosesTheRest) {
  Gate gate;
  LiveServer server([&](Router& router) {
    add_routes(router);
    add_gate(router, gate);
  });
  const auto port = server.port();
  RawClient idle(port);
  idle.send(kGet);
  EXPECT_EQ(body_of(idle.response()), "hello");
  RawClient busy(port);
  busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  gate.entered.get_future().wait();
  server.stop();
  EXPECT_EQ(idle.rest(), "");
  gate.opened.set_value();
  EXPECT_THAT(busy.rest(), AllOf(HasSubstr("Connection: close\r\n"), EndsWith("waited")));
  server.stop_and_wait();
  EXPECT_FALSE(RawClient(port).connected());
}

TEST(Server, ObserverSeesEachAnswerOnce) {
  std::promise<std::string> seen;
  {
    LiveServer server(add_routes, {}, [&](const Request& request, int status, std::chrono::microseconds) {
      seen.set_value(request.method + " " + request.path + " " + std::to_string(status) + request.body);
    });
    RawClient client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_EQ(body_of(client.response()), "abc");
  }
  EXPECT_EQ(seen.get_future().get(), "POST /echo 200");
}

TEST(Server, RefusesAddressesThatItCannotListenOn) {
  boost::asio::io_context context;
  Router router;
  for (const auto* listen : {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
                             "example.com:80", "192.0.2.1:0"}) {
    Server::Settings settings;
    settings.listen = listen;
    EXPECT_FALSE(Server::open(context, settings, router, {})) << listen;
  }
  Server::Settings taken;
  taken.listen = "127.0.0.1:0";
  const auto first = Server::open(context, taken, router, {});
  taken.listen = first.value()->address();
  EXPECT_FALSE(Server::open(context, taken, router, {}));
}

}  // namespace
}  // namespace kolog::http
