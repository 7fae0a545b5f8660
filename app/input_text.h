// SPDX-License-Identifier: Apache-2.0
// Text that a command is given, as a file or on standard input.
#pragma once

#include <string>

#include "base/result.h"

namespace kolog::app {

/// `-` is standard input. At most 16 MiB.
Result<std::string> read_input(const std::string& file);

}  // namespace kolog::app
