// SPDX-License-Identifier: Apache-2.0
#include "store/transcript_store.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "database/query.h"
#include "domain/insight_json.h"
#include "domain/transcript_json.h"

namespace kolog::store {

namespace json = boost::json;
using database::Query;

namespace {

constexpr std::string_view kColumns = "channel, speaker, start_ms, end_ms, text, confidence, words";
constexpr std::string_view kValues = ":channel, :speaker, :start, :end, :text, :confidence, :words";

Query& bind(Query& query, std::string_view call_sid, int position, const domain::Segment& segment) {
  return query.with("call", call_sid)
      .with("position", position)
      .with("channel", segment.channel)
      .with("speaker", to_string(segment.speaker))
      .with("start", segment.start)
      .with("end", segment.end)
      .with("text", segment.text)
      .with("confidence", segment.confidence)
      .with("words", json::serialize(domain::to_json(segment.words)));
}

/// Reads rows of `kColumns`.
struct Row {
  domain::Segment segment;
  std::string speaker;
  std::string words;

  domain::Segment result() {
    segment.speaker = domain::parse_speaker(speaker);
    boost::system::error_code malformed;
    const auto parsed = domain::words_from_json(json::parse(words, malformed));
    segment.words = parsed ? *parsed : std::vector<domain::Word>{};
    return segment;
  }
};

}  // namespace

void TranscriptStore::save(std::string_view call_sid, const domain::Transcript& transcript) {
  Query(session_, "DELETE FROM transcript_segments WHERE call_sid = :call").with("call", call_sid).run();
  Query(session_, "DELETE FROM dropped_segments WHERE call_sid = :call").with("call", call_sid).run();
  int position = 0;
  for (const auto& segment : transcript.segments) {
    Query query(session_,
                fmt::format("INSERT INTO transcript_segments (call_sid, position, {}) VALUES (:call, "
                            ":position, {})",
                            kColumns, kValues));
    bind(query, call_sid, position++, segment).run();
  }
  position = 0;
  for (const auto& [segment, reason] : transcript.dropped) {
    Query query(session_, fmt::format("INSERT INTO dropped_segments (call_sid, position, {}, reason) VALUES "
                                      "(:call, :position, {}, :reason)",
                                      kColumns, kValues));
    bind(query, call_sid, position++, segment).with("reason", to_string(reason)).run();
  }
}

std::vector<domain::Segment> TranscriptStore::segments(std::string_view call_sid) {
  std::vector<domain::Segment> segments;
  Row row;
  auto& of = row.segment;
  Query query(
      session_,
      fmt::format("SELECT {} FROM transcript_segments WHERE call_sid = :call ORDER BY position", kColumns));
  query.with("call", call_sid);
  query.into(of.channel, row.speaker, of.start, of.end, of.text, of.confidence, row.words);
  while (query.next()) segments.push_back(row.result());
  return segments;
}

std::vector<domain::DroppedSegment> TranscriptStore::dropped(std::string_view call_sid) {
  std::vector<domain::DroppedSegment> dropped;
  Row row;
  auto& of = row.segment;
  std::string reason;
  Query query(session_, fmt::format("SELECT {}, reason FROM dropped_segments WHERE call_sid = :call ORDER BY "
                                    "position",
                                    kColumns));
  query.with("call", call_sid);
  query.into(of.channel, row.speaker, of.start, of.end, of.text, of.confidence, row.words, reason);
  while (query.next()) {
    const auto known = domain::parse_drop_reason(reason);
    if (known) dropped.push_back({row.result(), *known});
  }
  return dropped;
}

void TranscriptStore::save_insight(std::string_view call_sid, const domain::Insight& insight) {
  Query(session_,
        "INSERT INTO insights (call_sid, insight) VALUES (:call, :insight) ON CONFLICT (call_sid) DO UPDATE "
        "SET insight = "
        "excluded.insight")
      .with("call", call_sid)
      .with("insight", json::serialize(domain::to_json(insight)))
      .run();
}

std::optional<domain::Insight> TranscriptStore::insight(std::string_view call_sid) {
  std::string text;
  if (!Query(session_, "SELECT insight FROM insights WHERE call_sid = :call")
           .with("call", call_sid)
           .into(text)
           .next()) {
    return std::nullopt;
  }
  boost::system::error_code malformed;
  const auto parsed = domain::insight_from_json(json::parse(text, malformed));
  if (!parsed) return std::nullopt;
  return *parsed;
}

}  // namespace kolog::store
