// SPDX-License-Identifier: Apache-2.0
#include "jobs/worker.h"

#include <algorithm>
#include <future>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "database/query.h"
#include "store/job_store.h"
#include "support/test_database.h"

namespace kolog::jobs {
namespace {

using namespace std::chrono_literals;
using database::Session;
using domain::Job;
using store::JobStore;
using testing::FakeClock;
using testing::TestDatabase;

constexpr auto kBudget = 20s;  // for what is awaited; nothing waits that long unless it fails

/// What has happened, for a test to wait for.
class Log {
 public:
  void add(std::string event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_all();
  }
  bool wait_for(const std::string& event, int times = 1) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kBudget,
                             [&] { return std::count(events_.begin(), events_.end(), event) >= times; });
  }
  std::vector<std::string> events() {
    const std::lock_guard lock(mutex_);
    return events_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
};

struct JobRow {
  std::string state;
  int attempts = 0;
  std::chrono::milliseconds run_at{};
  std::string last_error;
};

class WorkerTest : public ::testing::Test {
 protected:
  JobKind kind(std::function<Result<void>(const JobRun&)> handle, int attempts = 3) {
    return {"fetch", std::move(handle), attempts, [](int attempt) { return 1000ms * attempt; },
            [this](Session& session, const Job& job, const Error& error) {
              dead_while_buried = !JobStore(session).is_open(job.kind, job.subject);
              JobStore(session).enqueue("mourn", job.subject, clock.now());
              log.add("dead " + std::string(to_string(error.code)));
            }};
  }
  Result<void> complete(const JobRun& run) {
    return database->transact([&](Session& session) { return run.complete(session); });
  }
  void ask(std::string_view subject = "CA1") {
    database.in([&](Session& session) { JobStore(session).enqueue("fetch", subject, clock.now()); });
  }
  JobRow row(const std::string& name = "fetch:CA1") {
    return database.in([&](Session& session) {
      JobRow found;
      database::Query(session, "SELECT state, attempts, run_at_ms, last_error FROM jobs WHERE name = :name")
          .with("name", name)
          .into(found.state, found.attempts, found.run_at, found.last_error)
          .next();
      return found;
    });
  }
  /// Until the job's row is in that state: the handler returns before its end is written down.
  JobRow row_once(std::string_view state) {
    const auto give_up = std::chrono::steady_clock::now() + kBudget;
    auto found = row();
    while (found.state != state && std::chrono::steady_clock::now() < give_up) {
      std::this_thread::yield();
      found = row();
    }
    return found;
  }
  std::unique_ptr<Worker> worker_of(JobKind kind, int threads = 1, Worker::Settings settings = {60s, 5ms}) {
    auto made = std::make_unique<Worker>(settings, *database, clock);
    made->add_lane(threads, {std::move(kind)});
    made->start();
    return made;
  }

