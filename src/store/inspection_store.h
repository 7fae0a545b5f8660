// SPDX-License-Identifier: Apache-2.0
// What an examination of an installation reads, over all businesses: work that does not get done, and files
// that should be there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "database/database.h"

namespace kolog::store {

/// Jobs of one kind that share a trouble.
struct JobTrouble {
  std::string kind;
  long long count = 0;
  std::string example;     // a job's name
  std::string last_error;  // that job's; may be empty
  Timestamp oldest{};      // since when they wait
};

struct StoredAudio {
  std::string call_sid;
  std::uint64_t size = 0;  // bytes
};

class InspectionStore {
 public:
  explicit InspectionStore(database::Session& session) : session_(session) {}

  /// Leased to somebody whose lease ran out before `lease_until`, and taken up by nobody since.
  std::vector<JobTrouble> abandoned_jobs(Timestamp lease_until);
  /// Due since before `due_at` and taken up by nobody.
  std::vector<JobTrouble> waiting_jobs(Timestamp due_at);
  std::vector<JobTrouble> dead_jobs();

  /// The files that should be there, of all calls.
  std::vector<StoredAudio> stored_audio();
  std::optional<StoredAudio> stored_audio_of(std::string_view call_sid);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
