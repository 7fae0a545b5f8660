// SPDX-License-Identifier: Apache-2.0
// When a webhook that was not taken is sent again. Any thread.
#pragma once

#include <chrono>
#include <optional>

namespace kolog::webhooks {

/// The wait after the `attempt`th failed attempt (from 1), spread by a fifth to either side by `random` (0 to
/// 1). None: given up, after about three days.
std::optional<std::chrono::seconds> next_attempt_after(int attempt, double random);

}  // namespace kolog::webhooks
