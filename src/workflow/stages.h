// SPDX-License-Identifier: Apache-2.0
// What the stages have in common: their jobs' names, what ends a stage, and what the end of the line means
// for a call. Each stage saves its result, marks itself reached and asks for the next in one transaction.
#pragma once

#include <functional>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "database/database.h"
#include "domain/call.h"
#include "domain/job.h"
#include "jobs/worker.h"

namespace kolog::workflow {

inline constexpr std::string_view kFindJob = "find";    // find:CA…  look the call's recordings up at Twilio
inline constexpr std::string_view kFetchJob = "fetch";  // fetch:CA…
inline constexpr std::string_view kTranscribeJob = "transcribe";  // transcribe:CA…
inline constexpr std::string_view kExtractJob = "extract";        // extract:CA…
inline constexpr std::string_view kSummariseJob = "summarise";    // summarise:CA…
inline constexpr std::string_view kLookUpJob = "lookup";  // lookup:AC…/CA…  ask Twilio how a call stands
inline constexpr std::string_view kReviewJob = "review";  // review:AC…  ask which calls we never heard of
inline constexpr std::string_view kExpireJob = "expire";  // expire:CA…  delete the recording, here and there
inline constexpr std::string_view kEraseJob = "erase";    // erase:CA…  the same for a call that was deleted
inline constexpr std::string_view kSweepJob = "sweep";    // sweep:recordings  whose time is over
inline constexpr std::string_view kDeliverJob = "deliver";  // deliver:{webhook-id}

/// Where in a stage's transaction a `StageHook` is called.
enum class Moment { before_commit, after_commit };

/// Called around the commit of each stage, so that tests can end the process exactly there. May be empty.
using StageHook = std::function<void(domain::Stage, Moment)>;

struct StageContext {
  database::Database& database;
  const Clock& clock;
  StageHook hook;
  std::function<void()> wake = {};  // jobs were asked for: this process's workers look at once. May be empty
};

/// Saves a stage's result by `save`, marks the stage reached, and completes the job, all in one transaction.
Result<void> finish_stage(const StageContext& context, const jobs::JobRun& run, std::string_view call_sid,
                          domain::Stage stage, const std::function<Result<void>(database::Session&)>& save);

/// What `JobKind::on_dead` does for the jobs of a call: the call has failed at `stage`, and its business is
/// told.
void fail_call(database::Session& session, const Clock& clock, std::string_view public_url,
               std::string_view call_sid, domain::Stage stage, const Error& error);

/// The call, or `call_not_found` where it was deleted meanwhile.
Result<domain::Call> call_of(database::Database& database, std::string_view call_sid);

}  // namespace kolog::workflow
