// SPDX-License-Identifier: Apache-2.0
// Keeps requests from a server that is ailing: after several failures in a row nobody asks it for a while,
// then one asks, and the answer decides for all. Closes by itself. Any thread.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"

namespace kolog {

class CircuitBreaker {
 public:
  struct Settings {
    int failures = 5;                        // in a row, before it opens
    std::chrono::milliseconds pause{5'000};  // the first; doubles while the one that asks fails again
    std::chrono::milliseconds longest{120'000};
  };

  /// What the log calls the servers ("Twilio"), and the tag that it says so under.
  struct Names {
    std::string tag;
    std::string servers;
  };

  CircuitBreaker(Settings settings, Names names, const Clock& clock)
      : settings_(settings), names_(std::move(names)), clock_(clock) {}

  /// None: go ahead, and report how it went. Else how long not to ask this server.
  std::optional<std::chrono::milliseconds> holds_off(const std::string& server);

  void succeeded(const std::string& server);
  void failed(const std::string& server);

 private:
  struct State {
    int failures = 0;
    std::chrono::milliseconds pause{};  // 0: closed
    Timestamp until{};                  // open until then; whoever asks after that asks for all
    bool being_asked = false;
  };

  const Settings settings_;
  const Names names_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, State> servers_;
};

}  // namespace kolog
