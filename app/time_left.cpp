// SPDX-License-Identifier: Apache-2.0
#include "app/time_left.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace kolog::app {
namespace {

using Seconds = std::chrono::duration<double>;
/// What takes longer is not worth a number, and would not fit one.
constexpr Seconds kLongest = std::chrono::hours{1000};

}  // namespace

void TimeLeft::update(double share, Time now) {
  if (!started_) {
    started_ = changed_ = now;
    share_ = share;
    return;
  }
  if (share <= share_ || now <= changed_) return;
  const Seconds passed = now - changed_;
  const double kept = std::exp2(-passed / Seconds(settings_.half_life));
  done_ = done_ * kept + (share - share_);
  seconds_ = seconds_ * kept + passed.count();
  share_ = share;
  changed_ = now;
}

std::optional<TimeLeft::Duration> TimeLeft::left(Time now) const {
  if (!started_ || now - *started_ < settings_.first || done_ <= 0) return std::nullopt;
  const Seconds from_then((1 - share_) * seconds_ / done_);
  // Time goes by between two steps of the work, too.
  const auto left = std::clamp<Seconds>(from_then - (now - changed_), Seconds{0}, kLongest);
  return std::chrono::duration_cast<Duration>(left);
}

std::string readable(TimeLeft::Duration left) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
  if (seconds < 10) return fmt::format("about {} s left", std::max<long long>(seconds, 1));
  if (seconds <= 55) return fmt::format("about {} s left", (seconds + 2) / 5 * 5);
  const auto minutes = (seconds + 30) / 60;
  if (minutes < 60) return fmt::format("about {} min left", std::max<long long>(minutes, 1));
  const auto rounded = (minutes + 2) / 5 * 5;
  if (rounded % 60 == 0) return fmt::format("about {} h left", rounded / 60);
  return fmt::format("about {} h {} min left", rounded / 60, rounded % 60);
}

}  // namespace kolog::app
