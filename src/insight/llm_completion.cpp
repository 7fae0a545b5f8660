// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_completion.h"

#include <algorithm>
#include <cstdint>

#include <boost/json.hpp>

#include "base/utf8.h"

namespace kolog::insight {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostTokens = 100'000'000;  // more is no count
constexpr std::size_t kLongestCode = 60;

const json::object* object_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr ? value->if_object() : nullptr;
}

std::string_view text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value != nullptr ? value->if_string() : nullptr;
  return text != nullptr ? std::string_view(*text) : std::string_view{};
}

long long count_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return -1;
  if (value->is_int64()) return std::clamp<std::int64_t>(value->get_int64(), -1, kMostTokens);
  if (value->is_uint64()) return kMostTokens;
  return -1;
}

std::optional<TokenUse> use_in(const json::object& answer) {
  const auto* usage = object_in(answer, "usage");
  if (usage == nullptr) return std::nullopt;
  const TokenUse use{count_in(*usage, "prompt_tokens"), count_in(*usage, "completion_tokens")};
  if (use.input < 0 || use.output < 0) return std::nullopt;
  return use;
}

/// A string, or a list of parts of which some are text.
std::string content_in(const json::object& message) {
  const auto* value = message.if_contains("content");
  const auto* parts = value != nullptr ? value->if_array() : nullptr;
  if (parts == nullptr) return valid_utf8(text_in(message, "content"));
  std::string content;
  for (const auto& part : *parts) {
    if (const auto* object = part.if_object()) content += text_in(*object, "text");
  }
  return valid_utf8(content);
}

const json::object* first_choice(const json::object& answer) {
  const auto* choices = answer.if_contains("choices");
  const auto* list = choices != nullptr ? choices->if_array() : nullptr;
  return list != nullptr && !list->empty() ? list->front().if_object() : nullptr;
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kLongestCode && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

Result<LlmCompletion> parse_completion(std::string_view body) {
  const auto strange = [] {
    return failure(ErrorCode::unavailable, "The language model's server answers something else.",
                   "no chat completion");
  };
  boost::system::error_code error;
  const auto value = json::parse(body, error);
  const auto* answer = error ? nullptr : value.if_object();
  const auto* choice = answer != nullptr ? first_choice(*answer) : nullptr;
  const auto* message = choice != nullptr ? object_in(*choice, "message") : nullptr;
  if (message == nullptr) return strange();
  LlmCompletion completion;
  completion.content = content_in(*message);
  completion.use = use_in(*answer);
  const auto reason = text_in(*choice, "finish_reason");
  if (reason == "length") completion.ending = Ending::cut_off;
  if (reason == "content_filter" || !text_in(*message, "refusal").empty()) {
    completion.ending = Ending::declined;
  }
  return completion;
}

std::string refusal_code(std::string_view body) {
  boost::system::error_code failed;
  const auto value = json::parse(body, failed);
  const auto* answer = failed ? nullptr : value.if_object();
  const auto* error = answer != nullptr ? object_in(*answer, "error") : nullptr;
  if (error == nullptr) return {};
  for (const auto* name : {"code", "type"}) {
    if (const auto code = text_in(*error, name); is_code(code)) return std::string(code);
  }
  return {};
}

}  // namespace kolog::insight
