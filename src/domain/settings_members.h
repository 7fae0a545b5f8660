// SPDX-License-Identifier: Apache-2.0
// Reads the members of one JSON object of what a business has set; what is wrong is kept as a mistake under
// the item's name.
#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "domain/settings_mistakes.h"

namespace kolog::domain {

/// What people send must be known to the last key; what is stored may come from a newer version.
enum class UnknownKeys { refuse, ignore };

class SettingsMembers {
 public:
  /// `value` and `mistakes` outlive this. Something else than an object has no members, and is a mistake.
  SettingsMembers(const boost::json::value& value, std::string item, SettingsMistakes& mistakes);

  void allow(std::initializer_list<std::string_view> keys, UnknownKeys unknown) const;

  /// Missing and null: empty.
  std::string text(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;
  bool flag(std::string_view key, bool missing) const;
  std::optional<double> number(std::string_view key) const;
  std::optional<long long> whole_number(std::string_view key) const;
  std::optional<std::chrono::seconds> seconds(std::string_view key) const;
  const boost::json::array* list(std::string_view key) const;

  void mistake(std::string_view what) const { mistakes_.add(item_, what); }
  const std::string& item() const { return item_; }

 private:
  const boost::json::value* find(std::string_view key) const;
  void wrong(std::string_view key, std::string_view what) const;

  const boost::json::object* object_;
  std::string item_;
  SettingsMistakes& mistakes_;
};

}  // namespace kolog::domain
