// SPDX-License-Identifier: Apache-2.0
// Days and hours as people say them, in Hebrew and English: "מחר בעשר וחצי", "Tuesday at four". Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "insight/call_context.h"
#include "insight/local_time.h"
#include "insight/phrase_index.h"

namespace kolog::insight {

struct SpokenMoment {
  std::size_t first = 0;  // token
  std::size_t last = 0;   // one past
  std::optional<std::chrono::year_month_day> date = std::nullopt;
  std::optional<std::chrono::minutes> of_day = std::nullopt;
  bool is_bare_duration = false;  // "forty minutes", and nobody says from when
};

class MomentReader {
 public:
  MomentReader();

  /// In order. `now` is when the call began: what "tomorrow" and "in an hour" are counted from. Hours without
  /// "in the evening" are a working day's: one to six are afternoon.
  std::vector<SpokenMoment> read(const CallContext& call, const LocalTime& now) const;

 private:
  PhraseIndex index_;
};

}  // namespace kolog::insight
