// SPDX-License-Identifier: Apache-2.0
// The name of a call's recording in the object store. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kolog::recordings {

/// Every recording keeps this name, whatever its bytes are: their type stands in the database.
std::string recording_key(std::string_view call_sid);

/// One of several recordings of a call, until all are here and joined under the name above.
std::string part_key(std::string_view call_sid, std::string_view recording_sid);

bool is_part_key(std::string_view key);

/// The call whose recording, or part of one, bears that name; none for any other name.
std::optional<std::string> call_sid_of_key(std::string_view key);

}  // namespace kolog::recordings
