// SPDX-License-Identifier: Apache-2.0
#include "store/call_store.h"

#include <algorithm>
#include <iterator>
#include <sstream>

#include "database/query.h"
#include "store/call_columns.h"

namespace kolog::store {
namespace {

using database::Query;
using domain::Call;

constexpr std::string_view kColumns =
    "call_sid, business_id, account_sid, parent_call_sid, from_number, to_number, direction, status, "
    "duration, "
    "recording_url, recording_sid, transcription, final_transcript, transcript_source, language, "
    "extracted_service, "
    "extracted_city, extraction_confidence, summary, notes, failure_stage, failure_reason, created_at, "
    "ended_at, notice_language, notice_words, notice_at, legal_hold_at, audio_expired_at, failure_code, "
    "service_name, "
    "service_certainty, city_certainty, needs_review, corrected_fields, corrected_values";

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

/// Reads rows of `kColumns`; keeps the text that is not the domain's own type between the row and the call.
struct Row {
  Call call;
  std::string direction;
  std::string language;
  std::string notice_language;
  std::string notice_words;
  std::optional<Timestamp> notice_at;
  std::string corrected_fields;
  std::string corrected_values;

  void read_from(Query& query) {
    query.into(call.call_sid, call.business_id, call.account_sid, call.parent_call_sid, call.from_number,
               call.to_number, direction, call.status, call.duration, call.recording_url, call.recording_sid,
               call.transcription, call.final_transcript, call.transcript_source, language,
               call.extracted_service, call.extracted_city, call.extraction_confidence, call.summary,
               call.notes, call.failure_stage, call.failure_reason, call.created_at, call.ended_at,
               notice_language, notice_words, notice_at, call.legal_hold_at, call.audio_expired_at,
               call.failure_code, call.service_name, call.service_certainty, call.city_certainty,
               call.needs_review, corrected_fields, corrected_values);
  }
  Call result() {
    call.direction = domain::parse_direction(direction);
    call.language = domain::parse_language(language);
    call.corrected = words_of(corrected_fields);
    call.corrected_values = values_of(corrected_values);
    call.notice.reset();
    if (notice_at) {
      call.notice =
          domain::RecordingNotice{domain::parse_language(notice_language).value_or(domain::Language::hebrew),
                                  notice_words, *notice_at};
    }
    return call;
  }
};

std::string like_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

/// The conditions of a filter and their values, for the page and for its total alike.
struct Conditions {
  std::string sql = " WHERE business_id = :business";
  std::vector<std::pair<const char*, std::string>> values;

