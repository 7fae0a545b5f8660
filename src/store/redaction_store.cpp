// SPDX-License-Identifier: Apache-2.0
#include "store/redaction_store.h"

#include <boost/json.hpp>

#include "database/query.h"

namespace kolog::store {

namespace json = boost::json;
using database::Query;

namespace {

std::string policy_text(const Redaction& redaction) {
  return json::serialize(domain::policy_json(redaction.policy));
}

std::string spans_text(const Redaction& redaction) {
  return json::serialize(domain::spans_json(redaction.spans));
}

std::string originals_text(const std::map<std::string, std::string>& originals) {
  json::object object;
  for (const auto& [column, text] : originals) object[column] = text;
  return json::serialize(object);
}

std::map<std::string, std::string> originals_of(const json::value& value) {
  std::map<std::string, std::string> originals;
  const auto* object = value.if_object();
  if (object == nullptr) return originals;
  for (const auto& [column, text] : *object) {
    if (text.is_string()) originals[column] = text.get_string();
  }
  return originals;
}

json::value parsed(const std::string& text) {
  boost::system::error_code malformed;
  auto value = json::parse(text, malformed);
  return malformed ? json::value{} : value;
}

}  // namespace

std::optional<Redaction> RedactionStore::find(std::string_view call_sid) {
  Redaction found;
  std::string policy;
  std::string spans;
  std::string originals;
  Query query(session_,
              "SELECT policy, spans, originals, recording_sids, audio_size, audio_content_type, redacted_at "
              "FROM redactions "
              "WHERE call_sid = :call");
  query.with("call", call_sid)
      .into(policy, spans, originals, found.recording_sids, found.audio_size, found.audio_content_type,
            found.redacted_at);
  if (!query.next()) return std::nullopt;
  found.policy = domain::policy_from_json(parsed(policy));
  found.originals = originals_of(parsed(originals));
  // Not to know what is sensitive must never show it: what cannot be read ends the reading.
  found.spans = domain::spans_from_json(parsed(spans)).value();
  return found;
}

void RedactionStore::save(std::string_view call_sid, const Redaction& redaction) {
  Query(session_,
        "INSERT INTO redactions (call_sid, policy, spans, originals, recording_sids, redacted_at) VALUES "
        "(:call, :policy, :spans, :originals, :recordings, :at) ON CONFLICT (call_sid) DO UPDATE SET "
        "policy = excluded.policy, spans = excluded.spans, originals = excluded.originals, "
        "recording_sids = excluded.recording_sids, audio_size = 0, redacted_at = excluded.redacted_at")
      .with("call", call_sid)
      .with("policy", policy_text(redaction))
      .with("spans", spans_text(redaction))
      .with("originals", originals_text(redaction.originals))
      .with("recordings", redaction.recording_sids)
      .with("at", redaction.redacted_at)
      .run();
}

void RedactionStore::save_originals(std::string_view call_sid,
                                    const std::map<std::string, std::string>& originals, Timestamp now) {
  Query(session_,
        "INSERT INTO redactions (call_sid, policy, spans, originals, redacted_at) VALUES (:call, '{}', '[]', "
        ":originals, :at) ON CONFLICT (call_sid) DO UPDATE SET originals = excluded.originals")
      .with("call", call_sid)
      .with("originals", originals_text(originals))
      .with("at", now)
      .run();
}

bool RedactionStore::save_audio(std::string_view call_sid, const Redaction& made_of, std::uint64_t size,
                                std::string_view content_type) {
  return Query(session_,
               "UPDATE redactions SET audio_size = :size, audio_content_type = :type WHERE call_sid = :call "
               "AND spans = :spans AND recording_sids = :recordings")
             .with("size", size)
             .with("type", content_type)
             .with("call", call_sid)
             .with("spans", spans_text(made_of))
             .with("recordings", made_of.recording_sids)
             .run() > 0;
}

void RedactionStore::forget_audio(std::string_view call_sid) {
  Query(session_, "UPDATE redactions SET audio_size = 0 WHERE call_sid = :call").with("call", call_sid).run();
}

void RedactionStore::remove(std::string_view call_sid) {
  Query(session_, "DELETE FROM redactions WHERE call_sid = :call").with("call", call_sid).run();
}

}  // namespace kolog::store
