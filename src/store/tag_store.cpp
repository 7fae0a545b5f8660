// SPDX-License-Identifier: Apache-2.0
#include "store/tag_store.h"

#include <algorithm>
#include <map>
#include <string>

#include <boost/json.hpp>

#include "database/query.h"
#include "domain/insight_json.h"

namespace kolog::store {

namespace json = boost::json;
using database::Query;
using domain::CallTag;

std::vector<CallTag> TagStore::of_call(std::string_view call_sid) {
  std::vector<CallTag> tags;
  CallTag tag;
  std::string evidence;
  Query query(session_,
              "SELECT rule_id, name, evidence, tagged_at FROM call_tags WHERE call_sid = :call ORDER BY "
              "rule_id");
  query.with("call", call_sid).into(tag.rule_id, tag.name, evidence, tag.tagged_at);
  while (query.next()) {
    boost::system::error_code malformed;
    tag.evidence = domain::evidence_list_from_json(json::parse(evidence, malformed));
    tags.push_back(tag);
  }
  return tags;
}

TagChange TagStore::replace(std::string_view call_sid, const std::vector<CallTag>& tags) {
  std::map<std::string, Timestamp> before;
  for (const auto& tag : of_call(call_sid)) before[tag.rule_id] = tag.tagged_at;
  Query(session_, "DELETE FROM call_tags WHERE call_sid = :call").with("call", call_sid).run();
  for (const auto& tag : tags) {
    const auto known = before.find(tag.rule_id);
    Query(session_,
          "INSERT INTO call_tags (call_sid, rule_id, name, evidence, tagged_at) VALUES (:call, :rule, :name, "
          ":evidence, :at)")
        .with("call", call_sid)
        .with("rule", tag.rule_id)
        .with("name", tag.name)
        .with("evidence", json::serialize(domain::to_json(tag.evidence)))
        .with("at", known != before.end() ? known->second : tag.tagged_at)
        .run();
  }
  const bool same = tags.size() == before.size() && std::ranges::all_of(tags, [&](const CallTag& tag) {
                      return before.contains(tag.rule_id);
                    });
  return same ? TagChange::none : TagChange::some;
}

}  // namespace kolog::store
