// SPDX-License-Identifier: Apache-2.0
#include "api/email_address.h"

#include <algorithm>

namespace kolog::api {

std::optional<std::string> normalised_email(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == text.npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(' ') - first + 1);
  const auto at = text.find('@');
  if (text.size() > 254 || at == 0 || at == text.npos || at + 1 == text.size() || text.rfind('@') != at) {
    return std::nullopt;
  }
  const auto printable = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; };
  if (!std::ranges::all_of(text, printable)) return std::nullopt;
  std::string address(text);
  for (char& c : address) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return address;
}

}  // namespace kolog::api
