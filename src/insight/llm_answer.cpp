// SPDX-License-Identifier: Apache-2.0
#include "insight/llm_answer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/utf8.h"

namespace kolog::insight {
namespace {

namespace json = boost::json;

constexpr int kMostObjectsTried = 64;  // of an answer that has braces everywhere
constexpr std::size_t kLongestValue = 1'000;
constexpr std::size_t kLongestQuote = 4'000;
constexpr std::size_t kLongestSummary = 8'000;
constexpr double kMostSegments = 1e6;

constexpr std::array<std::string_view, 9> kParts = {"service",   "city",      "intent", "outcome", "urgency",
                                                    "sentiment", "follow_up", "fields", "summary"};

/// Where the object that opens at `open` closes; npos: nowhere.
std::size_t closing_brace(std::string_view text, std::size_t open) {
  std::size_t depth = 0;
  bool quoted = false;
  for (auto at = open; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return at;
    }
  }
  return text.npos;
}

bool is_form(const json::value& value) {
  const auto* object = value.if_object();
  return object != nullptr && std::ranges::any_of(kParts, [&](auto part) { return object->contains(part); });
}

/// The last form in the text: models that think aloud try things first.
std::optional<json::object> form_in(std::string_view text) {
  std::optional<json::object> form;
  std::size_t at = text.find('{');
  for (int tried = 0; at != text.npos && tried < kMostObjectsTried; ++tried) {
    auto next = at + 1;
    if (const auto close = closing_brace(text, at); close != text.npos) {
      boost::system::error_code error;
      auto value = json::parse(text.substr(at, close - at + 1), error);
      if (!error) {
        if (is_form(value)) form = std::move(value.get_object());
        next = close + 1;
      }
    }
    at = text.find('{', next);
  }
  return form;
}

class Reader {
 public:
  Reader(const domain::InsightSettings& settings, ParsedAnswer& parsed)
      : settings_(settings), parsed_(parsed) {}

  void read(const json::object& form) {
    auto& answer = parsed_.answer;
    answer.service = part(form, "service");
    if (!is_service(answer.service.value)) reject(answer.service, "service", "is none of the services' ids");
    answer.city = part(form, "city");
    answer.intent = part(form, "intent");
    answer.outcome = part(form, "outcome");
    answer.urgency = part(form, "urgency");
    answer.sentiment = part(form, "sentiment");
    demand(answer.intent, "intent", domain::parse_intent);
    demand(answer.outcome, "outcome", domain::parse_outcome);
    demand(answer.urgency, "urgency", domain::parse_urgency);
    demand(answer.sentiment, "sentiment", domain::parse_sentiment);
    answer.follow_up = part(form, "follow_up", "due");
    read_fields(form);
    read_summary(form);
  }

 private:
  void mistake(std::string_view name, std::string_view what) {
    parsed_.mistakes.push_back(fmt::format("`{}` {}", name, what));
  }

  void reject(LlmPart& part, std::string_view name, std::string_view what) {
    if (part.said != Said::something) return;
    part = {};
    mistake(fmt::format("{}.value", name), what);
  }

  template <class Parse>
  void demand(LlmPart& part, std::string_view name, Parse parse) {
    if (!parse(part.value)) reject(part, name, "is none of the values that the schema names");
  }

  bool is_service(std::string_view id) const {
    return std::ranges::any_of(settings_.services, [&](const auto& service) { return service.id == id; });
  }

  /// A scalar as text: where a number or a yes was asked for, some models write them bare.
  std::optional<std::string> scalar(const json::value& value) const {
    if (value.is_null()) return std::string{};
    if (value.is_bool()) return std::string(value.get_bool() ? "yes" : "no");
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_double() && std::isfinite(value.get_double())) return fmt::format("{}", value.get_double());
    if (!value.is_string()) return std::nullopt;
    auto text = valid_utf8(value.get_string());
    const auto first = text.find_first_not_of(" \t\n");
    if (first == text.npos) return std::string{};
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
  }

  std::optional<std::string> text_in(const json::object& object, std::string_view name,
                                     std::string_view whole, std::size_t longest) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) return std::string{};
    auto text = scalar(*value);
    if (!text || text->size() > longest) {
      mistake(fmt::format("{}.{}", whole, name), "must be a short text or null");
      return std::nullopt;
    }
    return text;
  }

  static std::optional<std::size_t> segment_in(const json::object& object) {
    const auto* value = object.if_contains("segment");
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const auto number = value->to_number<double>();
    if (!(number >= 0 && number < kMostSegments)) return std::nullopt;
    return static_cast<std::size_t>(number);
  }

  /// `value_name` is what the part's value is called; of a follow-up, which is known by its quote, it may be
  /// null.
  LlmPart part(const json::object& form, std::string_view name, std::string_view value_name = "value") {
    const auto* value = form.if_contains(name);
    return value == nullptr ? LlmPart{} : part_of(*value, name, value_name);
  }

  LlmPart part_of(const json::value& value, std::string_view name, std::string_view value_name) {
    if (value.is_null()) return {Said::nothing};
    const auto* object = value.if_object();
    if (object == nullptr) {
      mistake(name, "must be an object or null");
      return {};
    }
    auto what = text_in(*object, value_name, name, kLongestValue);
    auto quote = text_in(*object, "quote", name, kLongestQuote);
    if (!what || !quote) return {};
    const bool known_by_quote = value_name != "value";
    if (known_by_quote ? quote->empty() : what->empty()) return {Said::nothing};
    // A value that nothing is quoted for is no answer; asking again brings forth an invented quote.
    if (quote->empty()) return {};
    return {Said::something, std::move(*what), std::move(*quote), segment_in(*object)};
  }

  void read_fields(const json::object& form) {
    const auto* value = form.if_contains("fields");
    if (value == nullptr || value->is_null()) return;
    const auto* object = value->if_object();
    if (object == nullptr) {
      mistake("fields", "must be an object");
      return;
    }
    for (const auto& field : settings_.fields) {
      const auto* found = object->if_contains(field.id);
      if (found != nullptr) parsed_.answer.fields[field.id] = part_of(*found, "fields." + field.id, "value");
    }
  }

  void read_summary(const json::object& form) {
    const auto* value = form.if_contains("summary");
    if (value == nullptr || value->is_null()) return;
    auto text = value->is_string() ? scalar(*value) : std::nullopt;
    if (!text || text->size() > kLongestSummary) {
      mistake("summary", "must be a text of at most 150 words");
      return;
    }
    parsed_.answer.summary = std::move(*text);
  }

  const domain::InsightSettings& settings_;
  ParsedAnswer& parsed_;
};

}  // namespace

ParsedAnswer parse_llm_answer(std::string_view content, const domain::InsightSettings& settings) {
  ParsedAnswer parsed;
  if (const auto end = content.rfind("</think>"); end != content.npos) content.remove_prefix(end);
  const auto form = form_in(content);
  if (!form) {
    parsed.mistakes.emplace_back("The answer was not one whole JSON object of the schema");
    return parsed;
  }
  parsed.usable = true;
  Reader(settings, parsed).read(*form);
  return parsed;
}

}  // namespace kolog::insight
