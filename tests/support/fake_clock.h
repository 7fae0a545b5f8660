// SPDX-License-Identifier: Apache-2.0
// A clock that stands until it is moved. Any thread.
#pragma once

#include <atomic>
#include <chrono>

#include "base/clock.h"

namespace kolog::testing {

class FakeClock final : public Clock {
 public:
  Timestamp now() const override { return Timestamp{std::chrono::milliseconds{milliseconds_.load()}}; }
  void advance(std::chrono::milliseconds time) { milliseconds_ += time.count(); }

 private:
  std::atomic<long long> milliseconds_{1'772'000'000'000};  // 25 February 2026
};

}  // namespace kolog::testing
