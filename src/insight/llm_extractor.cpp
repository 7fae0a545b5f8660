// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_extractor.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/log.h"

namespace kolog::insight {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view kTag = "OFFLINE_EXTRACT";

bool has_words(const domain::Transcript& transcript) {
  return std::ranges::any_of(transcript.segments, [](const auto& segment) {
    return segment.text.find_first_not_of(" \t\r\n") != std::string::npos;
  });
}

milliseconds since(steady_clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

/// Why a completion is no answer, if it is none, whatever is in it.
std::optional<Error> wrong_with(const LlmCompletion& completion) {
  if (completion.ending == Ending::declined)
    return failure(ErrorCode::refused, "The language model declines to answer.");
  // Asked again it would come to the same end.
  if (completion.ending == Ending::cut_off)
    return failure(ErrorCode::payload_too_large,
                   "The language model's answer is longer than KOLOG_LLM_MAXIMUM_OUTPUT_TOKENS.");
  return std::nullopt;
}

}  // namespace

LlmExtractor::LlmExtractor(Settings settings, Extractor& built_in, std::unique_ptr<http::Client> client,
                           const Clock& clock, TokenBudget* budget)
    : settings_(std::move(settings)),
      built_in_(built_in),
      budget_(budget),
      server_(settings_.server, std::move(client), clock) {}

Result<domain::Insight> LlmExtractor::extract(const ExtractionInput& input) {
  auto built_in = built_in_.extract(input);
  if (!built_in || !has_words(input.transcript) || !input.settings.model.enabled) return built_in;
  const auto started = steady_clock::now();
  auto why_not = not_to_be_asked(input);
  auto answer = why_not ? Result<LlmAnswer>(*std::move(why_not)) : answer_about(input);
  if (!answer) {
    if (answer.error().code == ErrorCode::cancelled) return answer.error();
    log::warning(
        kTag, "the built-in engine answers alone",
        {{"model", server_.model()}, {"ms", since(started)}, {"why", log::describe(answer.error())}});
    return built_in;
  }
  auto insight = merger_.merged(*std::move(built_in), *answer, input);
  insight.engine = server_.model();
  log::info(kTag, "the language model answered", {{"model", server_.model()}, {"ms", since(started)}});
  return insight;
}

std::optional<Error> LlmExtractor::not_to_be_asked(const ExtractionInput& input) {
  if (budget_ == nullptr) return std::nullopt;
  if (budget_->may_spend(input.business_id, input.settings.model.daily_tokens)) return std::nullopt;
  return failure(ErrorCode::rate_limited, "The business's tokens for today are used up.");
}

Result<LlmAnswer> LlmExtractor::answer_about(const ExtractionInput& input) {
  const auto deadline = steady_clock::now() + settings_.timeout;
  const auto prompt = llm_prompt(input, settings_.maximum_transcript_characters);
  std::optional<LlmAnswer> partly;
  std::vector<std::string> mistakes;
  for (const bool last : {false, true}) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left <= milliseconds{0}) break;
    auto asked = server_.ask(prompt, mistakes, {left, input.stop});
    if (budget_ != nullptr && asked.use != TokenUse{}) budget_->spent(input.business_id, asked.use);
    auto& completion = asked.completion;
    if (!completion) {
      if (partly && completion.error().code != ErrorCode::cancelled) break;
      return completion.error();
    }
    if (auto error = wrong_with(*completion)) {
      if (partly) break;
      return *std::move(error);
    }
    auto parsed = parse_llm_answer(completion->content, input.settings);
    if (parsed.usable) partly = std::move(parsed.answer);
    if (parsed.mistakes.empty() || last) break;
    log::info(kTag, "the language model is asked once more", {{"mistakes", parsed.mistakes.size()}});
    mistakes = std::move(parsed.mistakes);
  }
  if (partly) return *std::move(partly);
  return failure(ErrorCode::unavailable, "The language model's answers are not the form that was asked for.");
}

}  // namespace kolog::insight
