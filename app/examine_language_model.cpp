// SPDX-License-Identifier: Apache-2.0
// Examines the language model's server: whether it is there, takes the key, and has the model.
#include <algorithm>

#include <boost/json.hpp>

#include "app/examination.h"
#include "http/url.h"

namespace kolog::app {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kPatience{5'000};
constexpr std::string_view kSubject = "language_model";
constexpr std::string_view kChat = "/chat/completions";

std::string models_address(std::string url) {
  if (url.ends_with(kChat)) url.resize(url.size() - kChat.size());
  return url + (url.ends_with("/v1") ? "/models" : "/v1/models");
}

enum class Listed { yes, no, not_told };

/// Ollama's names have a tag: `llama3` is `llama3:latest`.
Listed is_listed(const std::string& body, const std::string& model) {
  boost::system::error_code error;
  const auto value = json::parse(body, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* data = object != nullptr ? object->if_contains("data") : nullptr;
  const auto* list = data != nullptr ? data->if_array() : nullptr;
  if (list == nullptr || list->empty()) return Listed::not_told;
  const bool found = std::ranges::any_of(*list, [&](const json::value& entry) {
    const auto* row = entry.if_object();
    const auto* id = row != nullptr ? row->if_contains("id") : nullptr;
    return id != nullptr && id->is_string() &&
           (id->get_string() == model || id->get_string() == model + ":latest");
  });
  return found ? Listed::yes : Listed::no;
}

Finding finding(Verdict verdict, std::string text, std::string advice = {}) {
  return {verdict, std::string(kSubject), std::move(text), std::move(advice)};
}

Finding judge(const Settings& settings, const std::string& server,
              const Result<http::ClientResponse>& response) {
  const auto named = "The language model's server at " + server;
  const std::string meanwhile = " Calls are understood by the built-in engine alone meanwhile";
  if (!response) {
    return finding(Verdict::bad, named + " does not answer",
                   "Is it running? Then look at KOLOG_LLM_URL and the firewall." + meanwhile);
  }
  if (response->status == 401 || response->status == 403)
    return finding(Verdict::bad, named + " refuses the key", "See KOLOG_LLM_API_KEY." + meanwhile);
  if (response->status >= 500)
    return finding(Verdict::warning, named + " answers " + std::to_string(response->status));
  if (response->status == 200 && is_listed(response->body, settings.llm_model) == Listed::no) {
    return finding(Verdict::warning, named + " does not list the model " + settings.llm_model,
                   "See KOLOG_LLM_MODEL");
  }
  return finding(Verdict::good, named + " answers; its model is " + settings.llm_model);
}

}  // namespace

Findings look_at_language_model(const Patient& patient) {
  const auto& settings = patient.settings;
  if (settings.insight_engine != "llm") return {};
  const auto url = http::parse_url(settings.llm_url);
  if (!url) return {};
  const auto server = http::origin_of(*url);
  Findings findings;
  const bool is_near = url->host == "localhost" || url->host == "::1" || url->host.starts_with("127.");
  if (url->scheme == "http" && !is_near) {
    findings.push_back(
        finding(Verdict::warning, "What callers say goes to " + server + " unencrypted",
                "Give the language model's server an https address, unless the network between is "
                "yours alone"));
  }
  http::ClientRequest request;
  request.url = models_address(settings.llm_url);
  request.timeout = kPatience;
  if (!settings.llm_api_key.empty())
    request.headers.add("Authorization", "Bearer " + settings.llm_api_key.reveal());
  findings.push_back(judge(settings, server, patient.client.send(request)));
  return findings;
}

}  // namespace kolog::app
