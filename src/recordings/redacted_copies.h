// SPDX-License-Identifier: Apache-2.0
// Copies of recordings with a tone over what is blacked out, beside the recordings themselves. Any thread;
// blocks.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "database/database.h"
#include "objects/object_store.h"
#include "recordings/call_audio.h"
#include "recordings/recording_fetcher.h"
#include "store/redaction_store.h"

namespace kolog::recordings {

class RedactedCopies {
 public:
  /// What is referred to outlives this object.
  RedactedCopies(database::Database& database, objects::ObjectStore& objects, Beep beep);

  /// The copy, or the original where none is called for; `recording_pending` until the copy is made,
  /// `recording_being_redacted` where the original is not what was understood.
  Result<CallAudio> open(const std::string& call_sid, CallAudio original);

  /// For whoever has the right to fetch.
  Result<void> make(const std::string& call_sid, const CallAudio& original);

  /// For whoever has the right to fetch. Also of a call that is not there any more.
  Result<void> remove(const std::string& call_sid);

 private:
  Result<void> keep(const std::string& call_sid, const store::Redaction& redaction,
                    const std::filesystem::path& copy, std::string_view content_type);

  database::Database& database_;
  objects::ObjectStore& objects_;
  const Beep beep_;
};

}  // namespace kolog::recordings
