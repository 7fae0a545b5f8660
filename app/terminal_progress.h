// SPDX-License-Identifier: Apache-2.0
// A progress bar with the time that is left, on standard error and only when that is a terminal. Any thread.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "app/time_left.h"

namespace kolog::app {

class TerminalProgress {
 public:
  explicit TerminalProgress(std::string label);
  /// Wipes the bar away.
  ~TerminalProgress();
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;

  /// 0 to 1.
  void update(double share);

 private:
  using Clock = std::chrono::steady_clock;

  std::string label_;
  bool on_terminal_;
  std::mutex mutex_;
  TimeLeft time_left_;
  Clock::time_point drawn_;
};

/// One line of a bar that is at most `columns` wide: the label, a bar, per cent, and the time that is left
/// where it can be said. On a narrow terminal the label goes first.
std::string progress_line(const std::string& label, double share, std::optional<TimeLeft::Duration> left,
                          std::size_t columns);

}  // namespace kolog::app
