// SPDX-License-Identifier: Apache-2.0
#include "store/review_store.h"

#include "database/query.h"

namespace kolog::store {

using database::Query;

std::optional<Timestamp> ReviewStore::reviewed_until(std::string_view account_sid) {
  std::optional<Timestamp> until;
  Query(session_, "SELECT reviewed_until FROM account_reviews WHERE account_sid = :account")
      .with("account", account_sid)
      .into(until)
      .next();
  return until;
}

void ReviewStore::save(std::string_view account_sid, Timestamp reviewed_until) {
  Query(session_,
        "INSERT INTO account_reviews (account_sid, reviewed_until) VALUES (:account, :until) ON CONFLICT "
        "(account_sid) "
        "DO UPDATE SET reviewed_until = excluded.reviewed_until")
      .with("account", account_sid)
      .with("until", reviewed_until)
      .run();
}

}  // namespace kolog::store
