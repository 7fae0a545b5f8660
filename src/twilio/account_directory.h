// SPDX-License-Identifier: Apache-2.0
// With which credentials an account's resources are asked for, and at which of Twilio's hosts. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace kolog::twilio {

struct Account {
  std::string account_sid;  // the user name; for a subaccount this may be its main account's
  Secret auth_token;
  std::string api_url;  // https://api.twilio.com, or a region's, without trailing slash
};

class AccountDirectory {
 public:
  virtual ~AccountDirectory() = default;
  /// For the resources of the account `account_sid`; empty: the installation's own. `refused` where nobody
  /// gave credentials for it.
  virtual Result<Account> find(std::string_view account_sid) = 0;
};

}  // namespace kolog::twilio
