// SPDX-License-Identifier: Apache-2.0
// How some of `call_logs`' columns are written.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kolog::store {

/// Empty text is NULL in the columns that a person queries: "not known" reads as nothing there.
inline std::optional<std::string> or_null(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string(text);
}

/// `corrected_values`; what is not as it should be is left out.
std::map<std::string, std::string> values_of(const std::string& text);

}  // namespace kolog::store
