// SPDX-License-Identifier: Apache-2.0
#include "store/transcript_store.h"

#include <boost/json.hpp>

#include "database/query.h"
#include "domain/insight_json.h"
#include "domain/transcript_json.h"

namespace kolog::store {

namespace json = boost::json;
using database::Query;

void TranscriptStore::save(std::string_view call_sid, const domain::Transcript& transcript) {
  Query(session_, "DELETE FROM transcript_segments WHERE call_sid = :call").with("call", call_sid).run();
  int position = 0;
  for (const auto& segment : transcript.segments) {
    Query(session_,
          "INSERT INTO transcript_segments (call_sid, position, channel, speaker, start_ms, end_ms, text, "
          "confidence, words) "
          "VALUES (:call, :position, :channel, :speaker, :start, :end, :text, :confidence, :words)")
        .with("call", call_sid)
        .with("position", position++)
        .with("channel", segment.channel)
        .with("speaker", to_string(segment.speaker))
        .with("start", segment.start)
        .with("end", segment.end)
        .with("text", segment.text)
        .with("confidence", segment.confidence)
        .with("words", json::serialize(domain::to_json(segment.words)))
        .run();
  }
}

std::vector<domain::Segment> TranscriptStore::segments(std::string_view call_sid) {
  std::vector<domain::Segment> segments;
  domain::Segment segment;
  std::string speaker;
  std::string words;
  Query query(session_,
              "SELECT channel, speaker, start_ms, end_ms, text, confidence, words FROM transcript_segments "
              "WHERE call_sid = "
              ":call ORDER BY position");
  query.with("call", call_sid);
  query.into(segment.channel, speaker, segment.start, segment.end, segment.text, segment.confidence, words);
  while (query.next()) {
    segment.speaker = domain::parse_speaker(speaker);
    boost::system::error_code malformed;
    const auto parsed = domain::words_from_json(json::parse(words, malformed));
    segment.words = parsed ? *parsed : std::vector<domain::Word>{};
    segments.push_back(segment);
  }
  return segments;
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
