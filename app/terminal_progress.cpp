// SPDX-License-Identifier: Apache-2.0
#include "app/terminal_progress.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace kolog::app {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::size_t kLongestBar = 40;
constexpr std::size_t kShortestBar = 5;
constexpr auto kWipe = "\r\x1B[K";

std::size_t terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

std::string progress_line(const std::string& label, double share, std::optional<TimeLeft::Duration> left,
                          std::size_t columns) {
  share = std::clamp(share, 0.0, 1.0);
  std::string tail = fmt::format("] {:3.0f} %", std::floor(share * 100));
  if (left && share < 1) tail += "  " + readable(*left);
  for (const auto& head : {label + " [", std::string("[")}) {
    const auto used = head.size() + tail.size();
    if (used + kShortestBar >= columns) continue;
    const auto width = std::min(kLongestBar, columns - used - 1);
    const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
    return head + std::string(full, '#') + std::string(width - full, '-') + tail;
  }
  return fmt::format("{:.0f} %", std::floor(share * 100));
}

TerminalProgress::TerminalProgress(std::string label)
    : label_(std::move(label)), on_terminal_(::isatty(STDERR_FILENO) == 1) {
  update(0);
}

TerminalProgress::~TerminalProgress() {
  if (on_terminal_) std::cerr << kWipe << std::flush;
}

void TerminalProgress::update(double share) {
  if (!on_terminal_) return;
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  time_left_.update(share, now);
  if (now - drawn_ < kRedraw && share < 1) return;
  drawn_ = now;
  std::cerr << kWipe << progress_line(label_, share, time_left_.left(now), terminal_columns()) << std::flush;
}

}  // namespace kolog::app
