// SPDX-License-Identifier: Apache-2.0
// The table `twilio_accounts`: accounts of businesses that bring their own. Tokens are sealed.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "domain/business.h"

namespace kolog::store {

class TwilioAccountStore {
 public:
  explicit TwilioAccountStore(database::Session& session) : session_(session) {}

  /// A new token or host replaces the old one. False if the account is another business's.
  bool save(const domain::TwilioAccount& account);
  std::optional<domain::TwilioAccount> find(std::string_view account_sid);
  std::vector<domain::TwilioAccount> list();
  bool remove(std::string_view account_sid);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
