// SPDX-License-Identifier: Apache-2.0
#include "jobs/worker.h"

#include <algorithm>
#include <exception>
#include <random>

#include "base/ids.h"
#include "base/log.h"
#include "store/job_store.h"

namespace kolog::jobs {
namespace {

using std::chrono::milliseconds;
using store::JobStore;

constexpr std::string_view kTag = "JOBS";

Error taken_over(const domain::Job& job) {
  return failure(ErrorCode::cancelled, "The job was taken over by another worker", job.name);
}

}  // namespace

struct Worker::Lane {
  std::vector<JobKind> kinds;
  std::vector<std::string> names;
  int threads = 1;
};

Result<void> JobRun::complete(database::Session& session) const {
  if (JobStore(session).complete(job.name, owner)) return {};
  return taken_over(job);
}

Result<void> JobRun::repeat(database::Session& session, Timestamp run_at) const {
  if (JobStore(session).repeat(job.name, owner, run_at)) return {};
  return taken_over(job);
}

bool JobRun::is_held(database::Session& session) const {
  return JobStore(session).is_held(job.name, owner);
}

milliseconds backoff(int attempts, milliseconds base, milliseconds limit) {
  const int doublings = std::clamp(attempts - 1, 0, 30);
  const auto delay = std::min<milliseconds>(limit, base * (1LL << doublings));
  thread_local std::minstd_rand random{std::random_device{}()};
  return delay + milliseconds{std::uniform_int_distribution<long long>{0, delay.count() / 4}(random)};
}

Worker::Worker(Settings settings, database::Database& database, const Clock& clock)
    : settings_(settings), database_(database), clock_(clock), owner_(new_id("worker_")) {}

Worker::~Worker() {
  stop();
}

void Worker::add_lane(int threads, std::vector<JobKind> kinds) {
  auto lane = std::make_unique<Lane>();
  for (const auto& kind : kinds) lane->names.push_back(kind.name);
  lane->kinds = std::move(kinds);
  lane->threads = threads;
  lanes_.push_back(std::move(lane));
}

void Worker::start() {
  for (const auto& lane : lanes_) {
    for (int i = 0; i < lane->threads; ++i) threads_.emplace_back([this, &lane = *lane] { run_lane(lane); });
  }
  threads_.emplace_back([this] { watch_running(); });
}

void Worker::wake() {
  const std::lock_guard lock(mutex_);
  ++wakes_;
  changed_.notify_all();
}

void Worker::stop_job(std::string_view kind, std::string_view subject) {
  const std::lock_guard lock(mutex_);
  for (auto& [owner, running] : running_) {
    if (running.job.kind == kind && running.job.subject == subject) running.stop.request_stop();
  }
}

void Worker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [owner, running] : running_) running.stop.request_stop();
    changed_.notify_all();
  }
  threads_.clear();
}

void Worker::run_lane(Lane& lane) {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto seen = wakes_;
    lock.unlock();
    const bool worked = run_next(lane);
    lock.lock();
    if (!worked) changed_.wait_for(lock, settings_.poll, [&] { return stopping_ || wakes_ != seen; });
  }
}

/// Each claim has an owner of its own: a job that is ended and asked for again may be claimed by this very
/// process while its former run still comes to its end.
std::string Worker::new_owner() {
  const std::lock_guard lock(mutex_);
  return owner_ + "." + std::to_string(++claims_);
}

bool Worker::run_next(Lane& lane) {
  const auto now = clock_.now();
  const auto owner = new_owner();
  const auto claimed = database_.read([&](database::Session& session) -> Result<std::vector<domain::Job>> {
    return JobStore(session).claim(lane.names, 1, owner, now, now + settings_.lease);
  });
  if (!claimed) {
    log::error(kTag, "claim failed", {{"error", log::describe(claimed.error())}});
    return false;
  }
  if (claimed->empty()) return false;
  const auto& job = claimed->front();
  const auto kind =
      std::find_if(lane.kinds.begin(), lane.kinds.end(), [&](const auto& k) { return k.name == job.kind; });
  run(*kind, job, owner);
  return true;
}

