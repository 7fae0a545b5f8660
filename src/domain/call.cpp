// SPDX-License-Identifier: Apache-2.0
#include "domain/call.h"

#include <algorithm>
#include <array>

namespace kolog::domain {
namespace {

constexpr std::array<std::string_view, 7> kStages = {"ingested",  "recorded",   "fetched",  "transcribed",
                                                     "extracted", "summarised", "delivered"};

bool is_sid(std::string_view text, std::string_view prefix) {
  return text.size() == 34 && text.starts_with(prefix) &&
         std::all_of(text.begin() + 2, text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string_view to_string(Direction direction) {
  switch (direction) {
    case Direction::inbound:
      return "inbound";
    case Direction::outbound:
      return "outbound";
    case Direction::unknown:
      return "unknown";
  }
  return "unknown";
}

Direction parse_direction(std::string_view text) {
  if (text == "inbound") return Direction::inbound;
  if (text.starts_with("outbound")) return Direction::outbound;
  return Direction::unknown;
}

std::string_view to_string(Stage stage) {
  return kStages[static_cast<std::size_t>(stage)];
}

std::optional<Stage> parse_stage(std::string_view text) {
  const auto found = std::find(kStages.begin(), kStages.end(), text);
  if (found == kStages.end()) return std::nullopt;
  return static_cast<Stage>(found - kStages.begin());
}

bool is_call_sid(std::string_view text) {
  return is_sid(text, "CA");
}

bool is_recording_sid(std::string_view text) {
  return is_sid(text, "RE");
}

bool is_account_sid(std::string_view text) {
  return is_sid(text, "AC");
}

bool is_phone_number(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace kolog::domain
