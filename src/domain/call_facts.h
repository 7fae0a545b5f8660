// SPDX-License-Identifier: Apache-2.0
// How what Twilio tells of a call is merged into what is known: in whatever order and however often it is
// told, the same comes out. docs/call-states.md has the table.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/call.h"

namespace kolog::domain {

/// Twilio's word for a call that is over: `completed`, `busy`, `no-answer`, `failed`, `canceled`.
bool is_ended(std::string_view twilio_status);

/// Whether a call of this Twilio status can have been recorded.
bool may_have_recording(std::string_view twilio_status);

struct CallNews {
  std::string account_sid;
  std::string parent_call_sid;
  std::string from_number;
  std::string to_number;
  Direction direction = Direction::unknown;
  std::string status;  // Twilio's word; empty: not told
  std::optional<std::chrono::seconds> duration;
};

/// Known values are not emptied, a known direction stays, the duration only grows, and the status only goes
/// forward: from ringing to ended, and from Twilio's words to ours.
void merge(Call& call, const CallNews& news, Timestamp now);

/// The leg that we dialled ended with `status`. Unanswered, it says more of the call than the `completed` of
/// the caller's own leg, which may have been answered by our announcement alone: in whichever order the two
/// come, this one stays.
void merge_dialled_leg(Call& call, std::string_view status);

}  // namespace kolog::domain
