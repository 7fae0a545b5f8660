// SPDX-License-Identifier: Apache-2.0
// For tests: a server and a built-in engine that answer what they are told to, and forms as models fill them
// in.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "http/client.h"
#include "insight/extractor.h"
#include "insight/taxonomy.h"
#include "insight/token_budget.h"

namespace kolog::insight::testing {

/// Shared by the client that a server owns and the test that looks on.
struct FakeServer {
  std::deque<Result<http::ClientResponse>> answers;
  std::vector<http::ClientRequest> requests;
  std::function<void()> on_request;
  bool connects = true;

  void answer(int status, std::string body, http::Headers headers = {}) {
    answers.emplace_back(http::ClientResponse{status, std::move(headers), std::move(body)});
  }
  void fail(ErrorCode code) { answers.emplace_back(failure(code, "no", "POST https://model.example.com")); }
  boost::json::object body(std::size_t request) const {
    return boost::json::parse(requests.at(request).body).as_object();
  }
  std::string message(std::size_t request, std::size_t at) const {
    return std::string(body(request).at("messages").as_array().at(at).at("content").as_string());
  }
};

class FakeClient final : public http::Client {
 public:
  explicit FakeClient(FakeServer& server) : server_(server) {}

  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    server_.requests.push_back(request);
    if (request.record != nullptr) request.record->connected = server_.connects;
    if (server_.on_request) server_.on_request();
    if (server_.answers.empty()) return failure(ErrorCode::unavailable, "nothing more to answer");
    auto answer = std::move(server_.answers.front());
    server_.answers.pop_front();
    return answer;
  }

 private:
  FakeServer& server_;
};

class FakeExtractor final : public Extractor {
 public:
  Result<domain::Insight> extract(const ExtractionInput&) override { return insight; }

  domain::Insight insight;
};

class FakeBudget final : public TokenBudget {
 public:
  bool may_spend(const std::string& business_id, std::optional<long long> own_limit) override {
    asked.emplace_back(business_id, own_limit);
    return open;
  }
  void spent(const std::string&, const TokenUse& use) override { uses.push_back(use); }

  bool open = true;
  std::vector<std::pair<std::string, std::optional<long long>>> asked;
  std::vector<TokenUse> uses;
};

inline std::string completion(const std::string& content, const std::string& finish = "stop") {
  return boost::json::serialize(boost::json::object{
      {"choices", boost::json::array{boost::json::object{
                      {"message", boost::json::object{{"role", "assistant"}, {"content", content}}},
                      {"finish_reason", finish}}}},
      {"usage", boost::json::object{{"prompt_tokens", 700}, {"completion_tokens", 50}}}});
}

/// `{"value":…,"quote":…,"segment":null}`; no value: all null.
inline boost::json::object part(const char* value, const std::string& quote) {
  if (value == nullptr) return {{"value", nullptr}, {"quote", nullptr}, {"segment", nullptr}};
  return {{"value", value}, {"quote", quote}, {"segment", nullptr}};
}

inline domain::Transcript call(const std::string& text) {
  return domain::parse_plain_text(text);
}

}  // namespace kolog::insight::testing
