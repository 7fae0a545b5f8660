// SPDX-License-Identifier: Apache-2.0
// The table `redactions`: what is blacked out of a call, what people typed before it was masked, and the
// recording with a tone over the same words.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "database/database.h"
#include "domain/redaction.h"

namespace kolog::store {

struct Redaction {
  domain::RedactionPolicy policy;  // that the call was understood under
  std::vector<domain::RedactedSpan> spans = {};
  std::map<std::string, std::string> originals = {};  // by the column of call_logs
  std::string recording_sids = {};                    // AudioFile's, when the spans were found
  std::uint64_t audio_size = 0;                       // bytes; 0: the copy is not made
  std::string audio_content_type = {};
  Timestamp redacted_at{};

  /// Whether what is played must be the copy.
  bool needs_tone() const { return policy.audio && !spans.empty(); }
};

class RedactionStore {
 public:
  explicit RedactionStore(database::Session& session) : session_(session) {}

  std::optional<Redaction> find(std::string_view call_sid);
  /// Replaces what was there. A copy of the recording that was made before counts no longer.
  void save(std::string_view call_sid, const Redaction& redaction);
  /// Leaves the rest as it is; a call that is not redacted yet gets an empty policy.
  void save_originals(std::string_view call_sid, const std::map<std::string, std::string>& originals,
                      Timestamp now);
  /// False where other spans were saved meanwhile: the copy was not made of these.
  bool save_audio(std::string_view call_sid, const Redaction& made_of, std::uint64_t size,
                  std::string_view content_type);
  void forget_audio(std::string_view call_sid);
  void remove(std::string_view call_sid);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
