// SPDX-License-Identifier: Apache-2.0
// How much memory this program may use. Any thread.
#pragma once

#include <cstdint>

namespace kolog::app {

/// Bytes that the machine has, or the control group that this process runs in (a container, a service with a
/// limit) where that is less; 0 where neither can be told.
std::uint64_t machine_memory();

}  // namespace kolog::app
