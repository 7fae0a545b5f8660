// SPDX-License-Identifier: Apache-2.0
#include "store/progress_store.h"

#include <string>

#include "database/query.h"

namespace kolog::store {

using database::Query;

std::optional<StageProgress> ProgressStore::find(std::string_view call_sid) {
  std::string name;
  int percent = 0;
  Query query(session_, "SELECT stage, percent FROM stage_progress WHERE call_sid = :call");
  if (!query.with("call", call_sid).into(name, percent).next()) return std::nullopt;
  const auto stage = domain::parse_stage(name);
  if (!stage) return std::nullopt;
  return StageProgress{*stage, percent};
}

void ProgressStore::save(std::string_view call_sid, const StageProgress& progress) {
  Query(session_,
        "INSERT INTO stage_progress (call_sid, stage, percent) VALUES (:call, :stage, :percent) ON CONFLICT "
        "(call_sid) DO UPDATE SET stage = excluded.stage, percent = excluded.percent")
      .with("call", call_sid)
      .with("stage", to_string(progress.stage))
      .with("percent", progress.percent)
      .run();
}

void ProgressStore::clear(std::string_view call_sid) {
  Query(session_, "DELETE FROM stage_progress WHERE call_sid = :call").with("call", call_sid).run();
}

}  // namespace kolog::store
