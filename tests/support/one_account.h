// SPDX-License-Identifier: Apache-2.0
// A directory of one Twilio account, with whose credentials every account's resources are asked for.
#pragma once

#include <string>
#include <string_view>

#include "twilio/account_directory.h"

namespace kolog::testing {

class OneAccount final : public twilio::AccountDirectory {
 public:
  explicit OneAccount(std::string account_sid) : account_sid_(std::move(account_sid)) {}
  Result<twilio::Account> find(std::string_view account_sid) override {
    if (account_sid == unknown && !unknown.empty()) return failure(ErrorCode::refused, "No credentials");
    return twilio::Account{account_sid_, Secret("token-of-the-account"), api_url};
  }

  std::string api_url = "https://api.twilio.com";
  std::string unknown;  // nobody has its credentials

 private:
  const std::string account_sid_;
};

}  // namespace kolog::testing
