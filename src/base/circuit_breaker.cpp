// SPDX-License-Identifier: Apache-2.0
#include "base/circuit_breaker.h"

#include <algorithm>

#include "base/log.h"

namespace kolog {

using std::chrono::milliseconds;

std::optional<milliseconds> CircuitBreaker::holds_off(const std::string& server) {
  const std::lock_guard lock(mutex_);
  auto& state = servers_[server];
  if (state.pause == milliseconds{0}) return std::nullopt;
  const auto now = clock_.now();
  if (now < state.until) return state.until - now;
  // Whoever asks now may never report, its process killed say: after as long again somebody else may.
  state.until = now + state.pause;
  state.being_asked = true;
  return std::nullopt;
}

void CircuitBreaker::succeeded(const std::string& server) {
  const std::lock_guard lock(mutex_);
  auto& state = servers_[server];
  if (state.pause > milliseconds{0})
    log::info(names_.tag, names_.servers + " answers again", {{"server", server}});
  state = {};
}

void CircuitBreaker::failed(const std::string& server) {
  const std::lock_guard lock(mutex_);
  auto& state = servers_[server];
  ++state.failures;
  const bool is_open = state.pause > milliseconds{0};
  // While it is open, only the answer to the one that asks for all says anything new.
  if (is_open ? !state.being_asked : state.failures < settings_.failures) return;
  state.pause = is_open ? std::min(state.pause * 2, settings_.longest) : settings_.pause;
  state.until = clock_.now() + state.pause;
  state.being_asked = false;
  log::warning(names_.tag, names_.servers + " is left alone for a while",
               {{"server", server}, {"failures", state.failures}, {"ms", state.pause}});
}

}  // namespace kolog
