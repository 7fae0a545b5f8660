// SPDX-License-Identifier: Apache-2.0
// The tables `recordings` (what Twilio has of a call) and `audio_files` (the one file that we have of it).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "domain/recording.h"

namespace kolog::store {

struct AudioFile {
  std::string content_type;
  std::uint64_t size = 0;  // bytes
  int channels = 0;
  std::chrono::milliseconds duration{};
  std::optional<Timestamp> fetched_at;  // none: not here
  std::string recording_sids =
      {};  // what it is made of, in time order, separated by spaces; empty: not known
};

/// Whether the file is made of all that the call's audio should be made of. A file of which that is not
/// known, an older version's, counts as such, and so does every file while no recording is there.
bool is_made_of_all(const AudioFile& file, const std::vector<domain::Recording>& recordings);

class RecordingStore {
 public:
  explicit RecordingStore(database::Session& session) : session_(session) {}

  /// Inserts or completes: known values are never emptied, `completed` is never taken back, durations only
  /// grow.
  void save(const domain::Recording& recording);
  std::optional<domain::Recording> find(std::string_view recording_sid);
  std::vector<domain::Recording> of_call(std::string_view call_sid);

  AudioFile audio_file(std::string_view call_sid);
  void save_audio_file(std::string_view call_sid, const AudioFile& file);
  void forget_audio_file(std::string_view call_sid);

  /// Takes the right to fetch this call's audio until `until`; false while another owner has it.
  bool claim_fetch(std::string_view call_sid, std::string_view owner, Timestamp now, Timestamp until);
  /// False if the right has been lost to somebody else.
  bool extend_fetch(std::string_view call_sid, std::string_view owner, Timestamp until);
  void release_fetch(std::string_view call_sid, std::string_view owner);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
