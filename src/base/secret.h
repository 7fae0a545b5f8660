// SPDX-License-Identifier: Apache-2.0
// A string that does not print itself: tokens, passwords, keys. Whoever needs the text asks for it by name.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace kolog {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

inline std::ostream& operator<<(std::ostream& out, const Secret& secret) {
  return out << (secret.empty() ? "(none)" : "(secret)");
}

}  // namespace kolog
