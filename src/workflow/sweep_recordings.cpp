// SPDX-License-Identifier: Apache-2.0
#include "workflow/sweep_recordings.h"

#include <functional>
#include <string>
#include <vector>

#include "base/log.h"
#include "recordings/recording_key.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/job_store.h"
#include "store/redaction_store.h"
#include "store/user_store.h"
#include "store/webhook_store.h"

namespace kolog::workflow {
namespace {

using database::Session;
using store::DeletionStore;
using store::JobStore;
using Calls = std::vector<std::string>;

constexpr std::string_view kTag = "RETENTION";
constexpr int kPrunedAtOnce = 500;

Error interrupted() {
  return failure(ErrorCode::cancelled, "The program is ending");
}

/// What a file that should not be here belongs to.
struct Stray {
  std::string call_sid;
  std::string business_id;
  store::DeletionReason reason;
};

/// A file that came back after its deletion: its fetch was slower than its right to fetch, say.
std::optional<Stray> stray_of(Session& session, std::string_view key) {
  const auto call_sid = recordings::call_sid_of_key(key);
  if (!call_sid) return std::nullopt;
  if (const auto business_id = DeletionStore(session).business_of_deleted(*call_sid)) {
    return Stray{*call_sid, *business_id, store::DeletionReason::call_deleted};
  }
  const auto call = store::CallStore(session).find_any(*call_sid);
  if (!call || !call->audio_expired_at || call->legal_hold_at) return std::nullopt;
  return Stray{*call_sid, call->business_id, store::DeletionReason::retention};
}

}  // namespace

SweepRecordings::SweepRecordings(Settings settings, const StageContext& context,
                                 objects::ObjectStore& objects)
    : settings_(settings), context_(context), objects_(objects) {}

Result<long long> SweepRecordings::ask_page_by_page(const jobs::JobRun& run, std::string_view kind,
                                                    const NextPage& next_page) const {
  long long asked = 0;
  std::string last;
  while (true) {
    if (run.stop.stop_requested()) return interrupted();
    const auto calls =
        context_.database.read([&](Session& session) -> Result<Calls> { return next_page(session, last); });
    if (!calls) return calls.error();
    // In pages, so that other writers are never kept waiting long.
    const auto committed = context_.database.transact([&](Session& session) -> Result<void> {
      JobStore jobs(session);
      for (const auto& call_sid : *calls) jobs.enqueue_again(kind, call_sid, context_.clock.now());
      return {};
    });
    if (!committed) return committed.error();
    asked += static_cast<long long>(calls->size());
    if (static_cast<int>(calls->size()) < settings_.page) return asked;
    last = calls->back();
  }
}

Result<long long> SweepRecordings::ask_for_expired(const jobs::JobRun& run) const {
  const auto began_before = context_.clock.now() - settings_.retention;
  return ask_page_by_page(run, kExpireJob, [&](Session& session, const std::string& last) {
    return DeletionStore(session).calls_to_expire(began_before, last, settings_.page);
  });
}

Result<long long> SweepRecordings::ask_for_deleted(const jobs::JobRun& run) const {
  return ask_page_by_page(run, kEraseJob, [&](Session& session, const std::string& last) {
    return DeletionStore(session).deleted_calls_to_erase(last, settings_.page);
  });
}

Result<long long> SweepRecordings::ask_for_strays(const jobs::JobRun& run) const {
  const auto files = objects_.list();
  if (!files) return files.error();
  long long asked = 0;
  for (const auto& file : *files) {
    if (run.stop.stop_requested()) return interrupted();
    const auto stray = context_.database.read(
        [&](Session& session) -> Result<std::optional<Stray>> { return stray_of(session, file.key); });
    if (!stray) return stray.error();
    if (!*stray) {
      if (auto removed = remove_if_unused(file); !removed) return removed.error();
      continue;
    }
    const auto& [call_sid, business_id, reason] = **stray;
    const auto committed = context_.database.transact([&](Session& session) -> Result<void> {
      DeletionStore(session).ask({.call_sid = call_sid,
                                  .target = std::string(store::kFileTarget),
                                  .business_id = business_id,
                                  .reason = reason,
                                  .asked_at = context_.clock.now()});
      const auto kind = reason == store::DeletionReason::call_deleted ? kEraseJob : kExpireJob;
      JobStore(session).enqueue_again(kind, call_sid, context_.clock.now());
      return {};
    });
    if (!committed) return committed.error();
    ++asked;
  }
  return asked;
}

/// A redacted copy that nothing serves any more: the business wants nothing blacked out now, say.
Result<void> SweepRecordings::remove_if_unused(const objects::ObjectEntry& copy) const {
  if (!recordings::is_redacted_key(copy.key)) return {};
  if (copy.modified_at + settings_.copy_grace > context_.clock.now()) return {};
  const auto is_used = context_.database.read([&](Session& session) -> Result<bool> {
    const auto redaction =
        store::RedactionStore(session).find(recordings::call_sid_of_key(copy.key).value_or(""));
    return redaction && redaction->needs_tone() && redaction->audio_size > 0;
  });
  if (!is_used) return is_used.error();
  if (*is_used) return {};
  return objects_.remove(copy.key);
}

Result<void> SweepRecordings::clean(const jobs::JobRun& run) const {
  auto cleaned = context_.database.transact([&](Session& session) -> Result<void> {
    store::UserStore(session).remove_expired_sessions(context_.clock.now());
    return {};
  });
  const auto before = context_.clock.now() - settings_.webhook_log;
  while (cleaned && !run.stop.stop_requested()) {
    const auto pruned = context_.database.transact([&](Session& session) -> Result<long long> {
      return store::WebhookStore(session).prune_log(before, kPrunedAtOnce);
    });
    if (!pruned) return pruned.error();
    if (*pruned < kPrunedAtOnce) break;
  }
  return cleaned;
}

Result<void> SweepRecordings::operator()(const jobs::JobRun& run) const {
  const auto expired = ask_for_expired(run);
  if (!expired) return expired.error();
  const auto deleted = ask_for_deleted(run);
  if (!deleted) return deleted.error();
  const auto strays = ask_for_strays(run);
  // A store that cannot be listed keeps the rest from nothing; the doctor tells of it.
  if (!strays) log::warning(kTag, "files not listed", {{"error", log::describe(strays.error())}});
  if (auto cleaned = clean(run); !cleaned) return cleaned;
  const auto asked = *expired + *deleted + (strays ? *strays : 0);
  if (asked > 0) log::info(kTag, "deletions asked for", {{"calls", asked}});
  return context_.database.transact(
      [&](Session& session) { return run.repeat(session, context_.clock.now() + settings_.interval); });
}

}  // namespace kolog::workflow
