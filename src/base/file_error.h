// SPDX-License-Identifier: Apache-2.0
// What the operating system's errors of writing a file mean for whoever asked. Any thread.
#pragma once

#include <string>

#include "base/error.h"

namespace kolog {

/// `number` is errno's. A full disk is `storage_full`; one that may not be written to, mounted read-only say,
/// is `unavailable`, since somebody can put it right; all else is `internal`.
Error file_error(int number, std::string message, const std::string& context = {});

}  // namespace kolog
