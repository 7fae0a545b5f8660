// SPDX-License-Identifier: Apache-2.0
#include "store/window_store.h"

#include <string>
#include <utility>

#include <boost/json.hpp>

#include "database/query.h"
#include "domain/transcript_json.h"

namespace kolog::store {

namespace json = boost::json;
using database::Query;

std::optional<FinishedWindow> WindowStore::find(std::string_view call_sid, std::string_view window) {
  std::string segments;
  std::string dropped;
  Query query(session_,
              "SELECT segments, dropped FROM transcription_windows WHERE call_sid = :call AND window_key = "
              ":window");
  if (!query.with("call", call_sid).with("window", window).into(segments, dropped).next()) {
    return std::nullopt;
  }
  boost::system::error_code malformed;
  auto read_segments = domain::segments_from_json(json::parse(segments, malformed));
  auto read_dropped = domain::dropped_from_json(json::parse(dropped, malformed));
  if (!read_segments || !read_dropped) return std::nullopt;
  return FinishedWindow{std::move(*read_segments), std::move(*read_dropped)};
}

bool WindowStore::save(std::string_view call_sid, std::string_view window, const FinishedWindow& finished,
                       Timestamp now, const Limits& limits) {
  const auto segments = json::serialize(domain::to_json(finished.segments));
  const auto dropped = json::serialize(domain::to_json(finished.dropped));
  if (window.size() + segments.size() + dropped.size() > limits.window_bytes) return false;
  if (count(call_sid) >= limits.windows_per_call) return false;
  Query(session_,
        "INSERT INTO transcription_windows (call_sid, window_key, segments, dropped, created_at) VALUES "
        "(:call, :window, :segments, :dropped, :now) ON CONFLICT (call_sid, window_key) DO UPDATE SET "
        "segments = excluded.segments, dropped = excluded.dropped, created_at = excluded.created_at")
      .with("call", call_sid)
      .with("window", window)
      .with("segments", segments)
      .with("dropped", dropped)
      .with("now", now)
      .run();
  return true;
}

void WindowStore::forget(std::string_view call_sid) {
  Query(session_, "DELETE FROM transcription_windows WHERE call_sid = :call").with("call", call_sid).run();
}

int WindowStore::count(std::string_view call_sid) {
  int count = 0;
  Query(session_, "SELECT COUNT(*) FROM transcription_windows WHERE call_sid = :call")
      .with("call", call_sid)
      .into(count)
      .next();
  return count;
}

}  // namespace kolog::store
