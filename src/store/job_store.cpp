// SPDX-License-Identifier: Apache-2.0
#include "store/job_store.h"

#include <algorithm>

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

std::string name_of(std::string_view kind, std::string_view subject) {
  return std::string(kind).append(":").append(subject);
}

}  // namespace

void JobStore::enqueue(std::string_view kind, std::string_view subject, Timestamp now,
                       std::chrono::milliseconds delay) {
  Query(session_,
        "INSERT INTO jobs (name, kind, subject, state, run_at_ms, asked_at_ms) VALUES (:name, :kind, "
        ":subject, 'ready', "
        ":due, :now) ON CONFLICT (name) DO UPDATE SET run_at_ms = excluded.run_at_ms "
        "WHERE jobs.state = 'ready' AND jobs.attempts = 0 AND jobs.run_at_ms > excluded.run_at_ms")
      .with("name", name_of(kind, subject))
      .with("kind", kind)
      .with("subject", subject)
      .with("due", (now + delay).time_since_epoch())
      .with("now", now.time_since_epoch())
      .run();
}

void JobStore::enqueue_again(std::string_view kind, std::string_view subject, Timestamp now) {
  enqueue(kind, subject, now);
  Query(session_,
        "UPDATE jobs SET state = 'ready', attempts = 0, run_at_ms = :now, asked_at_ms = :now, last_error = "
        "'' WHERE name = "
        ":name AND state IN ('done', 'dead')")
      .with("now", now.time_since_epoch())
      .with("name", name_of(kind, subject))
      .run();
  Query(session_,
        "UPDATE jobs SET run_at_ms = :now WHERE name = :name AND state = 'ready' AND run_at_ms > :now")
      .with("now", now.time_since_epoch())
      .with("name", name_of(kind, subject))
      .run();
  Query(session_, "UPDATE jobs SET again = 1 WHERE name = :name AND state = 'leased'")
      .with("name", name_of(kind, subject))
      .run();
}

std::vector<domain::Job> JobStore::claim(std::span<const std::string> kinds, int limit,
                                         std::string_view owner, Timestamp now, Timestamp lease_until) {
  std::string list;
  for (std::size_t i = 0; i < kinds.size(); ++i)
    list.append(i == 0 ? ":kind" : ", :kind").append(std::to_string(i));
  // Named beforehand: SOCI keeps the pointer.
  std::vector<std::string> names;
  names.reserve(kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) names.push_back("kind" + std::to_string(i));
  Query query(session_,
              "UPDATE jobs SET state = 'leased', attempts = attempts + 1, lease_owner = :owner, "
              "lease_until_ms = :until WHERE "
              "name IN (SELECT name FROM jobs WHERE kind IN (" +
                  list +
                  ") AND ((state = 'ready' AND run_at_ms <= :now) OR (state = 'leased' AND lease_until_ms <= "
                  ":now)) ORDER BY "
                  "run_at_ms LIMIT :count) RETURNING name, kind, subject, attempts, asked_at_ms");
  query.with("owner", owner).with("until", lease_until.time_since_epoch());
  for (std::size_t i = 0; i < kinds.size(); ++i) query.with(names[i].c_str(), kinds[i]);
  query.with("now", now.time_since_epoch()).with("count", limit);
  std::vector<domain::Job> jobs;
  domain::Job job;
  std::chrono::milliseconds asked_at{};
  query.into(job.name, job.kind, job.subject, job.attempts, asked_at);
  while (query.next()) {
    job.asked_at = Timestamp{asked_at};
    jobs.push_back(job);
  }
  std::sort(jobs.begin(), jobs.end(), [](const auto& a, const auto& b) { return a.asked_at < b.asked_at; });
  return jobs;
}

bool JobStore::extend(std::string_view name, std::string_view owner, Timestamp lease_until) {
  return Query(session_,
               "UPDATE jobs SET lease_until_ms = :until WHERE name = :name AND state = 'leased' AND "
               "lease_owner = :owner")
             .with("until", lease_until.time_since_epoch())
             .with("name", name)
             .with("owner", owner)
             .run() > 0;
}

