// SPDX-License-Identifier: Apache-2.0
// A call's recording at Twilio, and what a look at its bytes says.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace kolog::domain {

enum class RecordingStatus { unknown, in_progress, processing, completed, absent, failed };

/// Twilio's words: `in-progress`, `processing`, `completed`, `absent`, `failed`.
std::string_view to_string(RecordingStatus status);
RecordingStatus parse_recording_status(std::string_view text);

struct Recording {
  std::string recording_sid;
  std::string call_sid;
  std::string uri;  // canonical: `/2010-04-01/Accounts/AC…/Recordings/RE…`, without extension
  RecordingStatus status = RecordingStatus::unknown;
  std::optional<std::chrono::seconds> duration;
  int channels = 0;    // 0: not known
  std::string source;  // Twilio's: `DialVerb`, `RecordVerb`, `StartRecordingTwiML`, …
  std::optional<Timestamp> started_at;
  int error_code = 0;  // Twilio's, 16101 say; 0: none
};

/// Whether Twilio has the recording, or is about to.
bool is_there(const Recording& recording);

/// Whether Twilio kept nothing of it: too short, silent, or failed.
bool came_to_nothing(const Recording& recording);

/// Whether Twilio may still be recording: neither there nor come to nothing.
bool is_unfinished(const Recording& recording);

/// Whether Twilio will tell nothing more of it.
bool is_settled(const Recording& recording);

/// Of a call's recordings those that its audio is made of, in time order. Where two recorded the same stretch
/// of time, by two mechanisms say, the one with more channels counts, then the longer, then the earlier.
std::vector<Recording> parts_of_audio(std::vector<Recording> recordings);

/// Their SIDs, separated by spaces.
std::string sids_of(const std::vector<Recording>& parts);

/// What the bytes of a recording are, found by decoding all of them.
struct RecordingProbe {
  std::string content_type;  // `audio/mpeg`, `audio/wav`, `audio/ogg`, `audio/flac`
  int channels = 0;
  int sample_rate = 0;  // Hz
  std::chrono::milliseconds duration{};
};

}  // namespace kolog::domain
