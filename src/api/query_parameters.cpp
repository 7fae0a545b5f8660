// SPDX-License-Identifier: Apache-2.0
#include "api/query_parameters.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "http/url.h"

namespace kolog::api {
namespace {

constexpr int kDefaultLimit = 50;
constexpr int kMaximumLimit = 100;

Error wrong(std::string message) {
  return failure(ErrorCode::invalid_request, std::move(message));
}

}  // namespace

Result<void> check_names(const http::Parameters& query, std::initializer_list<std::string_view> names) {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : query) {
    if (!http::is_utf8(name) || std::ranges::find(names, name) == names.end()) {
      return wrong(http::is_utf8(name) ? fmt::format("Unknown parameter \"{}\"", name.substr(0, 64))
                                       : "A parameter's name is not UTF-8");
    }
    if (!seen.insert(name).second) return wrong(fmt::format("\"{}\" is given twice", name));
    if (!http::is_utf8(value)) return wrong(fmt::format("\"{}\" is not UTF-8", name));
  }
  return {};
}

Result<std::string> text_parameter(const http::Parameters& query, std::string_view name,
                                   std::size_t longest) {
  const auto value = http::find(query, name).value_or("");
  if (value.size() > longest) return wrong(fmt::format("\"{}\" is longer than {} bytes", name, longest));
  return std::string(value);
}

Result<std::optional<Timestamp>> time_parameter(const http::Parameters& query, std::string_view name) {
  const auto value = http::find(query, name).value_or("");
  if (value.empty()) return std::optional<Timestamp>();
  const auto time = parse_time(value);
  if (!time) return wrong(fmt::format("\"{}\" is not a time like 2026-02-28T09:30:00Z", name));
  return std::optional(*time);
}

Result<std::optional<bool>> flag_parameter(const http::Parameters& query, std::string_view name) {
  const auto value = http::find(query, name).value_or("");
  if (value.empty()) return std::optional<bool>();
  if (value == "true" || value == "1") return std::optional(true);
  if (value == "false" || value == "0") return std::optional(false);
  return wrong(fmt::format("\"{}\" must be true or false", name));
}

Result<int> limit_parameter(const http::Parameters& query) {
  const auto value = http::find(query, "limit").value_or("");
  if (value.empty()) return kDefaultLimit;
  int limit = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), limit);
  if (error != std::errc{} || end != value.data() + value.size() || limit < 1 || limit > kMaximumLimit) {
    return wrong(fmt::format("\"limit\" must be a number from 1 to {}", kMaximumLimit));
  }
  return limit;
}

}  // namespace kolog::api