bool JobStore::complete(std::string_view name, std::string_view owner) {
  return Query(session_,
               "UPDATE jobs SET state = CASE WHEN again = 1 THEN 'ready' ELSE 'done' END, attempts = CASE "
               "WHEN again = 1 "
               "THEN 0 ELSE attempts END, again = 0, lease_owner = '', last_error = '' WHERE name = :name "
               "AND state = "
               "'leased' AND lease_owner = :owner")
             .with("name", name)
             .with("owner", owner)
             .run() > 0;
}

bool JobStore::repeat(std::string_view name, std::string_view owner, Timestamp run_at) {
  return Query(session_,
               "UPDATE jobs SET state = 'ready', attempts = 0, again = 0, run_at_ms = :run_at, asked_at_ms = "
               ":run_at, "
               "lease_owner = '', last_error = '' WHERE name = :name AND state = 'leased' AND lease_owner = "
               ":owner")
             .with("run_at", run_at.time_since_epoch())
             .with("name", name)
             .with("owner", owner)
             .run() > 0;
}

bool JobStore::retry(std::string_view name, std::string_view owner, Timestamp run_at,
                     std::string_view error) {
  return Query(session_,
               "UPDATE jobs SET state = 'ready', lease_owner = '', run_at_ms = :run_at, last_error = :error "
               "WHERE name = "
               ":name AND state = 'leased' AND lease_owner = :owner")
             .with("run_at", run_at.time_since_epoch())
             .with("error", error)
             .with("name", name)
             .with("owner", owner)
             .run() > 0;
}

bool JobStore::bury(std::string_view name, std::string_view owner, std::string_view error) {
  return Query(session_,
               "UPDATE jobs SET state = 'dead', again = 0, lease_owner = '', last_error = :error WHERE name "
               "= :name AND "
               "state = 'leased' "
               "AND lease_owner = :owner")
             .with("error", error)
             .with("name", name)
             .with("owner", owner)
             .run() > 0;
}

bool JobStore::hand_back(std::string_view name, std::string_view owner, Timestamp run_at) {
  return Query(session_,
               "UPDATE jobs SET state = 'ready', lease_owner = '', run_at_ms = :run_at, attempts = attempts "
               "- 1 "
               "WHERE name = "
               ":name AND state = 'leased' AND lease_owner = :owner")
             .with("run_at", run_at.time_since_epoch())
             .with("name", name)
             .with("owner", owner)
             .run() > 0;
}

bool JobStore::is_open(std::string_view kind, std::string_view subject) {
  long long count = 0;
  Query(session_, "SELECT COUNT(*) FROM jobs WHERE name = :name AND state IN ('ready', 'leased')")
      .with("name", name_of(kind, subject))
      .into(count)
      .next();
  return count > 0;
}

bool JobStore::is_held(std::string_view name, std::string_view owner) {
  long long count = 0;
  Query(session_,
        "SELECT COUNT(*) FROM jobs WHERE name = :name AND state = 'leased' AND lease_owner = :owner")
      .with("name", name)
      .with("owner", owner)
      .into(count)
      .next();
  return count > 0;
}

void JobStore::take_back(std::string_view kind, std::string_view subject, Timestamp now) {
  Query(session_,
        "UPDATE jobs SET state = 'ready', again = 0, lease_owner = '', run_at_ms = :now WHERE name = :name "
        "AND state = 'leased'")
      .with("now", now.time_since_epoch())
      .with("name", name_of(kind, subject))
      .run();
}

void JobStore::forget(std::string_view kind, std::string_view subject) {
  Query(session_, "DELETE FROM jobs WHERE name = :name").with("name", name_of(kind, subject)).run();
}

JobStore::Counts JobStore::counts() {
  Counts counts;
  Query(session_,
        "SELECT COALESCE(SUM(state = 'ready'), 0), COALESCE(SUM(state = 'leased'), 0), COALESCE(SUM(state = "
        "'dead'), 0) FROM "
        "jobs")
      .into(counts.ready, counts.leased, counts.dead)
      .next();
  return counts;
}

}  // namespace kolog::store
