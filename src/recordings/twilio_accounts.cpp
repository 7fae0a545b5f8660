// SPDX-License-Identifier: Apache-2.0
#include "recordings/twilio_accounts.h"

#include <utility>

#include "store/twilio_account_store.h"

namespace kolog::recordings {
namespace {

std::string context_of(std::string_view account_sid) {
  return "twilio:" + std::string(account_sid);
}

std::string without_trailing_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

std::string seal_auth_token(const SecretBox& secrets, std::string_view account_sid,
                            const Secret& auth_token) {
  return secrets.seal(auth_token, context_of(account_sid));
}

TwilioAccounts::TwilioAccounts(twilio::Account installation, database::Database& database,
                               const SecretBox& secrets)
    : installation_{std::move(installation.account_sid), std::move(installation.auth_token),
                    without_trailing_slash(std::move(installation.api_url))},
      database_(database),
      secrets_(secrets) {}

Result<std::optional<TwilioAccounts::Owner>> TwilioAccounts::own_account(std::string_view account_sid) {
  const auto row =
      database_.read([&](database::Session& session) -> Result<std::optional<domain::TwilioAccount>> {
        return store::TwilioAccountStore(session).find(account_sid);
      });
  if (!row) return row.error();
  if (!*row) return std::optional<Owner>();
  auto token = secrets_.unseal((*row)->sealed_auth_token, context_of(account_sid));
  if (!token) return token.error();
  auto url = (*row)->api_url.empty() ? installation_.api_url : without_trailing_slash((*row)->api_url);
  return std::optional(Owner{{(*row)->account_sid, *std::move(token), std::move(url)}, (*row)->business_id});
}

Result<twilio::Account> TwilioAccounts::find(std::string_view account_sid) {
  if (account_sid != installation_.account_sid && !account_sid.empty()) {
    auto own = own_account(account_sid);
    if (!own) return own.error();
    if (*own) return std::move((*own)->account);
  }
  if (installation_.account_sid.empty() || installation_.auth_token.empty()) {
    return failure(ErrorCode::refused, "There are no credentials for this call's Twilio account",
                   std::string(account_sid));
  }
  return installation_;
}

Result<TwilioAccounts::Owner> TwilioAccounts::owner_of(std::string_view account_sid) {
  auto own = own_account(account_sid);
  if (!own) return own.error();
  if (*own) return std::move(**own);
  if (account_sid.empty() || account_sid == installation_.account_sid) return Owner{installation_, {}};
  return failure(ErrorCode::refused, "This Twilio account belongs to nobody here", std::string(account_sid));
}

}  // namespace kolog::recordings
