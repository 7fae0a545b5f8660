// SPDX-License-Identifier: Apache-2.0
// The one form of an e-mail address under which a user is kept and looked up. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kolog::api {

/// In lower case, without space around it. None: not an address (no `@` between two parts, control
/// characters, more than the 254 bytes of RFC 5321).
std::optional<std::string> normalised_email(std::string_view text);

}  // namespace kolog::api
