// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include <algorithm>
#include <set>

#include <boost/algorithm/string/case_conv.hpp>

#include "api/api_fixture.h"
#include "api/openapi.h"

namespace kolog::api {
namespace {

namespace json = boost::json;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

class Routes : public ApiTest {
 protected:
  Routes() {
    web_assets_ = {{"/index.html", "text/html; charset=utf-8", bytes_of("<!doctype html>"), "i1", false},
                   {"/assets/index-3f2a.js", "text/javascript", bytes_of("run()"), "j1", true}};
    context_->web_assets = web_assets_;
  }
};

TEST_F(Routes, AreThoseOfTheOpenApiDocument) {
  std::set<std::string> documented;
  const auto document = json::parse(openapi_document());
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      if (operation.key() == "parameters") continue;
      documented.insert(boost::to_upper_copy(std::string(operation.key())) + " " + std::string(path.key()));
    }
  }
  std::set<std::string> routed;
  for (const auto& route : routes_) {
    if (route.pattern != "/*") routed.insert(route.method + " " + route.pattern);
  }
  EXPECT_EQ(routed, documented);
}

TEST_F(Routes, DocumentsReferencesLeadSomewhere) {
  const auto document = json::parse(openapi_document());
  const std::string text(openapi_document());
  const std::string mark = "\"$ref\": \"#";
  std::size_t count = 0;
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const auto start = at + mark.size();
    const auto pointer = text.substr(start, text.find('"', start) - start);
    boost::system::error_code error;
    EXPECT_NE(document.find_pointer(pointer, error), nullptr) << pointer;
    ++count;
  }
  EXPECT_GT(count, 100U);
}

TEST_F(Routes, DocumentIsServedToAnybody) {
  const auto response = send("GET", "/api/openapi.json");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json_of(response).at("openapi"), "3.1.0");
}

/// Every route that the document does not open to anybody asks for a login first, whatever else is wrong.
TEST_F(Routes, AskForALoginUnlessTheDocumentSaysOtherwise) {
  const auto document = json::parse(openapi_document());
  std::size_t closed = 0;
  for (const auto& route : routes_) {
    if (route.pattern == "/*") continue;
    const auto method = boost::to_lower_copy(route.method);
    const auto& operation = document.at("paths").at(route.pattern).at(method).as_object();
    const auto* security = operation.if_contains("security");
    const bool asks_login = security == nullptr || (!security->as_array().empty() &&
                                                    security->at(0).as_object().contains("session"));
    if (!asks_login) continue;
    auto target = route.pattern;
    if (const auto open = target.find('{'); open != std::string::npos) {
      target.replace(open, target.find('}') - open + 1, kCallSid);
    }
    const auto response = send(route.method, target);
    EXPECT_EQ(response.status, 401) << route.method << " " << route.pattern;
    EXPECT_EQ(code_of(response), "unauthenticated") << route.pattern;
    ++closed;
  }
  EXPECT_GE(closed, 13U);
}

TEST_F(Routes, ChangesWithACookieAskForTheCsrfHeaderEverywhere) {
  add_user("owner@one.example", "biz_one");
  const auto login = log_in("owner@one.example");
  for (const auto& route : routes_) {
    const bool own = route.pattern.starts_with("/api/") && route.pattern != "/api/auth/login";
    if (!own || route.method == "GET") continue;
    auto target = route.pattern;
    if (const auto open = target.find('{'); open != std::string::npos) {
      target.replace(open, target.find('}') - open + 1, kCallSid);
    }
    EXPECT_EQ(send_json(route.method, target, cookie_of(login), "{}").status, 403) << route.pattern;
  }
}

TEST_F(Routes, AnswersCarrySecurityHeadersAndNoOtherSitesLeave) {
  for (const std::string target : {"/", "/api/calls", "/healthz", "/api/nothing"}) {
    const auto response = send("GET", target, {{"Origin", "https://attacker.example"}});
    EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff") << target;
    EXPECT_NE(response.headers.get("Content-Security-Policy").find("frame-ancestors 'none'"),
              std::string_view::npos);
    EXPECT_FALSE(response.headers.contains("Access-Control-Allow-Origin")) << target;
  }
}

TEST_F(Routes, HealthNeedsNoDatabaseAndReadinessDoes) {
  EXPECT_EQ(send("GET", "/healthz").status, 200);
  EXPECT_EQ(text_of(send("GET", "/readyz")), R"({"status":"ok"})");
  change([&](database::Session& session) { session.sql << "DELETE FROM schema_migrations"; });
  const auto response = send("GET", "/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(code_of(response), "unavailable");
  EXPECT_EQ(send("GET", "/healthz").status, 200);
}

TEST_F(Routes, MetricsCountRoutesNotCalls) {
  add_call(call_for("biz_one", kCallSid));
  send("GET", "/api/calls/" + kCallSid, key_of("biz_one"));
  change(
      [&](database::Session& session) { store::JobStore(session).enqueue("fetch", kCallSid, clock_.now()); });
  const auto text = text_of(send("GET", "/metrics"));
  EXPECT_NE(
      text.find(R"(kolog_http_requests_total{method="GET",route="/api/calls/{call_sid}",status="200"} 1)"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find(R"(kolog_jobs{state="ready"} 1)"), std::string::npos) << text;
  EXPECT_EQ(text.find(kCallSid), std::string::npos);
}

TEST_F(Routes, PageIsGivenForItsOwnPaths) {
  for (const auto& target :
       std::vector<std::string>{"/", "/calls", "/calls/" + kCallSid, "/login", "/apiary", "/index.html"}) {
    const auto response = send("GET", target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(text_of(response), "<!doctype html>") << target;
    EXPECT_EQ(response.headers.get("Cache-Control"), "no-cache");
    EXPECT_EQ(
        response.headers.get("Content-Security-Policy"),
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' blob:; "
        "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
  }
}

TEST_F(Routes, FilesOfThePageAreKeptAndRevalidated) {
  const auto response = send("GET", "/assets/index-3f2a.js");
  EXPECT_EQ(text_of(response), "run()");
  EXPECT_EQ(response.headers.get("Content-Type"), "text/javascript");
  EXPECT_NE(response.headers.get("Cache-Control").find("immutable"), std::string_view::npos);
  EXPECT_EQ(send("GET", "/", {{"If-None-Match", "\"i1\""}}).status, 304);
  EXPECT_EQ(send("GET", "/", {{"If-None-Match", "\"i0\""}}).status, 200);
  EXPECT_EQ(send("GET", "/", {{"If-Modified-Since", "Sat, 28 Feb 2026 09:30:00 GMT"}}).status, 200);
}

TEST_F(Routes, WhatIsNeitherPageNorApiIsNotFound) {
  for (const std::string target : {"/assets/gone.js", "/favicon.ico", "/api", "/api/nothing",
                                   "/webhook/nothing", "/webhook/incoming_call", "/.env", "/kolog.db"}) {
    const auto response = send("GET", target);
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_EQ(code_of(response), "not_found") << target;
  }
}

TEST_F(Routes, BuildWithoutAPageSaysSo) {
  context_->web_assets = {};
  const auto response = send("GET", "/");
  EXPECT_EQ(response.status, 404);
  EXPECT_NE(text_of(response).find("no page"), std::string::npos);
}

}  // namespace
}  // namespace kolog::api
