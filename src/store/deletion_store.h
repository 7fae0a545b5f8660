// SPDX-License-Identifier: Apache-2.0
// The tables `audio_deletions` (what of a call's audio is to be deleted, and what each place answered) and
// `deleted_calls`. Both outlive the call.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "database/database.h"

namespace kolog::store {

/// The target that stands for the file in our own store; every other is the canonical URI of Twilio's copy.
inline constexpr std::string_view kFileTarget = "file";

enum class DeletionReason { retention, call_deleted };

std::string_view to_string(DeletionReason reason);

struct AudioDeletion {
  std::string call_sid;
  std::string target;
  std::string business_id;
  DeletionReason reason = DeletionReason::retention;
  Timestamp asked_at{};
  int attempts = 0;
  std::string answer = {};  // the last one: `deleted`, or a sentence why not
  std::optional<Timestamp> answered_at = std::nullopt;
  std::optional<Timestamp> done_at = std::nullopt;
};

enum class Outcome { done, failed };

class DeletionStore {
 public:
  explicit DeletionStore(database::Session& session) : session_(session) {}

  /// Writes down what is to be deleted: call, target, business, reason and `asked_at`. A copy of Twilio's
  /// that is gone stays gone; the file is to be deleted once more, since it may have come back.
  void ask(const AudioDeletion& deletion);
  /// One attempt more, and what came of it.
  void note_answer(std::string_view call_sid, std::string_view target, std::string_view answer,
                   Outcome outcome, Timestamp now);

  /// The file first, then Twilio's copies.
  std::vector<AudioDeletion> of_call(std::string_view call_sid);
  std::vector<AudioDeletion> open_of_call(std::string_view call_sid);

  /// What was tried and could not be deleted yet, the oldest first.
  std::vector<AudioDeletion> failed(int limit);
  long long count_failed();

  /// The calls that have something to delete whose days are over: began before `began_before`, without a
  /// legal hold, beyond `after_call_sid`, in the order of their SIDs.
  std::vector<std::string> calls_to_expire(Timestamp began_before, std::string_view after_call_sid,
                                           int limit);
  /// The deleted calls of which something is left, in the order of their SIDs.
  std::vector<std::string> deleted_calls_to_erase(std::string_view after_call_sid, int limit);

  bool is_deleted(std::string_view call_sid);
  /// Whose call it was; none if it was not deleted.
  std::optional<std::string> business_of_deleted(std::string_view call_sid);
  void mark_deleted(std::string_view call_sid, std::string_view business_id, Timestamp now);

 private:
  database::Session& session_;
};

}  // namespace kolog::store
