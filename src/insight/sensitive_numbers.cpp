// SPDX-License-Identifier: Apache-2.0
#include "insight/sensitive_numbers.h"

#include <string>

namespace kolog::insight {
namespace {

constexpr std::string_view kIsrael = "972";
constexpr std::size_t kShortestId = 5;
constexpr std::size_t kShortestInternational = 8;
constexpr std::size_t kLongestInternational = 15;  // ITU-T E.164

bool are_all_the_same(std::string_view digits) {
  return digits.find_first_not_of(digits[0]) == digits.npos;
}

/// Whether the digits' sum is a multiple of ten, every second one doubled, counted from the last.
bool checks(std::string_view digits) {
  int sum = 0;
  bool doubled = false;
  for (auto i = digits.size(); i-- > 0; doubled = !doubled) {
    const int digit = (digits[i] - '0') * (doubled ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

bool starts_with_any(std::string_view digits, std::string_view second) {
  return digits[0] == '0' && second.find(digits[1]) != second.npos;
}

/// Mobile numbers and those over the Internet have ten digits, those of regions nine.
bool is_israeli(std::string_view digits) {
  if (digits.size() == 10) return starts_with_any(digits, "57");
  return digits.size() == 9 && starts_with_any(digits, "23489");
}

bool is_international(std::string_view digits) {
  if (digits.empty() || digits[0] == '0') return false;
  if (digits.starts_with(kIsrael)) {
    const auto rest = digits.substr(kIsrael.size());
    return is_israeli(rest.starts_with('0') ? std::string(rest) : "0" + std::string(rest));
  }
  return digits.size() >= kShortestInternational && digits.size() <= kLongestInternational;
}

}  // namespace

bool is_card_number(std::string_view digits) {
  return digits.size() >= kShortestCard && digits.size() <= kLongestCard && !are_all_the_same(digits) &&
         checks(digits);
}

bool is_israeli_id(std::string_view digits) {
  // Zeros put before change nothing of a sum that is counted from the last.
  return digits.size() >= kShortestId && digits.size() <= kIdLength && !are_all_the_same(digits) &&
         checks(digits);
}

bool is_phone_number(std::string_view digits, Prefix164 prefix) {
  if (prefix == Prefix164::plus) return is_international(digits);
  if (digits.starts_with("00")) return is_international(digits.substr(2));
  return is_israeli(digits) || (digits.starts_with(kIsrael) && is_international(digits));
}

}  // namespace kolog::insight
