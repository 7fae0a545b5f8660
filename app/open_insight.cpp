// SPDX-License-Identifier: Apache-2.0
#include "app/open_insight.h"

#include <utility>

#include "http/curl_client.h"
#include "insight/llm_extractor.h"
#include "insight/llm_summariser.h"

namespace kolog::app {
namespace {

insight::LlmExtractor::Settings model_settings(const Settings& settings) {
  insight::LlmExtractor::Settings wanted;
  wanted.server.url = settings.llm_url;
  wanted.server.api_key = settings.llm_api_key;
  wanted.server.options = {settings.llm_model, settings.llm_maximum_output_tokens};
  wanted.server.connect_timeout = settings.llm_connect_timeout;
  wanted.server.maximum_answer_bytes = settings.llm_maximum_answer_bytes;
  wanted.server.breaker = settings.llm_breaker;
  wanted.timeout = settings.llm_timeout;
  wanted.maximum_transcript_characters = settings.llm_maximum_transcript_characters;
  return wanted;
}

}  // namespace

InsightEngine::InsightEngine(const Settings& settings, const Clock& clock, insight::TokenBudget* budget) {
  if (settings.insight_engine != "llm") return;
  model_ = std::make_unique<insight::LlmExtractor>(model_settings(settings), built_in_,
                                                   std::make_unique<http::CurlClient>(), clock, budget);
  model_summariser_ = std::make_unique<insight::LlmSummariser>(built_in_summariser_);
}

}  // namespace kolog::app
