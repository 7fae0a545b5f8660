// SPDX-License-Identifier: Apache-2.0
#include "domain/settings_members.h"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

namespace kolog::domain {
namespace {

namespace json = boost::json;

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(
      text, [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; });
}

std::string quoted(std::string_view key) {
  return "\"" + std::string(key) + "\"";
}

}  // namespace

SettingsMembers::SettingsMembers(const json::value& value, std::string item, SettingsMistakes& mistakes)
    : object_(value.if_object()), item_(std::move(item)), mistakes_(mistakes) {
  if (object_ == nullptr) mistake("must be a JSON object");
}

void SettingsMembers::allow(std::initializer_list<std::string_view> keys, UnknownKeys unknown) const {
  if (object_ == nullptr || unknown == UnknownKeys::ignore) return;
  for (const auto& member : *object_) {
    const std::string_view key = member.key();
    if (std::ranges::find(keys, key) == keys.end()) mistake("unknown key " + quoted(key.substr(0, 40)));
  }
}

const json::value* SettingsMembers::find(std::string_view key) const {
  const auto* value = object_ != nullptr ? object_->if_contains(key) : nullptr;
  return value == nullptr || value->is_null() ? nullptr : value;
}

void SettingsMembers::wrong(std::string_view key, std::string_view what) const {
  mistake(quoted(key) + " " + std::string(what));
}

std::string SettingsMembers::text(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return {};
  if (!value->is_string()) return wrong(key, "must be a string"), std::string{};
  if (has_control_character(value->get_string())) return wrong(key, "has a control character"), std::string{};
  return std::string(value->get_string());
}

std::vector<std::string> SettingsMembers::texts(std::string_view key) const {
  std::vector<std::string> texts;
  const auto* items = list(key);
  if (items == nullptr) return texts;
  for (const auto& each : *items) {
    if (!each.is_string() || has_control_character(each.get_string())) {
      wrong(key, "must be a list of plain strings");
      return {};
    }
    texts.emplace_back(each.get_string());
  }
  return texts;
}

bool SettingsMembers::flag(std::string_view key, bool missing) const {
  const auto* value = find(key);
  if (value == nullptr) return missing;
  if (!value->is_bool()) wrong(key, "must be true or false");
  return value->is_bool() ? value->get_bool() : missing;
}

std::optional<double> SettingsMembers::number(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) return wrong(key, "must be a number"), std::nullopt;
  return value->to_number<double>();
}

std::optional<long long> SettingsMembers::whole_number(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_int64()) return wrong(key, "must be a whole number"), std::nullopt;
  return value->get_int64();
}

std::optional<std::chrono::seconds> SettingsMembers::seconds(std::string_view key) const {
  constexpr long long kDay = 24 * 3600;
  const auto count = whole_number(key);
  if (!count) return std::nullopt;
  if (*count < 1 || *count > kDay) return wrong(key, "must be seconds from 1 to 86400"), std::nullopt;
  return std::chrono::seconds{*count};
}

const json::array* SettingsMembers::list(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) wrong(key, "must be a list");
  return value->if_array();
}

}  // namespace kolog::domain
