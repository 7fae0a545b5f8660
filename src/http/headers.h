// SPDX-License-Identifier: Apache-2.0
// HTTP header fields in order, looked up without regard to case.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kolog::http {

class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  /// The first value under that name; empty if there is none.
  std::string_view get(std::string_view name) const;
  bool contains(std::string_view name) const;
  std::size_t count(std::string_view name) const;

  /// Adds beside what is there (`Set-Cookie`) or in place of it.
  void add(std::string name, std::string value);
  void set(std::string name, std::string value);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace kolog::http
