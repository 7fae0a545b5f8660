// SPDX-License-Identifier: Apache-2.0
// The one name of a recording at Twilio, `/2010-04-01/Accounts/AC…/Recordings/RE…`, made out of every form in
// which Twilio gives it, and the paths made out of that name. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace kolog::twilio {

enum class AudioFormat { mp3, wav };

/// `mono` is what Twilio gives unasked: all channels mixed into one.
enum class RequestedChannels { mono, dual };

/// The canonical relative URI of what Twilio sent: absolute or relative, below a call or not, with any run of
/// `.json`, `.mp3` and `.wav`, a query, a trailing slash. Hosts are Twilio's API hosts or that of `api_url`;
/// everything else is `invalid_request`.
Result<std::string> canonical_recording_uri(std::string_view text, std::string_view api_url);

/// The same from its parts, each of which must be a valid SID.
std::string recording_uri(std::string_view account_sid, std::string_view recording_sid);

bool is_canonical_recording_uri(std::string_view uri);

/// The `RE…` and the `AC…` of a canonical URI.
std::string recording_sid_of(std::string_view uri);
std::string account_of(std::string_view uri);

/// The path of the audio and of the description of a canonical URI.
std::string media_path(std::string_view uri, AudioFormat format, RequestedChannels channels);
std::string json_path(std::string_view uri);

}  // namespace kolog::twilio
