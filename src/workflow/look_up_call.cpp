// SPDX-License-Identifier: Apache-2.0
#include "workflow/look_up_call.h"

#include <utility>

#include "base/log.h"
#include "domain/call_facts.h"
#include "store/call_store.h"
#include "store/deletion_store.h"

namespace kolog::workflow {
namespace {

using database::Session;

constexpr std::string_view kTag = "WEBHOOK";

}  // namespace

std::string look_up_subject(std::string_view account_sid, std::string_view call_sid) {
  return std::string(account_sid).append("/").append(call_sid);
}

CallFacts facts_of(const twilio::CallResource& call, std::string account_business) {
  CallFacts facts;
  facts.account_business = std::move(account_business);
  facts.call_sid = call.call_sid;
  facts.account_sid = call.news.account_sid;
  facts.parent_call_sid = call.news.parent_call_sid;
  facts.from_number = call.news.from_number;
  facts.to_number = call.news.to_number;
  facts.direction = to_string(call.news.direction);
  facts.status = call.news.status;
  if (call.news.duration) facts.duration = static_cast<int>(call.news.duration->count());
  facts.started_at = call.started_at;
  return facts;
}

LookUpCall::LookUpCall(Settings settings, const StageContext& context, twilio::RestClient& twilio,
                       recordings::TwilioAccounts& accounts, IngestCall& ingest)
    : settings_(settings), context_(context), twilio_(twilio), accounts_(accounts), ingest_(ingest) {}

/// Whether Twilio has told us in the meantime, as nearly always, or nobody wants to know any more.
Result<bool> LookUpCall::is_settled(const std::string& call_sid) const {
  return context_.database.read([&](Session& session) -> Result<bool> {
    const auto call = store::CallStore(session).find_any(call_sid);
    if (!call) return store::DeletionStore(session).is_deleted(call_sid);
    return call->ended_at.has_value();
  });
}

Result<void> LookUpCall::end(const jobs::JobRun& run) const {
  return context_.database.transact([&](Session& session) { return run.complete(session); });
}

Result<void> LookUpCall::operator()(const jobs::JobRun& run) const {
  const auto slash = run.job.subject.find('/');
  const auto account_sid = run.job.subject.substr(0, slash);
  const auto call_sid = slash == std::string::npos ? std::string{} : run.job.subject.substr(slash + 1);
  const auto settled = is_settled(call_sid);
  if (!settled) return settled.error();
  if (*settled) return end(run);
  const auto owner = accounts_.owner_of(account_sid);
  if (!owner) return owner.error();
  const auto call = twilio_.fetch_call(account_sid, call_sid);
  const bool too_late = context_.clock.now() > run.job.asked_at + settings_.give_up_after;
  if (!call && call.error().code != ErrorCode::call_not_found) return call.error();
  if (!call || call->call_sid != call_sid) {
    log::warning(kTag, "Twilio knows no such call", {{"call_sid", call_sid}});
    return end(run);
  }
  log::info(kTag, "looked up at Twilio", {{"call_sid", call_sid}, {"status", call->news.status}});
  if (auto taken = ingest_.looked_up(facts_of(*call, owner->business_id)); !taken) return taken;
  if (domain::is_ended(call->news.status) || too_late) return end(run);
  return failure(ErrorCode::recording_pending, "The call is still going on");
}

}  // namespace kolog::workflow
