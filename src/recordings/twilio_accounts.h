// SPDX-License-Identifier: Apache-2.0
// The Twilio accounts that this installation knows: its own, out of the settings, and those that businesses
// brought, out of the database. Any thread; blocks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret_box.h"
#include "database/database.h"
#include "twilio/account_directory.h"

namespace kolog::recordings {

/// The seal of an account's auth token is bound to the account.
std::string seal_auth_token(const SecretBox& secrets, std::string_view account_sid, const Secret& auth_token);

class TwilioAccounts final : public twilio::AccountDirectory {
 public:
  /// `installation` has no SID where the settings name none. What is referred to outlives this object.
  TwilioAccounts(twilio::Account installation, database::Database& database, const SecretBox& secrets);

  /// A business's own account where the SID is one, else the installation's, which may read its subaccounts
  /// too.
  Result<twilio::Account> find(std::string_view account_sid) override;

  struct Owner {
    twilio::Account account;
    std::string business_id;  // empty: the installation's, whose numbers may belong to any business
  };

  /// Who signs the webhooks that name this account: no other's token counts for them. `refused` for an
  /// account that nobody registered.
  Result<Owner> owner_of(std::string_view account_sid);

 private:
  Result<std::optional<Owner>> own_account(std::string_view account_sid);

  const twilio::Account installation_;
  database::Database& database_;
  const SecretBox& secrets_;
};

}  // namespace kolog::recordings