  TestDatabase database;
  FakeClock clock;
  Log log;
  std::atomic<bool> dead_while_buried = false;
};

TEST_F(WorkerTest, AJobThatSucceedsIsDoneAndRunsOnce) {
  ask();
  const auto worker = worker_of(kind([&](const JobRun& run) {
    log.add(run.job.name + " attempt " + std::to_string(run.job.attempts));
    return complete(run);
  }));
  EXPECT_EQ(row_once("done").state, "done");
  ask("CA2");
  worker->wake();
  ASSERT_TRUE(log.wait_for("fetch:CA2 attempt 1"));
  EXPECT_EQ(log.events(), (std::vector<std::string>{"fetch:CA1 attempt 1", "fetch:CA2 attempt 1"}));
}

TEST_F(WorkerTest, ManyThreadsRunEachOfManyJobsOnce) {
  constexpr int kJobs = 40;
  for (int i = 0; i < kJobs; ++i) ask("CA" + std::to_string(i));
  {
    const auto worker = worker_of(kind([&](const JobRun& run) {
                                    auto done = complete(run);
                                    log.add(run.job.subject);
                                    log.add("one");
                                    return done;
                                  }),
                                  4);
    ASSERT_TRUE(log.wait_for("one", kJobs));
  }
  auto events = log.events();
  for (int i = 0; i < kJobs; ++i) {
    EXPECT_EQ(std::count(events.begin(), events.end(), "CA" + std::to_string(i)), 1) << i;
  }
}

TEST_F(WorkerTest, AJobOfAnotherKindIsLeftAlone) {
  database.in([&](Session& session) { JobStore(session).enqueue("transcribe", "CA1", clock.now()); });
  ask();
  const auto worker = worker_of(kind([&](const JobRun& run) { return complete(run); }));
  EXPECT_EQ(row_once("done").state, "done");
  EXPECT_EQ(row("transcribe:CA1").state, "ready");
}

TEST_F(WorkerTest, AFailureIsTriedAgainAfterItsDelayAndNotBefore) {
  ask();
  const auto worker = worker_of(kind([&](const JobRun& run) -> Result<void> {
    log.add("attempt " + std::to_string(run.job.attempts));
    if (run.job.attempts < 3) return failure(ErrorCode::unavailable, "No answer", "status 502");
    return complete(run);
  }));
  ASSERT_TRUE(log.wait_for("attempt 1"));
  const auto waiting = row_once("ready");
  EXPECT_EQ(waiting.run_at, (clock.now() + 1s).time_since_epoch());
  EXPECT_EQ(waiting.last_error, "unavailable: No answer (status 502)");
  clock.advance(999ms);
  ask("CA2");  // runs, and shows that the worker looked
  worker->wake();
  ASSERT_TRUE(log.wait_for("attempt 1", 2));
  EXPECT_EQ(row().attempts, 1);
  clock.advance(1ms);
  worker->wake();
  ASSERT_TRUE(log.wait_for("attempt 2"));
  EXPECT_EQ(row_once("ready").run_at, (clock.now() + 2s).time_since_epoch());
  clock.advance(2s);
  worker->wake();
  EXPECT_EQ(row_once("done").state, "done");
}

TEST_F(WorkerTest, AnErrorsOwnDelayLengthensTheWait) {
  ask();
  const auto worker = worker_of(kind([&](const JobRun&) {
    return Result<void>(Error{ErrorCode::rate_limited, "Slowly", "", 90s});
  }));
  const auto give_up = std::chrono::steady_clock::now() + kBudget;
  while (row().last_error.empty() && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
  EXPECT_EQ(row().run_at, (clock.now() + 90s).time_since_epoch());
}

TEST_F(WorkerTest, TheLastAttemptsFailureIsBuriedAndToldInOneTransaction) {
  ask();
  const auto worker = worker_of(
      kind([&](const JobRun&) { return Result<void>(failure(ErrorCode::unavailable, "No answer")); }, 1));
  ASSERT_TRUE(log.wait_for("dead unavailable"));
  EXPECT_EQ(row_once("dead").attempts, 1);
  EXPECT_TRUE(dead_while_buried);
  EXPECT_EQ(row("mourn:CA1").state, "ready");
}

TEST_F(WorkerTest, WhatCannotSucceedLaterIsGivenUpAtOnce) {
  ask();
  const auto worker = worker_of(
      kind([&](const JobRun&) { return Result<void>(failure(ErrorCode::refused, "Wrong password")); }));
  EXPECT_EQ(row_once("dead").attempts, 1);
  EXPECT_EQ(log.events(), std::vector<std::string>{"dead refused"});
}

TEST_F(WorkerTest, WhenItsFailureCannotBeToldTheJobIsNotBuriedEither) {
  ask();
  auto unlucky = kind([&](const JobRun&) { return Result<void>(failure(ErrorCode::refused, "No")); });
  unlucky.on_dead = [&](Session& session, const Job& job, const Error&) {
    JobStore(session).enqueue("mourn", job.subject, clock.now());
    log.add("told");
    throw std::runtime_error("the disk is full");
  };
  {
    const auto worker = worker_of(std::move(unlucky));
    ASSERT_TRUE(log.wait_for("told"));
  }
  EXPECT_EQ(row().state, "leased");
  EXPECT_EQ(row("mourn:CA1").state, "");
}

TEST_F(WorkerTest, WhoeverIsInterestedLearnsUntilWhenAJobIsPutOff) {
  ask();
  auto put_off =
      kind([&](const JobRun&) { return Result<void>(failure(ErrorCode::unavailable, "Not now")); });
  put_off.on_put_off = [&](Session&, const Job& job, Timestamp until) {
    log.add(job.subject + " " + std::to_string((until - clock.now()).count()));
  };
  const auto worker = worker_of(std::move(put_off));
  ASSERT_TRUE(log.wait_for("CA1 1000"));
  EXPECT_EQ(row_once("ready").run_at, (clock.now() + 1s).time_since_epoch());
}

TEST_F(WorkerTest, AnExceptionIsAFailureThatIsTriedAgain) {
  ask();
  const auto worker = worker_of(kind([&](const JobRun& run) -> Result<void> {
    log.add("attempt");
    if (run.job.attempts == 1) throw std::runtime_error("a broken invariant");
    return complete(run);
  }));
  ASSERT_TRUE(log.wait_for("attempt"));
  EXPECT_NE(row_once("ready").last_error.find("a broken invariant"), std::string::npos);
  clock.advance(1s);
  worker->wake();
  EXPECT_EQ(row_once("done").attempts, 2);
}

TEST_F(WorkerTest, AJobWhoseWorkersDiedEachTimeIsGivenUpWithoutRunning) {
  ask();
  const std::vector<std::string> kinds{"fetch"};
  for (int i = 0; i < 3; ++i) {
    database.in([&](Session& session) {
      return JobStore(session)
          .claim(kinds, 1, "dead_" + std::to_string(i), clock.now(), clock.now() + 60s)
          .size();
    });
    clock.advance(61s);
  }
  const auto worker = worker_of(kind([&](const JobRun& run) {
    log.add("ran");
    return complete(run);
  }));
  EXPECT_EQ(row_once("dead").state, "dead");
  EXPECT_EQ(log.events(), std::vector<std::string>{"dead refused"});
}

TEST_F(WorkerTest, ALostLeaseAsksTheHandlerToStopAndTheJobStaysItsNewOwners) {
  ask();
  const auto worker = worker_of(kind([&](const JobRun& run) -> Result<void> {
                                  std::promise<void> stopped;
                                  const std::stop_callback tell(run.stop, [&] { stopped.set_value(); });
                                  log.add("running");
                                  if (stopped.get_future().wait_for(kBudget) == std::future_status::timeout) {
                                    log.add("never stopped");
                                  }
                                  const auto done = complete(run);
                                  log.add(done ? "completed" : std::string(to_string(done.error().code)));
                                  return done;
                                }),
                                1, {30ms, 5ms});
  ASSERT_TRUE(log.wait_for("running"));
  database.in([&](Session& session) {
    database::Query(session,
                    "UPDATE jobs SET lease_owner = 'somebody', lease_until_ms = :until WHERE name = :name")
        .with("until", (clock.now() + 1h).time_since_epoch())
        .with("name", "fetch:CA1")
        .run();
  });
  ASSERT_TRUE(log.wait_for("cancelled"));
  worker->stop();
  EXPECT_EQ(row().state, "leased");
  EXPECT_EQ(log.events(), (std::vector<std::string>{"running", "cancelled"}));
}

/// Runs until it is asked to stop; says what became of it.
std::function<Result<void>(const JobRun&)> until_stopped(Log& log) {
  return [&log](const JobRun& run) -> Result<void> {
    std::promise<void> stopped;
    const std::stop_callback tell(run.stop, [&] { stopped.set_value(); });
    log.add("running " + run.job.subject);
    const auto waited = stopped.get_future().wait_for(kBudget);
    log.add(waited == std::future_status::ready ? "stopped " + run.job.subject : "never stopped");
    return failure(ErrorCode::cancelled, "Stopped");
  };
}

TEST_F(WorkerTest, AJobThatAnotherProcessEndsIsStoppedLongBeforeItsLeaseWouldRunOut) {
  ask();
  const auto worker = worker_of(kind(until_stopped(log)), 1, {1h, 5ms, 5ms});
  ASSERT_TRUE(log.wait_for("running CA1"));
  database.in([&](Session& session) { JobStore(session).forget("fetch", "CA1"); });
  ASSERT_TRUE(log.wait_for("stopped CA1"));
  worker->stop();
  EXPECT_EQ(row().state, "");
}

TEST_F(WorkerTest, AJobThatThisProcessEndsIsStoppedAtOnceAndNoOther) {
  ask();
  ask("CA2");
  const auto worker = worker_of(kind(until_stopped(log)), 2, {1h, 5ms, 1h});
  ASSERT_TRUE(log.wait_for("running CA1"));
  ASSERT_TRUE(log.wait_for("running CA2"));
  database.in([&](Session& session) { JobStore(session).forget("fetch", "CA1"); });
  worker->stop_job("transcribe", "CA2");
  worker->stop_job("fetch", "CA1");
  ASSERT_TRUE(log.wait_for("stopped CA1"));
  const auto events = log.events();
  EXPECT_EQ(std::count(events.begin(), events.end(), "stopped CA2"), 0);
  EXPECT_EQ(row("fetch:CA2").state, "leased");
}

TEST_F(WorkerTest, WhatWasEndedAndAskedForAgainIsNotConfusedWithItsFormerRun) {
  ask();
  std::promise<void> end;
  auto ended = end.get_future().share();
  std::atomic<int> runs = 0;
  const auto worker = worker_of(kind([&, ended](const JobRun& run) -> Result<void> {
                                  const bool former = runs++ == 0;
                                  log.add(former ? "former" : "latter");
                                  ended.wait_for(kBudget);
                                  const auto done = complete(run);
                                  log.add((former ? "former " : "latter ") +
                                          (done ? "saved" : std::string(to_string(done.error().code))));
                                  return done;
                                }),
                                2, {1h, 5ms, 5ms});
  ASSERT_TRUE(log.wait_for("former"));
  database.in([&](Session& session) { JobStore(session).forget("fetch", "CA1"); });
  ask();
  worker->wake();
  ASSERT_TRUE(log.wait_for("latter"));
  end.set_value();
  ASSERT_TRUE(log.wait_for("former cancelled"));
  ASSERT_TRUE(log.wait_for("latter saved"));
  EXPECT_EQ(row_once("done").attempts, 1);
}

TEST_F(WorkerTest, AHeartbeatKeepsALongJobsLease) {
  ask();
  std::promise<void> end;
  auto ended = end.get_future().share();
  const auto worker = worker_of(kind([&, ended](const JobRun& run) {
                                  log.add("running");
                                  ended.wait_for(kBudget);
                                  return complete(run);
                                }),
                                1, {30ms, 5ms});
  ASSERT_TRUE(log.wait_for("running"));
  const auto lease = [&] {
    return database.in([&](Session& session) {
      std::chrono::milliseconds until{};
      database::Query(session, "SELECT lease_until_ms FROM jobs WHERE name = :name")
          .with("name", "fetch:CA1")
          .into(until)
          .next();
      return until;
    });
  };
  clock.advance(20ms);  // the lease would run out 10 ms later
  const auto wanted = (clock.now() + 30ms).time_since_epoch();
  const auto give_up = std::chrono::steady_clock::now() + kBudget;
  while (lease() < wanted && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
  EXPECT_EQ(lease(), wanted);
  end.set_value();
  EXPECT_EQ(row_once("done").attempts, 1);
}

TEST_F(WorkerTest, StoppingHandsBackWhatRunsWithItsAttemptUncounted) {
  ask();
  const auto worker = worker_of(kind([&](const JobRun& run) -> Result<void> {
    std::promise<void> stopped;
    const std::stop_callback tell(run.stop, [&] { stopped.set_value(); });
    log.add("running");
    stopped.get_future().wait_for(kBudget);
    return failure(ErrorCode::cancelled, "Stopped");
  }));
  ASSERT_TRUE(log.wait_for("running"));
  worker->stop();
  EXPECT_EQ(row().state, "ready");
  EXPECT_EQ(row().attempts, 0);
  EXPECT_EQ(row().run_at, clock.now().time_since_epoch());
}

TEST_F(WorkerTest, StoppingLetsFinishWhatDoesFinish) {
  ask();
  std::promise<void> end;
  auto ended = end.get_future().share();
  const auto worker = worker_of(kind([&, ended](const JobRun& run) {
    log.add("running");
    ended.wait_for(kBudget);
    return complete(run);
  }));
  ASSERT_TRUE(log.wait_for("running"));
  auto stopping = std::async(std::launch::async, [&] { worker->stop(); });
  end.set_value();
  stopping.get();
  EXPECT_EQ(row().state, "done");
}

TEST_F(WorkerTest, StoppedTwiceOrBeforeItStartedIsNoHarm) {
  Worker idle({60s, 5ms}, *database, clock);
  idle.stop();
  const auto worker = worker_of(kind([&](const JobRun& run) { return complete(run); }));
  worker->stop();
  worker->stop();
}

TEST(Backoff, DoublesUpToItsLimitWithAQuarterOfJitterAtMost) {
  for (int round = 0; round < 200; ++round) {
    for (int attempts = 1; attempts <= 100; ++attempts) {
      const auto least = std::min<long long>(60'000, attempts > 10 ? 60'000 : 1000LL << (attempts - 1));
      const auto delay = backoff(attempts, 1s, 60s).count();
      ASSERT_GE(delay, least) << attempts;
      ASSERT_LE(delay, least + least / 4) << attempts;
    }
  }
}

TEST(Backoff, FailuresThatCameTogetherDoNotComeBackTogether) {
  const auto first = backoff(8, 1s, 1h);
  bool differs = false;
  for (int i = 0; i < 20; ++i) differs = differs || backoff(8, 1s, 1h) != first;
  EXPECT_TRUE(differs);
}

TEST(Backoff, HasADelayForAnyCount) {
  EXPECT_GE(backoff(0, 1s, 1h), 1s);
  EXPECT_GE(backoff(-5, 1s, 1h), 1s);
  EXPECT_LE(backoff(std::numeric_limits<int>::max(), 2s, 30min), 38min);
}

}  // namespace
}  // namespace kolog::jobs
