// SPDX-License-Identifier: Apache-2.0
#include "webhooks/retry_schedule.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kolog::webhooks {

std::optional<std::chrono::seconds> next_attempt_after(int attempt, double random) {
  using std::chrono::seconds;
  using namespace std::chrono_literals;
  // The waits that the Standard Webhooks specification recommends: 75 hours and 35 minutes in all.
  constexpr std::array<seconds, 9> kWaits = {5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
  constexpr double kSpread = 0.2;
  if (attempt < 1 || attempt > static_cast<int>(kWaits.size())) return std::nullopt;
  const auto wait = kWaits[static_cast<std::size_t>(attempt - 1)];
  const auto factor = 1 + kSpread * (2 * std::clamp(random, 0.0, 1.0) - 1);
  return seconds{std::llround(static_cast<double>(wait.count()) * factor)};
}

}  // namespace kolog::webhooks
