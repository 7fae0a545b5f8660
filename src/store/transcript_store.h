// SPDX-License-Identifier: Apache-2.0
// The tables `transcript_segments`, `dropped_segments` and `insights`: what was said in a call, what is not
// taken for that, and what was understood of it.
#pragma once

#include <optional>
#include <string_view>

#include "database/database.h"
#include "domain/insight.h"
#include "domain/transcript.h"

namespace kolog::store {

class TranscriptStore {
 public:
  explicit TranscriptStore(database::Session& session) : session_(session) {}

  /// Replaces what was there.
  void save(std::string_view call_sid, const domain::Transcript& transcript);
  /// Segments alone; language and duration stand with the call. No segments and no transcript look the same
  /// here: whether there is one, the stage `transcribed` says.
  std::vector<domain::Segment> segments(std::string_view call_sid);
  /// What a model wrote and nobody is taken to have said. No part of the text.
  std::vector<domain::DroppedSegment> dropped(std::string_view call_sid);

  void save_insight(std::string_view call_sid, const domain::Insight& insight);
  std::optional<domain::Insight> insight(std::string_view call_sid);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
