// SPDX-License-Identifier: Apache-2.0
// Examines what should get done: jobs, and the deletion of recordings.
#include "app/examination.h"
#include "domain/call.h"
#include "store/deletion_store.h"
#include "store/inspection_store.h"
#include "twilio/recording_uri.h"

namespace kolog::app {
namespace {

using database::Session;
using store::JobTrouble;

constexpr std::chrono::minutes kLongWaiting{15};
constexpr std::chrono::minutes kLongAbandoned{5};
/// Sweeps take their time, and so do Twilio's refusals.
constexpr std::chrono::hours kLongOverdue{24};
constexpr int kNamedAtMost = 3;

struct Troubles {
  std::vector<JobTrouble> abandoned;
  std::vector<JobTrouble> waiting;
  std::vector<JobTrouble> dead;
};

std::string jobs(const JobTrouble& trouble) {
  return std::to_string(trouble.count) + (trouble.count == 1 ? " job" : " jobs") + " of kind " + trouble.kind;
}

/// What a dead job's kind means for what it was for.
std::string advice_for_dead(const std::string& kind) {
  if (kind == "deliver") return "Its endpoint's page says what was answered, and sends it again";
  if (kind == "expire" || kind == "erase") return "The next sweep asks for it again; see the deletions below";
  return "The call's page says why, and runs it again";
}

std::string place_of(const store::AudioDeletion& deletion) {
  if (deletion.target == store::kFileTarget) return "the file of " + deletion.call_sid;
  return "Twilio's copy " + twilio::recording_sid_of(deletion.target) + " of " + deletion.call_sid;
}

struct Deletions {
  long long failed_count = 0;
  std::vector<store::AudioDeletion> failed;
  bool overdue = false;
};

}  // namespace

Findings look_at_jobs(const Patient& patient) {
  if (patient.database == nullptr) return {};
  const auto now = patient.clock.now();
  const auto troubles = patient.database->read([&](Session& session) -> Result<Troubles> {
    store::InspectionStore inspection(session);
    return Troubles{inspection.abandoned_jobs(now - kLongAbandoned),
                    inspection.waiting_jobs(now - kLongWaiting), inspection.dead_jobs()};
  });
  if (!troubles) return {bad("jobs", troubles.error())};
  Findings findings;
  for (const auto& trouble : troubles->abandoned) {
    findings.push_back(
        {Verdict::bad, "abandoned_job",
         jobs(trouble) + " began and did not end, since " + format_rfc3339(trouble.oldest) + ": " +
             trouble.example,
         "Is a worker running? Start `kolog serve` or `kolog worker`: it takes them up at once"});
  }
  for (const auto& trouble : troubles->waiting) {
    findings.push_back(
        {Verdict::bad, "waiting_job",
         jobs(trouble) + " should have begun at " + format_rfc3339(trouble.oldest) + ": " + trouble.example,
         "Is a worker running? If one is, it has more work than it can do: raise workers, or start "
         "`kolog worker` beside it"});
  }
  for (const auto& trouble : troubles->dead) {
    const auto why = trouble.last_error.empty() ? "" : ". " + trouble.example + ": " + trouble.last_error;
    findings.push_back(
        {Verdict::warning, "dead_job", jobs(trouble) + " given up" + why, advice_for_dead(trouble.kind)});
  }
  if (findings.empty()) findings.push_back({Verdict::good, "jobs", "All work that is due gets done"});
  return findings;
}

Findings look_at_deletions(const Patient& patient) {
  if (patient.database == nullptr) return {};
  const auto& settings = patient.settings;
  const auto deletions = patient.database->read([&](Session& session) -> Result<Deletions> {
    store::DeletionStore store(session);
    const auto began_before = patient.clock.now() - settings.retention - kLongOverdue;
    return Deletions{store.count_failed(), store.failed(kNamedAtMost),
                     !store.calls_to_expire(began_before, "", 1).empty()};
  });
  if (!deletions) return {bad("deletions", deletions.error())};
  const auto days = std::to_string(settings.retention.count()) + " days";
  Findings findings;
  for (const auto& deletion : deletions->failed) {
    findings.push_back({Verdict::bad, "deletion",
                        "Not deleted after " + std::to_string(deletion.attempts) +
                            " attempts: " + place_of(deletion) + ". " + deletion.answer,
                        "It is tried again by itself. Wrong credentials are put right with `kolog admin` or "
                        "TWILIO_AUTH_TOKEN; docs/retention.md says what else helps"});
  }
  if (const auto more = deletions->failed_count - static_cast<long long>(deletions->failed.size());
      more > 0) {
    findings.push_back({Verdict::bad, "deletion", std::to_string(more) + " more could not be deleted"});
  }
  if (deletions->overdue) {
    findings.push_back(
        {Verdict::bad, "retention",
         "Recordings are kept for " + days + ", and there are some that are a day older and more",
         "Is a worker running? It looks for them every retention_sweep"});
  } else {
    findings.push_back({Verdict::good, "retention", "Recordings are kept for " + days});
  }
  return findings;
}

}  // namespace kolog::app
