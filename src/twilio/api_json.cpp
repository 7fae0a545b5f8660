// SPDX-License-Identifier: Apache-2.0
#include "twilio/api_json.h"

#include <charconv>
#include <cmath>
#include <utility>

#include <boost/json.hpp>

namespace kolog::twilio {
namespace {

namespace json = boost::json;

/// Deeper than anything that Twilio sends; more is refused rather than followed.
constexpr std::size_t kMaximumDepth = 16;

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string{};
}

std::optional<std::int64_t> number_of(const json::object& object, std::string_view name) {
  constexpr double kLargest = 1e9;  // of all that is counted here: seconds, channels, error codes
  const auto* value = object.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return number_in(value->get_string());
  if (!value->is_number()) return std::nullopt;
  const auto number = value->to_number<double>();
  if (!(std::abs(number) <= kLargest)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

Error unreadable(std::string detail) {
  return failure(ErrorCode::unavailable, "Twilio's answer could not be read", std::move(detail));
}

Result<json::object> parse_api_object(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMaximumDepth;
  boost::system::error_code error;
  auto value = json::parse(text, error, {}, options);
  if (error) return unreadable("not JSON: " + error.message());
  if (!value.is_object()) return unreadable("JSON, but not an object");
  return std::move(value.get_object());
}

}  // namespace kolog::twilio