void Worker::run(const JobKind& kind, const domain::Job& job, const std::string& owner) {
  std::stop_source source;
  {
    const std::lock_guard lock(mutex_);
    running_[owner] = {job, source};
    if (stopping_) source.request_stop();
  }
  const JobRun run{job, owner, source.get_token()};
  const auto started = std::chrono::steady_clock::now();
  Result<void> outcome;
  if (job.attempts > kind.attempts) {
    // Only a job whose worker died each time comes here: its last attempts never reported.
    outcome = failure(ErrorCode::refused, "The work was begun " + std::to_string(kind.attempts) +
                                              " times and the process ended each time before it was done");
  } else {
    try {
      outcome = kind.handle(run);
    } catch (const std::exception& error) {
      outcome = failure(ErrorCode::internal, "Something went wrong on our side", error.what());
    }
  }
  {
    const std::lock_guard lock(mutex_);
    running_.erase(owner);
  }
  if (outcome) {
    const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
    log::info(kTag, "done", {{"job", job.name}, {"attempt", job.attempts}, {"ms", took}});
    wake();
    return;
  }
  settle(kind, run, outcome.error());
}

void Worker::settle(const JobKind& kind, const JobRun& run, const Error& error) {
  const auto now = clock_.now();
  const auto& job = run.job;
  const auto& owner = run.owner;
  const auto text = log::describe(error);
  const auto settled = database_.transact([&](database::Session& session) -> Result<void> {
    JobStore store(session);
    if (!store.is_held(job.name, owner)) {
      log::info(kTag, "no longer ours", {{"job", job.name}, {"error", text}});
      return {};
    }
    const auto tell_put_off = [&](Timestamp until) {
      if (kind.on_put_off) kind.on_put_off(session, job, until);
    };
    if (run.stop.stop_requested() && is_retryable(error.code)) {
      store.hand_back(job.name, owner, now);
      tell_put_off(now);
      log::info(kTag, "handed back", {{"job", job.name}});
    } else if (error.code == ErrorCode::held_off) {
      const auto delay =
          std::max<milliseconds>(settings_.poll, error.retry_after.value_or(std::chrono::seconds{1}));
      store.hand_back(job.name, owner, now + delay);
      tell_put_off(now + delay);
      log::info(kTag, "held off", {{"job", job.name}, {"in_ms", delay}, {"error", text}});
    } else if (is_retryable(error.code) && job.attempts < kind.attempts) {
      const auto delay = std::max<milliseconds>(kind.delay(job.attempts),
                                                error.retry_after.value_or(std::chrono::seconds{0}));
      store.retry(job.name, owner, now + delay, text);
      tell_put_off(now + delay);
      log::warning(kTag, "will be tried again",
                   {{"job", job.name}, {"attempt", job.attempts}, {"in_ms", delay}, {"error", text}});
    } else {
      store.bury(job.name, owner, text);
      kind.on_dead(session, job, error);
      log::error(kTag, "given up", {{"job", job.name}, {"attempt", job.attempts}, {"error", text}});
    }
    return {};
  });
  // Unsettled, the job stays leased, and whoever comes after the lease takes it up.
  if (!settled)
    log::error(kTag, "not settled", {{"job", job.name}, {"error", log::describe(settled.error())}});
  wake();
}

/// Leases are extended every third of theirs; in between it is only looked whether they are still ours.
void Worker::watch_running() {
  const auto heartbeat = settings_.lease / 3;
  auto extended_at = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, std::min(heartbeat, settings_.watch),
                            [&] { return stopping_ && running_.empty(); })) {
    std::vector<std::pair<std::string, std::string>> runs;
    for (const auto& [owner, running] : running_) runs.emplace_back(owner, running.job.name);
    if (stopping_ && runs.empty()) return;
    lock.unlock();
    // Half a turn early rather than a whole one late.
    const auto woke_at = std::chrono::steady_clock::now();
    const bool extends = woke_at - extended_at >= heartbeat - settings_.watch / 2;
    if (extends) extended_at = woke_at;
    std::vector<std::string> lost;
    for (const auto& [owner, name] : runs) {
      const auto held = database_.read([&](database::Session& session) -> Result<bool> {
        JobStore store(session);
        return extends ? store.extend(name, owner, clock_.now() + settings_.lease)
                       : store.is_held(name, owner);
      });
      if (held && !*held) lost.push_back(owner);
    }
    lock.lock();
    stop_lost(lost);
  }
}

void Worker::stop_lost(const std::vector<std::string>& lost) {
  for (const auto& owner : lost) {
    const auto found = running_.find(owner);
    if (found != running_.end()) found->second.stop.request_stop();
  }
}

}  // namespace kolog::jobs
