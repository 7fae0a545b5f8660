// SPDX-License-Identifier: Apache-2.0
// Claims jobs and runs them: lanes of threads, leases kept alive by a heartbeat, retries, dead letters. Knows
// no stage. Owns its threads; several workers, in one process or many, share one database. docs/jobs.md has
// the states.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "database/database.h"
#include "domain/job.h"

namespace kolog::jobs {

/// A claimed job in the hands of its handler.
struct JobRun {
  domain::Job job;
  std::string owner;
  std::stop_token stop;  // the process is ending, or the lease is lost

  /// To be called in the transaction that saves the result: an error, when somebody else has the job by now,
  /// rolls back.
  Result<void> complete(database::Session& session) const;

  /// The same for a job that comes again and again: next at `run_at`.
  Result<void> repeat(database::Session& session, Timestamp run_at) const;

  /// Whether the job is still this run's: what is saved on the way is to be saved in a transaction with this
  /// question.
  bool is_held(database::Session& session) const;
};

/// How jobs of one kind are run.
struct JobKind {
  std::string name;

  /// Success means that `JobRun::complete` or `repeat` was committed. An error that can be retried is, up to
  /// `attempts`.
  std::function<Result<void>(const JobRun&)> handle;
  int attempts = 12;
  /// The delay after this many attempts; an error's own `retry_after` lengthens it.
  std::function<std::chrono::milliseconds(int attempts)> delay;
  /// In the transaction that buries the job: what its failure means for its subject.
  std::function<void(database::Session&, const domain::Job&, const Error&)> on_dead;
  /// In the transaction that puts the job off until then. May be empty.
  std::function<void(database::Session&, const domain::Job&, Timestamp until)> on_put_off = {};
};

/// Doubles from `base` up to `limit`, with up to a quarter of jitter so that many failures do not come back
/// together.
std::chrono::milliseconds backoff(int attempts, std::chrono::milliseconds base,
                                  std::chrono::milliseconds limit);

class Worker {
 public:
  struct Settings {
    std::chrono::milliseconds lease{60'000};
    std::chrono::milliseconds poll{
        500};  // how often an idle lane looks for work that other processes have left
    /// How often what runs is compared with its row: a job that another process ended or took is stopped that
    /// soon. One small read each.
    std::chrono::milliseconds watch{1'500};
  };

  Worker(Settings settings, database::Database& database, const Clock& clock);
  ~Worker();  // stops

  /// `threads` threads for jobs of these kinds. Before `start`.
  void add_lane(int threads, std::vector<JobKind> kinds);
  void start();

  /// Something was enqueued: idle lanes look at once.
  void wake();

  /// The job was ended or taken from its owner: what of it runs here is asked to stop at once.
  void stop_job(std::string_view kind, std::string_view subject);

  /// Asks what runs to end, hands back what did not, and joins the threads.
  void stop();

 private:
  struct Lane;

  void run_lane(Lane& lane);
  bool run_next(Lane& lane);
  std::string new_owner();
  void run(const JobKind& kind, const domain::Job& job, const std::string& owner);
  void settle(const JobKind& kind, const JobRun& run, const Error& error);
  void watch_running();
  void stop_lost(const std::vector<std::string>& lost);

  /// A job that runs; its owner is its key.
  struct Running {
    domain::Job job;
    std::stop_source stop;
  };

  const Settings settings_;
  database::Database& database_;
  const Clock& clock_;
  const std::string owner_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::vector<std::jthread> threads_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t wakes_ = 0;
  bool stopping_ = false;
  std::uint64_t claims_ = 0;
  std::map<std::string, Running> running_;
};

}  // namespace kolog::jobs
