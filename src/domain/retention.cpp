// SPDX-License-Identifier: Apache-2.0
#include "domain/retention.h"

namespace kolog::domain {

Timestamp audio_expires_at(const Call& call, std::chrono::days retention) {
  return call.created_at + retention;
}

bool is_audio_over(const Call& call, std::chrono::days retention, Timestamp now) {
  // What is gone is gone, also where a hold came too late.
  if (call.audio_expired_at) return true;
  return !call.legal_hold_at && now > audio_expires_at(call, retention);
}

}  // namespace kolog::domain
