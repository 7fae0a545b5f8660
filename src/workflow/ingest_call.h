// SPDX-License-Identifier: Apache-2.0
// What Twilio tells us of a call becomes the call's row, and the work that follows from it becomes jobs in
// the same transaction. Each telling is a fact: repeats, late ones and reordered ones end in the same row.
// Any thread; blocks.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "domain/business.h"
#include "domain/call.h"
#include "domain/recording.h"
#include "workflow/stages.h"

namespace kolog::workflow {

struct CallFacts {
  std::string account_business;  // whose account tells it: its signature was found right. Empty: the
                                 // installation's, whose numbers may be any business's
  std::string call_sid;
  std::string account_sid;
  std::string parent_call_sid;
  std::string from_number;
  std::string to_number;
  std::string direction;                               // Twilio's word
  std::string status;                                  // Twilio's word
  std::optional<int> duration;                         // seconds
  std::optional<Timestamp> started_at = std::nullopt;  // Twilio's own word, where it told of that
};

struct RecordingFacts {
  std::string account_business;  // as above
  std::string call_sid;          // of the parent leg, as always with recordings
  std::string account_sid;
  domain::Recording recording;  // its `uri` as it came, in any of Twilio's forms
};

class IngestCall {
 public:
  struct Settings {
    std::string twilio_api_url =
        "https://api.twilio.com";  // recordings elsewhere than there or at Twilio are refused
    std::chrono::milliseconds recording_lookup_delay{20'000};  // after a call, since a callback can be lost
    std::chrono::milliseconds call_lookup{900'000};  // after its beginning, since all of them can be
  };

  IngestCall(Settings settings, const StageContext& context);

  /// A call to one of our numbers comes in. None: the number is nobody's, and nothing was stored.
  Result<std::optional<domain::PhoneNumber>> incoming(const CallFacts& facts);

  /// Status and duration. An ended call's recording is looked for in the background. A call that nobody has
  /// announced is made from this fact if one of its numbers is ours.
  Result<void> status(const CallFacts& facts);

  /// The same, when it was not Twilio who told it but we who asked.
  Result<void> looked_up(const CallFacts& facts);

  /// The media stream is over: the recording is looked for at once.
  Result<void> stream_ended(const CallFacts& facts);

  /// Twilio has a recording, or says that there is none. Told of a call that is not known, Twilio is asked
  /// about the call first.
  Result<void> recording(const RecordingFacts& facts);

 private:
  Result<void> take_status(const CallFacts& facts, std::string_view identity);
  template <class Work>
  auto transact(Work work);

  const Settings settings_;
  const StageContext& context_;
};

}  // namespace kolog::workflow
