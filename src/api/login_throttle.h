// SPDX-License-Identifier: Apache-2.0
// Slows down whoever guesses passwords: per e-mail address, per network address, and in all. Any thread; in
// memory, bounded: a restart forgives.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace kolog::api {

class LoginThrottle {
 public:
  struct Settings {
    int failures_per_email = 10;
    int failures_per_address = 50;
    std::chrono::seconds window{15 * 60};
    int attempts_at_once = 32;             // each waits for a hash; more are turned away
    std::size_t maximum_entries = 50'000;  // names remembered; above it the oldest windows go
  };

  LoginThrottle(const Settings& settings, const Clock& clock);

  /// One attempt, counted as a failure from its beginning, so that attempts side by side do not slip through.
  class Attempt {
   public:
    Attempt(LoginThrottle& throttle, std::string email, std::string address);
    Attempt(Attempt&& other) noexcept;
    Attempt& operator=(Attempt&&) = delete;
    ~Attempt();

    /// Takes the failure back, and forgets this e-mail's earlier ones.
    void succeed();

   private:
    LoginThrottle* throttle_;
    std::string email_;
    std::string address_;
  };

  /// `rate_limited` with the time to wait.
  Result<Attempt> begin(std::string_view email, std::string_view address);

 private:
  struct Window {
    Timestamp ends{};
    int failures = 0;
  };

  Window& window_of(const std::string& name, Timestamp now);
  void make_room(Timestamp now);

  const Settings settings_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Window> windows_;
  int under_way_ = 0;
};

}  // namespace kolog::api
