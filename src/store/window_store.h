// SPDX-License-Identifier: Apache-2.0
// The table `transcription_windows`: what a transcription under way has finished, by the name that its
// windows have.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "database/database.h"
#include "domain/transcript.h"

namespace kolog::store {

struct FinishedWindow {
  std::vector<domain::Segment> segments;
  std::vector<domain::DroppedSegment> dropped;
};

class WindowStore {
 public:
  /// What is beyond these is not kept, and costs its time again after a restart.
  struct Limits {
    std::size_t window_bytes = 256 * 1024;  // thirty seconds of speech with all their words take some 20 KiB
    int windows_per_call = 20'000;          // a day's recording of two channels has half as many
  };

  explicit WindowStore(database::Session& session) : session_(session) {}

  /// None where it is not there or cannot be read any more.
  std::optional<FinishedWindow> find(std::string_view call_sid, std::string_view window);
  /// False where it is beyond the limits. Replaces what is there under that name.
  bool save(std::string_view call_sid, std::string_view window, const FinishedWindow& finished, Timestamp now,
            const Limits& limits);
  void forget(std::string_view call_sid);
  int count(std::string_view call_sid);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
