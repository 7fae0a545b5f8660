// SPDX-License-Identifier: Apache-2.0
// The table `stage_progress`: how far the stage is that a call is in, for whoever looks, in any process.
#pragma once

#include <optional>
#include <string_view>

#include "database/database.h"
#include "domain/call.h"

namespace kolog::store {

struct StageProgress {
  domain::Stage stage = domain::Stage::transcribed;
  int percent = 0;  // 0 to 100
};

class ProgressStore {
 public:
  explicit ProgressStore(database::Session& session) : session_(session) {}

  std::optional<StageProgress> find(std::string_view call_sid);
  void save(std::string_view call_sid, const StageProgress& progress);
  void clear(std::string_view call_sid);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
