// SPDX-License-Identifier: Apache-2.0
#include "api/login_throttle.h"

#include <algorithm>
#include <utility>

#include <boost/asio/ip/address.hpp>

namespace kolog::api {
namespace {

/// The network that one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 one.
std::string network_of(std::string_view address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(std::string(address), error);
  if (error || parsed.is_v4()) return std::string(address);
  auto bytes = parsed.to_v6().to_bytes();
  if (parsed.to_v6().is_v4_mapped()) return std::string(address);
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return boost::asio::ip::address_v6(bytes).to_string();
}

Error too_many(std::chrono::milliseconds wait) {
  auto error = failure(ErrorCode::rate_limited, "Too many attempts to log in. Try again later.");
  error.retry_after = std::max(std::chrono::seconds{1}, std::chrono::ceil<std::chrono::seconds>(wait));
  return error;
}

}  // namespace

LoginThrottle::LoginThrottle(const Settings& settings, const Clock& clock)
    : settings_(settings), clock_(clock) {}

LoginThrottle::Attempt::Attempt(LoginThrottle& throttle, std::string email, std::string address)
    : throttle_(&throttle), email_(std::move(email)), address_(std::move(address)) {}

LoginThrottle::Attempt::Attempt(Attempt&& other) noexcept
    : throttle_(std::exchange(other.throttle_, nullptr)),
      email_(std::move(other.email_)),
      address_(std::move(other.address_)) {}

LoginThrottle::Attempt::~Attempt() {
  if (throttle_ == nullptr) return;
  const std::scoped_lock lock(throttle_->mutex_);
  --throttle_->under_way_;
}

void LoginThrottle::Attempt::succeed() {
  const std::scoped_lock lock(throttle_->mutex_);
  throttle_->windows_.erase(email_);
  if (const auto found = throttle_->windows_.find(address_); found != throttle_->windows_.end()) {
    found->second.failures = std::max(0, found->second.failures - 1);
  }
}

Result<LoginThrottle::Attempt> LoginThrottle::begin(std::string_view email, std::string_view address) {
  // The prefixes keep the two kinds of names apart.
  const auto email_name = "e:" + std::string(email);
  const auto address_name = "a:" + network_of(address);
  const auto now = clock_.now();
  const std::scoped_lock lock(mutex_);
  if (under_way_ >= settings_.attempts_at_once) return too_many(std::chrono::seconds{2});
  make_room(now);
  auto& by_address = window_of(address_name, now);
  if (by_address.failures >= settings_.failures_per_address) return too_many(by_address.ends - now);
  auto& by_email = window_of(email_name, now);
  if (by_email.failures >= settings_.failures_per_email) return too_many(by_email.ends - now);
  ++by_address.failures;
  ++by_email.failures;
  ++under_way_;
  return Attempt(*this, email_name, address_name);
}

LoginThrottle::Window& LoginThrottle::window_of(const std::string& name, Timestamp now) {
  auto& window = windows_[name];
  if (window.ends <= now) window = {now + settings_.window, 0};
  return window;
}

void LoginThrottle::make_room(Timestamp now) {
  if (windows_.size() < settings_.maximum_entries) return;
  std::erase_if(windows_, [now](const auto& entry) { return entry.second.ends <= now; });
  if (windows_.size() < settings_.maximum_entries) return;
  // A flood of invented addresses: those few that were really guessed at often are worth keeping.
  std::erase_if(windows_, [](const auto& entry) { return entry.second.failures <= 1; });
  if (windows_.size() >= settings_.maximum_entries) windows_.clear();
}

}  // namespace kolog::api
