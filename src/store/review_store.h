// SPDX-License-Identifier: Apache-2.0
// The table `account_reviews`: up to when each Twilio account was asked which calls it had.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "database/database.h"

namespace kolog::store {

class ReviewStore {
 public:
  explicit ReviewStore(database::Session& session) : session_(session) {}

  std::optional<Timestamp> reviewed_until(std::string_view account_sid);
  void save(std::string_view account_sid, Timestamp reviewed_until);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
