// SPDX-License-Identifier: Apache-2.0
// How values are written, by the field's type. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/insight_settings.h"

namespace kolog::domain {

/// A plain decimal number.
std::optional<double> parse_number(std::string_view text);

/// `2026-11-25`, a day that the calendar has.
bool is_date(std::string_view text);

/// What is wrong with the value of such a field (`must be yes or no`); empty: nothing.
std::string value_mistake(const CustomField& field, std::string_view value);

}  // namespace kolog::domain
