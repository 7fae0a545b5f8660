// SPDX-License-Identifier: Apache-2.0
// Twilio's JSON about recordings. Any member may be null or missing and numbers may come as strings. Any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/recording.h"

namespace kolog::twilio {

struct RecordingsPage {
  std::vector<domain::Recording> recordings;  // those with a valid SID
  std::string next_page_uri;                  // as Twilio gave it; empty: the last page
};

/// `account_sid` stands in for items that name none. What is not a list of recordings is `unavailable`: it
/// did not come from Twilio's API.
Result<RecordingsPage> parse_recordings_page(std::string_view json, std::string_view account_sid);
Result<domain::Recording> parse_recording(std::string_view json, std::string_view account_sid);

}  // namespace kolog::twilio
