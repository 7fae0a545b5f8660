// SPDX-License-Identifier: Apache-2.0
// A progress bar with the time that is left, on standard error and only when that is a terminal. Any thread.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

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
  Clock::time_point started_ = Clock::now();
  std::mutex mutex_;
  Clock::time_point drawn_;
};

/// One line of a bar that is at most `columns` wide: the label, a bar, per cent, and minutes and seconds
/// left, of which nothing is said before there is something to reckon from.
std::string progress_line(const std::string& label, double share, std::chrono::milliseconds elapsed,
                          std::size_t columns);

}  // namespace kolog::app
