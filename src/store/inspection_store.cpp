// SPDX-License-Identifier: Apache-2.0
#include "store/inspection_store.h"

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

/// The jobs that meet a condition over `:limit`, by kind; the example is the one that waits longest.
std::vector<JobTrouble> troubles(database::Session& session, const std::string& since,
                                 const std::string& condition, Timestamp limit) {
  Query query(
      session,
      "SELECT j.kind, g.count, j.name, j.last_error, g.oldest FROM jobs j JOIN (SELECT kind, COUNT(*) AS "
      "count, MIN(" +
          since + ") AS oldest FROM jobs WHERE " + condition + " GROUP BY kind) g ON j.kind = g.kind AND j." +
          since + " = g.oldest WHERE " + condition + " ORDER BY j.kind, j.name");
  query.with("limit", limit.time_since_epoch());
  std::vector<JobTrouble> found;
  JobTrouble trouble;
  std::chrono::milliseconds oldest{};
  query.into(trouble.kind, trouble.count, trouble.example, trouble.last_error, oldest);
  while (query.next()) {
    trouble.oldest = Timestamp{oldest};
    if (found.empty() || found.back().kind != trouble.kind) found.push_back(trouble);
  }
  return found;
}

}  // namespace

std::vector<JobTrouble> InspectionStore::abandoned_jobs(Timestamp lease_until) {
  return troubles(session_, "lease_until_ms", "state = 'leased' AND lease_until_ms < :limit", lease_until);
}

std::vector<JobTrouble> InspectionStore::waiting_jobs(Timestamp due_at) {
  return troubles(session_, "run_at_ms", "state = 'ready' AND run_at_ms < :limit", due_at);
}

std::vector<JobTrouble> InspectionStore::dead_jobs() {
  // Every one counts, however long ago it was asked for.
  return troubles(session_, "asked_at_ms", "state = 'dead' AND asked_at_ms < :limit",
                  Timestamp{std::chrono::milliseconds::max()});
}

std::vector<StoredAudio> InspectionStore::stored_audio() {
  std::vector<StoredAudio> files;
  StoredAudio file;
  Query query(session_, "SELECT call_sid, size FROM audio_files WHERE fetched_at IS NOT NULL");
  query.into(file.call_sid, file.size);
  while (query.next()) files.push_back(file);
  return files;
}

std::optional<StoredAudio> InspectionStore::stored_audio_of(std::string_view call_sid) {
  StoredAudio file;
  Query query(session_,
              "SELECT call_sid, size FROM audio_files WHERE fetched_at IS NOT NULL AND call_sid = :call");
  query.with("call", call_sid).into(file.call_sid, file.size);
  if (!query.next()) return std::nullopt;
  return file;
}

}  // namespace kolog::store
