// SPDX-License-Identifier: Apache-2.0
// The right to fetch a call's audio, over all processes: waited for, kept alive, and given back whatever
// happens. Owns a thread that extends it.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "database/database.h"

namespace kolog::recordings {

class FetchRight {
 public:
  struct Settings {
    std::chrono::milliseconds lease;  // how long a dead process keeps others from fetching
  };

  /// Waits until nobody else has it. `cancelled` once `stopping` is set. Database and clock outlive the
  /// right.
  static Result<FetchRight> wait_for(Settings settings, database::Database& database, const Clock& clock,
                                     const std::atomic<bool>& stopping, const std::string& call_sid);
  FetchRight(FetchRight&&) noexcept;
  FetchRight& operator=(FetchRight&&) = delete;
  ~FetchRight();

 private:
  class LeaseKeeper;
  FetchRight(Settings settings, database::Database& database, const Clock& clock, std::string call_sid,
             std::string owner);

  database::Database* database_;
  std::string call_sid_;
  std::string owner_;
  std::unique_ptr<LeaseKeeper> keeper_;  // none: moved from
};

}  // namespace kolog::recordings
