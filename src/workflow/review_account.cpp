// SPDX-License-Identifier: Apache-2.0
#include "workflow/review_account.h"

#include "base/log.h"
#include "store/business_store.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/review_store.h"
#include "workflow/look_up_call.h"

namespace kolog::workflow {
namespace {

using database::Session;

constexpr std::string_view kTag = "WEBHOOK";
constexpr std::chrono::minutes kClockSkew{5};  // between Twilio's clock and ours

}  // namespace

ReviewAccount::ReviewAccount(Settings settings, const StageContext& context, twilio::RestClient& twilio,
                             recordings::TwilioAccounts& accounts, IngestCall& ingest)
    : settings_(settings), context_(context), twilio_(twilio), accounts_(accounts), ingest_(ingest) {}

/// The installation's account may serve any business's numbers, a business's own only its own.
Result<std::vector<std::string>> ReviewAccount::numbers_of(const std::string& business_id) const {
  return context_.database.read([&](Session& session) -> Result<std::vector<std::string>> {
    std::vector<std::string> numbers;
    for (const auto& number : store::BusinessStore(session).list_numbers()) {
      if (business_id.empty() || number.business_id == business_id) numbers.push_back(number.number);
    }
    return numbers;
  });
}

/// Whether we never heard of it. A call under way may still be told of, and what began before the last review
/// was seen then.
Result<bool> ReviewAccount::is_news(const twilio::CallResource& call, Timestamp since) const {
  if (call.started_at && *call.started_at < since) return false;
  return context_.database.read([&](Session& session) -> Result<bool> {
    return !store::CallStore(session).find_any(call.call_sid) &&
           !store::DeletionStore(session).is_deleted(call.call_sid);
  });
}

Result<void> ReviewAccount::operator()(const jobs::JobRun& run) const {
  const auto& account_sid = run.job.subject;
  const auto now = context_.clock.now();
  const auto repeat = [&](Timestamp reviewed_until) {
    return context_.database.transact([&](Session& session) -> Result<void> {
      store::ReviewStore(session).save(account_sid, reviewed_until);
      return run.repeat(session, now + settings_.every);
    });
  };
  const auto owner = accounts_.owner_of(account_sid);
  if (!owner) return owner.error();
  const auto reviewed = context_.database.read([&](Session& session) -> Result<std::optional<Timestamp>> {
    return store::ReviewStore(session).reviewed_until(account_sid);
  });
  if (!reviewed) return reviewed.error();
  // What was before Kolog is not Kolog's.
  if (!*reviewed) return repeat(now);
  const auto numbers = numbers_of(owner->business_id);
  if (!numbers) return numbers.error();
  const auto since = **reviewed - kClockSkew;
  for (const auto& number : *numbers) {
    const auto calls = twilio_.list_calls(account_sid, number, since);
    if (!calls) return calls.error();
    for (const auto& call : *calls) {
      const auto news = is_news(call, since);
      if (!news) return news.error();
      if (!*news) continue;
      log::warning(kTag, "a call that Twilio never told of", {{"call_sid", call.call_sid}});
      if (auto taken = ingest_.looked_up(facts_of(call, owner->business_id)); !taken) return taken;
    }
  }
  return repeat(now);
}

}  // namespace kolog::workflow