  void add(std::string_view condition, const char* name, std::string value) {
    sql.append(" AND ").append(condition);
    values.emplace_back(name, std::move(value));
  }
  void bind(Query& query) const {
    for (const auto& [name, value] : values) query.with(name, value);
  }
};

Conditions conditions_of(std::string_view business_id, const CallFilter& filter) {
  Conditions conditions;
  conditions.values.emplace_back("business", std::string(business_id));
  if (!filter.search.empty()) {
    conditions.add(
        "(final_transcript LIKE :search ESCAPE '\\' OR summary LIKE :search ESCAPE '\\' OR notes LIKE "
        ":search ESCAPE '\\' OR "
        "from_number LIKE :search ESCAPE '\\' OR to_number LIKE :search ESCAPE '\\' OR extracted_city LIKE "
        ":search ESCAPE "
        "'\\' OR call_sid LIKE :search ESCAPE '\\')",
        "search", like_pattern(filter.search));
  }
  if (!filter.status.empty()) conditions.add("status = :status", "status", filter.status);
  if (!filter.service.empty()) conditions.add("extracted_service = :service", "service", filter.service);
  if (!filter.city.empty()) conditions.add("extracted_city = :city", "city", filter.city);
  if (!filter.tag.empty()) {
    conditions.add(
        "EXISTS (SELECT 1 FROM call_tags WHERE call_tags.call_sid = call_logs.call_sid AND rule_id = :tag)",
        "tag", filter.tag);
  }
  if (!filter.intent.empty()) conditions.add("intent = :intent", "intent", filter.intent);
  if (!filter.urgency.empty()) conditions.add("urgency = :urgency", "urgency", filter.urgency);
  if (filter.needs_review) {
    conditions.sql += *filter.needs_review ? " AND needs_review = 1" : " AND needs_review = 0";
  }
  if (filter.direction) {
    conditions.add("direction = :direction", "direction", std::string(to_string(*filter.direction)));
  }
  if (filter.from) conditions.add("created_at >= :earliest", "earliest", format_database_time(*filter.from));
  if (filter.to) conditions.add("created_at < :latest", "latest", format_database_time(*filter.to));
  if (filter.has_recording) {
    conditions.sql += *filter.has_recording ? " AND recording_sid IS NOT NULL" : " AND recording_sid IS NULL";
  }
  return conditions;
}

constexpr char kCursorMark = '~';

/// The last row of a page, `created_at~call_sid`: the next page begins below it, whatever has come in above
/// meanwhile.
std::string cursor_of(const Call& call) {
  return format_database_time(call.created_at) + kCursorMark + call.call_sid;
}

}  // namespace

std::string_view to_string(TextColumn column) {
  switch (column) {
    case TextColumn::transcription:
      return "transcription";
    case TextColumn::final_transcript:
      return "final_transcript";
    case TextColumn::notes:
      return "notes";
    case TextColumn::corrected_values:
      return "corrected_values";
  }
  return "notes";
}

std::optional<Call> CallStore::find(std::string_view business_id, std::string_view call_sid) {
  Row row;
  Query query(session_, "SELECT " + std::string(kColumns) +
                            " FROM call_logs WHERE business_id = :business AND call_sid = :call");
  query.with("business", business_id).with("call", call_sid);
  row.read_from(query);
  if (!query.next()) return std::nullopt;
  return row.result();
}

std::optional<Call> CallStore::find_any(std::string_view call_sid) {
  Row row;
  Query query(session_, "SELECT " + std::string(kColumns) + " FROM call_logs WHERE call_sid = :call");
  query.with("call", call_sid);
  row.read_from(query);
  if (!query.next()) return std::nullopt;
  return row.result();
}

CallPage CallStore::list(std::string_view business_id, const CallFilter& filter) {
  auto conditions = conditions_of(business_id, filter);
  CallPage page;
  Query count(session_, "SELECT COUNT(*) FROM call_logs" + conditions.sql);
  conditions.bind(count);
  count.into(page.total).next();

  const auto mark = filter.cursor.find(kCursorMark);
  if (mark != std::string::npos) {
    conditions.add("(created_at < :cursor_time OR (created_at = :cursor_time AND call_sid < :cursor_call))",
                   "cursor_time", filter.cursor.substr(0, mark));
    conditions.values.emplace_back("cursor_call", filter.cursor.substr(mark + 1));
  }
  Row row;
  Query query(session_, "SELECT " + std::string(kColumns) + " FROM call_logs" + conditions.sql +
                            " ORDER BY created_at DESC, call_sid DESC LIMIT :count");
  conditions.bind(query);
  // One more than asked for says whether there is another page.
  query.with("count", filter.limit + 1);
  row.read_from(query);
  while (query.next()) page.calls.push_back(row.result());
  if (page.calls.size() > static_cast<std::size_t>(filter.limit)) {
    page.calls.pop_back();
    page.next_cursor = cursor_of(page.calls.back());
  }
  return page;
}

std::vector<StageReached> CallStore::stages(std::string_view call_sid) {
  std::vector<StageReached> stages;
  std::string name;
  Timestamp at;
  Query query(session_, "SELECT stage, reached_at FROM call_stages WHERE call_sid = :call");
  query.with("call", call_sid).into(name, at);
  while (query.next()) {
    if (const auto stage = domain::parse_stage(name)) stages.push_back({*stage, at});
  }
  std::sort(stages.begin(), stages.end(), [](const auto& a, const auto& b) { return a.stage < b.stage; });
  return stages;
}

bool CallStore::insert(const Call& call) {
  return Query(session_,
               "INSERT INTO call_logs (call_sid, business_id, account_sid, parent_call_sid, from_number, "
               "to_number, "
               "direction, status, created_at) VALUES (:call, :business, :account, :parent, :caller, "
               ":called, :direction, "
               ":status, :created) ON CONFLICT (call_sid) DO NOTHING")
             .with("call", call.call_sid)
             .with("business", call.business_id)
             .with("account", call.account_sid)
             .with("parent", or_null(call.parent_call_sid))
             .with("caller", call.from_number)
             .with("called", call.to_number)
             .with("direction", to_string(call.direction))
             .with("status", call.status)
             .with("created", call.created_at)
             .run() > 0;
}

void CallStore::save_facts(const Call& call) {
  Query(session_,
        "UPDATE call_logs SET account_sid = :account, parent_call_sid = :parent, from_number = :caller, "
        "to_number = "
        ":called, direction = :direction, status = :status, duration = :duration, recording_url = :url, "
        "recording_sid = "
        ":recording, ended_at = :ended WHERE call_sid = :call")
      .with("account", call.account_sid)
      .with("parent", or_null(call.parent_call_sid))
      .with("caller", call.from_number)
      .with("called", call.to_number)
      .with("direction", to_string(call.direction))
      .with("status", call.status)
      .with("duration", call.duration)
      .with("url", or_null(call.recording_url))
      .with("recording", or_null(call.recording_sid))
      .with("ended", call.ended_at)
      .with("call", call.call_sid)
      .run();
}

void CallStore::save_notice(std::string_view call_sid, const domain::RecordingNotice& notice) {
  Query(session_,
        "UPDATE call_logs SET notice_language = :language, notice_words = :words, notice_at = :at WHERE "
        "call_sid = :call AND notice_at IS NULL")
      .with("language", to_string(notice.language))
      .with("words", notice.words)
      .with("at", notice.announced_at)
      .with("call", call_sid)
      .run();
}

void CallStore::save_transcript(std::string_view call_sid, std::string_view text,
                                std::optional<domain::Language> language) {
  const auto code = language ? std::optional(std::string(to_string(*language))) : std::nullopt;
  Query(session_,
        "UPDATE call_logs SET transcription = CASE WHEN transcript_source = 'realtime' THEN transcription "
        "ELSE :text END, "
        "language = COALESCE(:language, language) WHERE call_sid = :call")
      .with("text", text)
      .with("language", code)
      .with("call", call_sid)
      .run();
  Query(session_,
        "UPDATE call_logs SET final_transcript = :text, transcript_source = 'offline' WHERE call_sid = :call "
        "AND "
        "corrected_fields NOT LIKE '%transcript %'")
      .with("text", text)
      .with("call", call_sid)
      .run();
}

std::string CallStore::text(std::string_view call_sid, TextColumn column) {
  std::string text;
  Query query(session_,
              "SELECT " + std::string(to_string(column)) + " FROM call_logs WHERE call_sid = :call");
  query.with("call", call_sid).into(text).next();
  return text;
}

void CallStore::replace_text(std::string_view call_sid, TextColumn column, std::string_view text) {
  Query(session_,
        "UPDATE call_logs SET " + std::string(to_string(column)) + " = :text WHERE call_sid = :call")
      .with("text", text)
      .with("call", call_sid)
      .run();
}

void CallStore::save_summary(std::string_view call_sid, std::string_view summary) {
  Query(session_, "UPDATE call_logs SET summary = :summary WHERE call_sid = :call")
      .with("summary", summary)
      .with("call", call_sid)
      .run();
}

void CallStore::set_status(std::string_view call_sid, std::string_view status) {
  Query(session_, "UPDATE call_logs SET status = :status WHERE call_sid = :call")
      .with("status", status)
      .with("call", call_sid)
      .run();
}

bool CallStore::set_legal_hold(std::string_view business_id, std::string_view call_sid,
                               std::optional<Timestamp> since) {
  // Holding twice keeps the first time.
  return Query(session_,
               "UPDATE call_logs SET legal_hold_at = CASE WHEN :since IS NULL THEN NULL ELSE "
               "COALESCE(legal_hold_at, :since) END WHERE business_id = :business AND call_sid = :call")
             .with("since", since)
             .with("business", business_id)
             .with("call", call_sid)
             .run() > 0;
}

void CallStore::set_audio_expired(std::string_view call_sid, Timestamp at) {
  Query(session_, "UPDATE call_logs SET audio_expired_at = :at WHERE call_sid = :call")
      .with("at", at)
      .with("call", call_sid)
      .run();
}

bool CallStore::remove(std::string_view business_id, std::string_view call_sid) {
  return Query(session_, "DELETE FROM call_logs WHERE business_id = :business AND call_sid = :call")
             .with("business", business_id)
             .with("call", call_sid)
             .run() > 0;
}

void CallStore::fail(std::string_view call_sid, const CallFailure& failure) {
  Query(
      session_,
      "UPDATE call_logs SET status = :status, failure_stage = :stage, failure_reason = :reason, failure_code "
      "= :code WHERE call_sid = :call")
      .with("status", domain::kStatusFailed)
      .with("stage", failure.stage)
      .with("reason", failure.reason)
      .with("code", or_null(failure.code))
      .with("call", call_sid)
      .run();
}

void CallStore::clear_failure(std::string_view call_sid) {
  Query(session_,
        "UPDATE call_logs SET failure_stage = NULL, failure_reason = NULL, failure_code = NULL WHERE "
        "call_sid = :call")
      .with("call", call_sid)
      .run();
}

void CallStore::reach(std::string_view call_sid, domain::Stage stage, Timestamp at) {
  Query(session_,
        "INSERT INTO call_stages (call_sid, stage, reached_at) VALUES (:call, :stage, :at) ON CONFLICT "
        "(call_sid, stage) DO "
        "NOTHING")
      .with("call", call_sid)
      .with("stage", to_string(stage))
      .with("at", at)
      .run();
}

void CallStore::unreach(std::string_view call_sid, domain::Stage from) {
  for (auto stage = static_cast<int>(from); stage <= static_cast<int>(domain::Stage::delivered); ++stage) {
    Query(session_, "DELETE FROM call_stages WHERE call_sid = :call AND stage = :stage")
        .with("call", call_sid)
        .with("stage", to_string(static_cast<domain::Stage>(stage)))
        .run();
  }
}

}  // namespace kolog::store
