// SPDX-License-Identifier: Apache-2.0
// Whether a date and an hour that a language model worked out are the ones that were said. Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "insight/tokens.h"

namespace kolog::insight {

/// Time as the business's clock on the wall shows it.
using LocalTime = std::chrono::local_time<std::chrono::minutes>;

/// By a time zone's IANA name; none for one that is not known.
std::optional<LocalTime> local_time(Timestamp time, const std::string& zone);

/// `2026-11-24T10:05`
std::string format_local(LocalTime time);

/// `monday`
std::string_view weekday_name(LocalTime time);

/// As much of `due` (`2026-11-25T10:00`, `2026-11-25`) as the words bear out for a call at that time: the
/// whole, the day alone, or nothing. A day needs a word for it ("tomorrow", "on Sunday", its number), an hour
/// its number; a time without a day is the next one to come.
std::string borne_out_due(std::string_view due, std::span<const Token> words, LocalTime call);

/// Likewise for a date by itself, which may also lie in the past and be said with its month.
bool is_date_said(std::string_view date, std::span<const Token> words, std::optional<LocalTime> call);

}  // namespace kolog::insight
