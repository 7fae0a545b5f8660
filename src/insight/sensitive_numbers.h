// SPDX-License-Identifier: Apache-2.0
// What digits may be: numbers that check themselves, and the forms of telephone numbers. Any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace kolog::insight {

inline constexpr std::size_t kLongestCard = 19;  // ISO/IEC 7812-1
inline constexpr std::size_t kShortestCard = 13;
inline constexpr std::size_t kIdLength = 9;

/// 13 to 19 digits, not all the same, of which the last checks the others (ISO/IEC 7812-1, annex B).
bool is_card_number(std::string_view digits);

/// 5 to 9 digits, zeros to be put before fewer than 9, of which the last checks the others (the rule of the
/// Population and Immigration Authority: weights 1 and 2 in turn, digits of the products added up).
bool is_israeli_id(std::string_view digits);

enum class Prefix164 { none, plus };

/// An Israeli number with its 0, one with 972, or after a plus or 00 any number of E.164.
bool is_phone_number(std::string_view digits, Prefix164 prefix);

}  // namespace kolog::insight
