// SPDX-License-Identifier: Apache-2.0
// The table `jobs`: asking for work, claiming it under a lease, ending it. docs/jobs.md has the states.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "database/database.h"
#include "domain/job.h"

namespace kolog::store {

class JobStore {
 public:
  explicit JobStore(database::Session& session) : session_(session) {}

  /// Asks for a job, in the transaction of the fact that wants it. One of that name that exists, done ones
  /// too, stays as it is.
  /// It is due after `delay`; one that was to begin later begins then.
  void enqueue(std::string_view kind, std::string_view subject, Timestamp now,
               std::chrono::milliseconds delay = {});
  /// Asks for it again even if it is done or dead. One that waits stays as it is; one that runs will run once
  /// more, since what it works with has changed.
  void enqueue_again(std::string_view kind, std::string_view subject, Timestamp now);

  /// Up to `limit` jobs of these kinds that are due, or whose lease has run out, now leased to `owner`.
  /// Oldest first.
  std::vector<domain::Job> claim(std::span<const std::string> kinds, int limit, std::string_view owner,
                                 Timestamp now, Timestamp lease_until);
  /// False if the lease has been lost to somebody else.
  bool extend(std::string_view name, std::string_view owner, Timestamp lease_until);
  /// Ends the job, in the transaction that saves its result. False if the lease has been lost: then roll
  /// back.
  bool complete(std::string_view name, std::string_view owner);
  /// Ends this run of a job that comes again and again: due at `run_at`, with no attempts. False as above.
  bool repeat(std::string_view name, std::string_view owner, Timestamp run_at);
  bool retry(std::string_view name, std::string_view owner, Timestamp run_at, std::string_view error);
  bool bury(std::string_view name, std::string_view owner, std::string_view error);
  /// Gives a claimed job back untouched, its attempt uncounted; due at `run_at`.
  bool hand_back(std::string_view name, std::string_view owner, Timestamp run_at);

  /// Whether a job of that name waits or runs.
  bool is_open(std::string_view kind, std::string_view subject);
  /// Whether `owner` still has the job.
  bool is_held(std::string_view name, std::string_view owner);
  /// Takes a running job from whoever has it: it is due at once, for whoever comes next.
  void take_back(std::string_view kind, std::string_view subject, Timestamp now);
  /// Drops what is open or done under that name.
  void forget(std::string_view kind, std::string_view subject);

  struct Counts {
    long long ready = 0;
    long long leased = 0;
    long long dead = 0;
  };
  Counts counts();

 private:
  database::Session& session_;
};

}  // namespace kolog::store
