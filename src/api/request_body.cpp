// SPDX-License-Identifier: Apache-2.0
#include "api/request_body.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kolog::api {
namespace {

namespace json = boost::json;

Error wrong(std::string message) {
  return failure(ErrorCode::invalid_request, std::move(message));
}

bool is_json(std::string_view content_type) {
  constexpr std::string_view kJson = "application/json";
  const auto type = content_type.substr(0, content_type.find_first_of("; "));
  return std::ranges::equal(type, kJson,
                            [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

Result<std::string> text_of(const json::value& value, std::string_view key, std::size_t longest) {
  const auto* text = value.if_string();
  if (text == nullptr) return wrong(fmt::format("\"{}\" must be a string", key));
  if (text->size() > longest) return wrong(fmt::format("\"{}\" is longer than {} bytes", key, longest));
  if (text->find('\0') != json::string::npos) return wrong(fmt::format("\"{}\" contains a NUL", key));
  return std::string(*text);
}

}  // namespace

Result<RequestBody> RequestBody::parse(const http::Request& request,
                                       std::initializer_list<std::string_view> keys) {
  if (!is_json(request.headers.get("Content-Type"))) {
    return failure(ErrorCode::unsupported_media, "The Content-Type must be application/json");
  }
  boost::system::error_code error;
  auto value = json::parse(request.body, error);
  if (error || !value.is_object()) return wrong("The body must be a JSON object");
  for (const auto& member : value.get_object()) {
    if (std::ranges::find(keys, std::string_view(member.key())) == keys.end()) {
      return wrong(fmt::format("Unknown key \"{}\"", std::string_view(member.key()).substr(0, 64)));
    }
  }
  return RequestBody(std::move(value.get_object()));
}

Result<std::string> RequestBody::text(std::string_view key, std::size_t longest) const {
  const auto* value = object_.if_contains(key);
  if (value == nullptr) return wrong(fmt::format("\"{}\" is missing", key));
  return text_of(*value, key, longest);
}

Result<std::optional<std::string>> RequestBody::optional_text(std::string_view key,
                                                              std::size_t longest) const {
  const auto* value = object_.if_contains(key);
  if (value == nullptr) return std::optional<std::string>();
  auto text = text_of(*value, key, longest);
  if (!text) return text.error();
  return std::optional(*std::move(text));
}

Result<std::optional<bool>> RequestBody::optional_flag(std::string_view key) const {
  const auto* value = object_.if_contains(key);
  if (value == nullptr) return std::optional<bool>();
  if (!value->is_bool()) return wrong(fmt::format("\"{}\" must be true or false", key));
  return std::optional(value->get_bool());
}

bool RequestBody::contains(std::string_view key) const {
  return object_.contains(key);
}

Result<std::map<std::string, std::optional<std::string>>> RequestBody::texts_by_name(
    std::string_view key, std::size_t longest) const {
  std::map<std::string, std::optional<std::string>> texts;
  const auto* value = object_.if_contains(key);
  if (value == nullptr) return texts;
  if (!value->is_object()) return wrong(fmt::format("\"{}\" must be an object", key));
  for (const auto& [name, each] : value->get_object()) {
    const std::string id(name);
    if (each.is_null()) {
      texts[id] = std::nullopt;
      continue;
    }
    auto text = text_of(each, fmt::format("{}.{}", key, std::string_view(id).substr(0, 64)), longest);
    if (!text) return text.error();
    texts[id] = *std::move(text);
  }
  return texts;
}

Result<std::vector<std::string>> RequestBody::texts(std::string_view key, std::size_t longest) const {
  const auto* value = object_.if_contains(key);
  const auto* array = value != nullptr ? value->if_array() : nullptr;
  if (array == nullptr) return wrong(fmt::format("\"{}\" must be a list of strings", key));
  if (array->size() > 100) return wrong(fmt::format("\"{}\" has too many items", key));
  std::vector<std::string> texts;
  for (const auto& item : *array) {
    auto text = text_of(item, key, longest);
    if (!text) return text.error();
    texts.push_back(*std::move(text));
  }
  return texts;
}

}  // namespace kolog::api
