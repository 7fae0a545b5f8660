// SPDX-License-Identifier: Apache-2.0
#include "store/twilio_account_store.h"

#include <string>

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

constexpr std::string_view kColumns =
    "SELECT account_sid, business_id, sealed_auth_token, api_url, created_at FROM twilio_accounts";

void read_account(Query& query, domain::TwilioAccount& account) {
  query.into(account.account_sid, account.business_id, account.sealed_auth_token, account.api_url,
             account.created_at);
}

}  // namespace

bool TwilioAccountStore::save(const domain::TwilioAccount& account) {
  return Query(session_,
               "INSERT INTO twilio_accounts (account_sid, business_id, sealed_auth_token, api_url, "
               "created_at) VALUES "
               "(:sid, :business, :token, :url, :created) ON CONFLICT (account_sid) DO UPDATE SET "
               "sealed_auth_token = "
               "excluded.sealed_auth_token, api_url = excluded.api_url WHERE twilio_accounts.business_id = "
               "excluded.business_id")
             .with("sid", account.account_sid)
             .with("business", account.business_id)
             .with("token", account.sealed_auth_token)
             .with("url", account.api_url)
             .with("created", account.created_at)
             .run() > 0;
}

std::optional<domain::TwilioAccount> TwilioAccountStore::find(std::string_view account_sid) {
  domain::TwilioAccount account;
  Query query(session_, std::string(kColumns) + " WHERE account_sid = :sid");
  query.with("sid", account_sid);
  read_account(query, account);
  if (!query.next()) return std::nullopt;
  return account;
}

std::vector<domain::TwilioAccount> TwilioAccountStore::list() {
  std::vector<domain::TwilioAccount> accounts;
  domain::TwilioAccount account;
  Query query(session_, std::string(kColumns) + " ORDER BY business_id, account_sid");
  read_account(query, account);
  while (query.next()) accounts.push_back(account);
  return accounts;
}

bool TwilioAccountStore::remove(std::string_view account_sid) {
  return Query(session_, "DELETE FROM twilio_accounts WHERE account_sid = :sid")
             .with("sid", account_sid)
             .run() > 0;
}

}  // namespace kolog::store
