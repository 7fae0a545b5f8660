// SPDX-License-Identifier: Apache-2.0
// How long a piece of work will still take, from how it went lately. One thread at a time.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace kolog::app {

class TimeLeft {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  struct Settings {
    std::chrono::milliseconds first{2'000};       // nothing is said before
    std::chrono::milliseconds half_life{30'000};  // after which what was counts half
  };

  TimeLeft() = default;
  explicit TimeLeft(Settings settings) : settings_(settings) {}

  /// The share that is done, 0 to 1. The first one may be more than nothing: a download that goes on.
  void update(double share, Time now);
  /// None as long as there is nothing to reckon from.
  std::optional<Duration> left(Time now) const;

 private:
  Settings settings_;
  std::optional<Time> started_;
  Time changed_;
  double share_ = 0;
  // Both fade alike, so that their quotient is a speed from the beginning on.
  double done_ = 0;
  double seconds_ = 0;
};

/// `about 40 s left`, `about 3 min left`, `about 1 h 20 min left`.
std::string readable(TimeLeft::Duration left);

}  // namespace kolog::app
