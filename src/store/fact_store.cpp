// SPDX-License-Identifier: Apache-2.0
#include "store/fact_store.h"

#include "database/query.h"

namespace kolog::store {

using database::Query;

void FactStore::note(std::string_view call_sid, std::string_view identity, Timestamp now) {
  Query(session_,
        "INSERT INTO call_facts (call_sid, identity, first_told_at, last_told_at) VALUES (:call, :identity, "
        ":now, :now) "
        "ON CONFLICT (call_sid, identity) DO UPDATE SET times = call_facts.times + 1, last_told_at = "
        "excluded.last_told_at")
      .with("call", call_sid)
      .with("identity", identity)
      .with("now", now)
      .run();
}

std::vector<CallFact> FactStore::of_call(std::string_view call_sid) {
  std::vector<CallFact> facts;
  CallFact fact;
  Query query(
      session_,
      "SELECT identity, first_told_at, last_told_at, times FROM call_facts WHERE call_sid = :call ORDER BY "
      "first_told_at, identity");
  query.with("call", call_sid).into(fact.identity, fact.first_told_at, fact.last_told_at, fact.times);
  while (query.next()) facts.push_back(fact);
  return facts;
}

}  // namespace kolog::store
