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

/// The copy of the recording with a tone over what is blacked out. It is the recording's: made of it, and
/// deleted with it.
std::string redacted_key(std::string_view call_sid);

bool is_redacted_key(std::string_view key);

bool is_part_key(std::string_view key);

/// The call whose recording, part of one or copy bears that name; none for any other name.
std::optional<std::string> call_sid_of_key(std::string_view key);

}  // namespace kolog::recordings
