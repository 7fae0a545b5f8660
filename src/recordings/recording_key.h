// SPDX-License-Identifier: Apache-2.0
// The name of a call's recording in the object store. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kolog::recordings {

/// Every recording keeps this name, whatever its bytes are: their type stands in the database.
std::string recording_key(std::string_view call_sid);

/// The call whose recording bears that name; none for a name that is no recording's.
std::optional<std::string> call_sid_of_key(std::string_view key);

}  // namespace kolog::recordings
