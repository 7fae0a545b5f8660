// SPDX-License-Identifier: Apache-2.0
#include "store/deletion_store.h"

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

constexpr std::string_view kColumns =
    "SELECT call_sid, target, business_id, reason, asked_at, attempts, answer, answered_at, done_at FROM "
    "audio_deletions";
constexpr std::string_view kFileFirst = " ORDER BY CASE WHEN target = 'file' THEN 0 ELSE 1 END, target";

DeletionReason parse_reason(std::string_view text) {
  return text == to_string(DeletionReason::call_deleted) ? DeletionReason::call_deleted
                                                         : DeletionReason::retention;
}

/// The rows of a query over `kColumns` whose values are bound.
std::vector<AudioDeletion> rows_of(Query& query) {
  std::vector<AudioDeletion> rows;
  AudioDeletion row;
  std::string reason;
  query.into(row.call_sid, row.target, row.business_id, reason, row.asked_at, row.attempts, row.answer,
             row.answered_at, row.done_at);
  while (query.next()) {
    row.reason = parse_reason(reason);
    rows.push_back(row);
  }
  return rows;
}

std::vector<std::string> names_of(Query& query) {
  std::vector<std::string> names;
  std::string name;
  query.into(name);
  while (query.next()) names.push_back(name);
  return names;
}

}  // namespace

std::string_view to_string(DeletionReason reason) {
  return reason == DeletionReason::retention ? "retention" : "call_deleted";
}

void DeletionStore::ask(const AudioDeletion& deletion) {
  Query(session_,
        "INSERT INTO audio_deletions (call_sid, target, business_id, reason, asked_at) VALUES (:call, "
        ":target, :business, :reason, :asked) ON CONFLICT (call_sid, target) DO UPDATE SET reason = "
        "excluded.reason, done_at = CASE WHEN audio_deletions.target = 'file' THEN NULL ELSE "
        "audio_deletions.done_at END")
      .with("call", deletion.call_sid)
      .with("target", deletion.target)
      .with("business", deletion.business_id)
      .with("reason", to_string(deletion.reason))
      .with("asked", deletion.asked_at)
      .run();
}

void DeletionStore::note_answer(std::string_view call_sid, std::string_view target, std::string_view answer,
                                Outcome outcome, Timestamp now) {
  const auto done_at = outcome == Outcome::done ? std::optional(now) : std::nullopt;
  Query(session_,
        "UPDATE audio_deletions SET attempts = attempts + 1, answer = :answer, answered_at = :now, done_at = "
        ":done WHERE call_sid = :call AND target = :target AND done_at IS NULL")
      .with("answer", answer)
      .with("now", now)
      .with("done", done_at)
      .with("call", call_sid)
      .with("target", target)
      .run();
}

std::vector<AudioDeletion> DeletionStore::of_call(std::string_view call_sid) {
  Query query(session_, std::string(kColumns) + " WHERE call_sid = :call" + std::string(kFileFirst));
  query.with("call", call_sid);
  return rows_of(query);
}

std::vector<AudioDeletion> DeletionStore::open_of_call(std::string_view call_sid) {
  Query query(session_, std::string(kColumns) + " WHERE call_sid = :call AND done_at IS NULL" +
                            std::string(kFileFirst));
  query.with("call", call_sid);
  return rows_of(query);
}

std::vector<AudioDeletion> DeletionStore::failed(int limit) {
  Query query(session_, std::string(kColumns) +
                            " WHERE done_at IS NULL AND attempts > 0 ORDER BY asked_at, call_sid, target "
                            "LIMIT :count");
  query.with("count", limit);
  return rows_of(query);
}

long long DeletionStore::count_failed() {
  long long count = 0;
  Query(session_, "SELECT COUNT(*) FROM audio_deletions WHERE done_at IS NULL AND attempts > 0")
      .into(count)
      .next();
  return count;
}

std::vector<std::string> DeletionStore::calls_to_expire(Timestamp began_before,
                                                        std::string_view after_call_sid, int limit) {
  // A recording that became known after all others were deleted is to be deleted as well.
  Query query(session_,
              "SELECT call_sid FROM call_logs WHERE created_at < :cutoff AND call_sid > :after AND "
              "legal_hold_at IS NULL AND ("
              "(audio_expired_at IS NULL AND (recording_url IS NOT NULL OR EXISTS (SELECT 1 FROM recordings "
              "r WHERE r.call_sid = call_logs.call_sid) OR EXISTS (SELECT 1 FROM audio_files f WHERE "
              "f.call_sid = call_logs.call_sid AND f.fetched_at IS NOT NULL))) "
              "OR EXISTS (SELECT 1 FROM recordings r WHERE r.call_sid = call_logs.call_sid AND r.uri <> '' "
              "AND NOT EXISTS "
              "(SELECT 1 FROM audio_deletions d WHERE d.call_sid = r.call_sid AND d.target = r.uri AND "
              "d.done_at IS NOT NULL))) ORDER BY call_sid LIMIT :count");
  query.with("cutoff", began_before).with("after", after_call_sid).with("count", limit);
  return names_of(query);
}

std::vector<std::string> DeletionStore::deleted_calls_to_erase(std::string_view after_call_sid, int limit) {
  Query query(session_,
              "SELECT DISTINCT d.call_sid FROM audio_deletions d JOIN deleted_calls c ON c.call_sid = "
              "d.call_sid WHERE d.done_at IS NULL AND d.call_sid > :after ORDER BY d.call_sid LIMIT :count");
  query.with("after", after_call_sid).with("count", limit);
  return names_of(query);
}

bool DeletionStore::is_deleted(std::string_view call_sid) {
  return business_of_deleted(call_sid).has_value();
}

std::optional<std::string> DeletionStore::business_of_deleted(std::string_view call_sid) {
  std::string business_id;
  Query query(session_, "SELECT business_id FROM deleted_calls WHERE call_sid = :call");
  query.with("call", call_sid).into(business_id);
  if (!query.next()) return std::nullopt;
  return business_id;
}

void DeletionStore::mark_deleted(std::string_view call_sid, std::string_view business_id, Timestamp now) {
  Query(session_,
        "INSERT INTO deleted_calls (call_sid, business_id, deleted_at) VALUES (:call, :business, :now) ON "
        "CONFLICT (call_sid) DO NOTHING")
      .with("call", call_sid)
      .with("business", business_id)
      .with("now", now)
      .run();
}

}  // namespace kolog::store
