// SPDX-License-Identifier: Apache-2.0
#include "store/recording_store.h"

#include <algorithm>

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;
using domain::Recording;

constexpr std::string_view kColumns =
    "SELECT recording_sid, call_sid, uri, status, duration, channels, source, started_at, error_code FROM "
    "recordings";

struct Row {
  Recording recording;
  std::string status;

  void read_from(Query& query) {
    query.into(recording.recording_sid, recording.call_sid, recording.uri, status, recording.duration,
               recording.channels, recording.source, recording.started_at, recording.error_code);
  }
  Recording result() {
    recording.status = domain::parse_recording_status(status);
    return recording;
  }
};

}  // namespace

bool is_made_of_all(const AudioFile& file, const std::vector<Recording>& recordings) {
  const auto parts = sids_of(parts_of_audio(recordings));
  return file.recording_sids.empty() || parts.empty() || file.recording_sids == parts;
}

void RecordingStore::save(const Recording& news) {
  auto merged = find(news.recording_sid).value_or(Recording{});
  merged.recording_sid = news.recording_sid;
  // Whose recording it is, the first telling says: a later one cannot move it to another call.
  if (merged.call_sid.empty()) merged.call_sid = news.call_sid;
  if (merged.uri.empty()) merged.uri = news.uri;
  // The order of the enumeration is the order of a recording's life.
  merged.status = std::max(merged.status, news.status);
  merged.duration = std::max(merged.duration, news.duration);
  merged.channels = std::max(merged.channels, news.channels);
  if (!news.source.empty()) merged.source = news.source;
  if (news.started_at) merged.started_at = news.started_at;
  if (news.error_code != 0) merged.error_code = news.error_code;
  Query(session_,
        "INSERT INTO recordings (recording_sid, call_sid, uri, status, duration, channels, source, "
        "started_at, error_code) "
        "VALUES (:sid, :call, :uri, :status, :duration, :channels, :source, :started, :error) ON CONFLICT "
        "(recording_sid) DO "
        "UPDATE SET uri = excluded.uri, status = excluded.status, duration = excluded.duration, channels = "
        "excluded.channels, source = excluded.source, started_at = excluded.started_at, error_code = "
        "excluded.error_code")
      .with("sid", merged.recording_sid)
      .with("call", merged.call_sid)
      .with("uri", merged.uri)
      .with("status", to_string(merged.status))
      .with("duration", merged.duration)
      .with("channels", merged.channels)
      .with("source", merged.source)
      .with("started", merged.started_at)
      .with("error", merged.error_code)
      .run();
}

std::optional<Recording> RecordingStore::find(std::string_view recording_sid) {
  Row row;
  Query query(session_, std::string(kColumns) + " WHERE recording_sid = :sid");
  query.with("sid", recording_sid);
  row.read_from(query);
  if (!query.next()) return std::nullopt;
  return row.result();
}

std::vector<Recording> RecordingStore::of_call(std::string_view call_sid) {
  std::vector<Recording> recordings;
  Row row;
  Query query(session_, std::string(kColumns) + " WHERE call_sid = :call ORDER BY started_at, recording_sid");
  query.with("call", call_sid);
  row.read_from(query);
  while (query.next()) recordings.push_back(row.result());
  return recordings;
}

AudioFile RecordingStore::audio_file(std::string_view call_sid) {
  AudioFile file;
  Query query(session_,
              "SELECT content_type, size, channels, duration_ms, fetched_at, recording_sids FROM audio_files "
              "WHERE call_sid = :call");
  query.with("call", call_sid)
      .into(file.content_type, file.size, file.channels, file.duration, file.fetched_at, file.recording_sids)
      .next();
  return file;
}

void RecordingStore::save_audio_file(std::string_view call_sid, const AudioFile& file) {
  Query(session_,
        "INSERT INTO audio_files (call_sid, content_type, size, channels, duration_ms, fetched_at, "
        "recording_sids) VALUES "
        "(:call, :type, :size, :channels, :duration, :fetched, :sids) ON CONFLICT (call_sid) DO UPDATE SET "
        "content_type = "
        "excluded.content_type, size = excluded.size, channels = excluded.channels, duration_ms = "
        "excluded.duration_ms, "
        "fetched_at = excluded.fetched_at, recording_sids = excluded.recording_sids")
      .with("call", call_sid)
      .with("type", file.content_type)
      .with("size", file.size)
      .with("channels", file.channels)
      .with("duration", file.duration)
      .with("fetched", file.fetched_at)
      .with("sids", file.recording_sids)
      .run();
}

void RecordingStore::forget_audio_file(std::string_view call_sid) {
  Query(session_, "UPDATE audio_files SET fetched_at = NULL, size = 0 WHERE call_sid = :call")
      .with("call", call_sid)
      .run();
}

bool RecordingStore::claim_fetch(std::string_view call_sid, std::string_view owner, Timestamp now,
                                 Timestamp until) {
  return Query(session_,
               "INSERT INTO audio_files (call_sid, fetch_owner, fetch_until_ms) VALUES (:call, :owner, "
               ":until) ON CONFLICT "
               "(call_sid) DO UPDATE SET fetch_owner = excluded.fetch_owner, fetch_until_ms = "
               "excluded.fetch_until_ms WHERE "
               "audio_files.fetch_owner = '' OR audio_files.fetch_until_ms <= :now")
             .with("call", call_sid)
             .with("owner", owner)
             .with("until", until.time_since_epoch())
             .with("now", now.time_since_epoch())
             .run() > 0;
}

bool RecordingStore::extend_fetch(std::string_view call_sid, std::string_view owner, Timestamp until) {
  return Query(
             session_,
             "UPDATE audio_files SET fetch_until_ms = :until WHERE call_sid = :call AND fetch_owner = :owner")
             .with("until", until.time_since_epoch())
             .with("call", call_sid)
             .with("owner", owner)
             .run() > 0;
}

void RecordingStore::release_fetch(std::string_view call_sid, std::string_view owner) {
  Query(session_,
        "UPDATE audio_files SET fetch_owner = '', fetch_until_ms = 0 WHERE call_sid = :call AND fetch_owner "
        "= :owner")
      .with("call", call_sid)
      .with("owner", owner)
      .run();
}

}  // namespace kolog::store
