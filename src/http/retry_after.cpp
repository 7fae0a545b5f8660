// SPDX-License-Identifier: Apache-2.0
#include "http/retry_after.h"

#include <algorithm>
#include <charconv>

#include "base/clock.h"
#include "http/headers.h"

namespace kolog::http {

std::optional<std::chrono::seconds> retry_after(const Headers& headers) {
  using std::chrono::seconds;
  constexpr seconds kLongest{24 * 3600};
  const auto text = headers.get("Retry-After");
  if (text.empty()) return std::nullopt;
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    return error == std::errc{} ? std::min(seconds{count}, kLongest) : kLongest;
  }
  const auto until = parse_rfc2822(text);
  const auto now = parse_rfc2822(headers.get("Date"));
  if (!until || !now) return std::nullopt;
  return std::clamp(std::chrono::ceil<seconds>(*until - *now), seconds{0}, kLongest);
}

}  // namespace kolog::http
