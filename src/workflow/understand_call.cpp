// SPDX-License-Identifier: Apache-2.0
#include "workflow/understand_call.h"

#include <utility>

#include "base/log.h"
#include "insight/redaction.h"
#include "store/call_store.h"
#include "store/insight_settings_store.h"
#include "store/job_store.h"
#include "store/transcript_store.h"
#include "webhooks/events.h"
#include "workflow/announce_call.h"
#include "workflow/judge_insight.h"
#include "workflow/redact_call.h"
#include "workflow/tag_call.h"

namespace kolog::workflow {
namespace {

using database::Session;

struct Understanding {
  domain::Call call;
  domain::RedactionPolicy policy;
  domain::Transcript transcript;
  domain::Insight insight;
};

/// `extracted` redacts anew, by what the business wants now; a later stage reads what that has left.
Result<Understanding> read_understanding(domain::Stage stage, database::Database& database,
                                         const std::string& call_sid) {
  return database.read([&](Session& session) -> Result<Understanding> {
    auto call = store::CallStore(session).find_any(call_sid);
    if (!call) return failure(ErrorCode::call_not_found, "The call has been deleted", call_sid);
    Understanding found;
    found.policy = stage == domain::Stage::extracted ? policy_of(session, call->business_id)
                                                     : applied_policy(session, call_sid);
    found.transcript = transcript_to_understand(session, *call, found.policy);
    found.insight = store::TranscriptStore(session).insight(call_sid).value_or(domain::Insight{});
    found.call = std::move(*call);
    return found;
  });
}

Result<domain::InsightSettings> settings_of(database::Database& database, const std::string& business_id,
                                            const domain::InsightSettings& defaults) {
  return database.read([&](Session& session) -> Result<domain::InsightSettings> {
    return store::InsightSettingsStore(session).read(business_id, defaults);
  });
}

}  // namespace

ExtractCall::ExtractCall(const StageContext& context, insight::Extractor& extractor,
                         domain::InsightSettings defaults, std::string time_zone)
    : context_(context),
      extractor_(extractor),
      defaults_(std::move(defaults)),
      time_zone_(std::move(time_zone)) {}

Result<void> ExtractCall::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  const auto known = read_understanding(domain::Stage::extracted, context_.database, call_sid);
  if (!known) return known.error();
  const auto settings = settings_of(context_.database, known->call.business_id, defaults_);
  if (!settings) return settings.error();
  auto insight = extractor_.extract({.transcript = known->transcript,
                                     .settings = *settings,
                                     .business_id = known->call.business_id,
                                     .started_at = known->call.created_at,
                                     .time_zone = time_zone_,
                                     .stop = run.stop});
  if (!insight) return insight.error();
  insight = insight::redacted_insight(*std::move(insight), known->policy);
  log::info("OFFLINE_EXTRACT", "extracted",
            {{"call_sid", call_sid},
             {"service", insight->service ? insight->service->id : ""},
             {"city", insight->city ? insight->city->name : ""},
             {"engine", insight->engine}});
  return finish_stage(
      context_, run, call_sid, domain::Stage::extracted, [&](Session& session) -> Result<void> {
        redact_call(session, call_sid, known->policy, context_.clock.now());
        store::TranscriptStore(session).save_insight(call_sid, *insight);
        store::CallStore(session).save_extraction(call_sid, judged(*insight, settings->thresholds));
        store::JobStore(session).enqueue_again(kSummariseJob, call_sid, context_.clock.now());
        return {};
      });
}

SummariseCall::SummariseCall(const StageContext& context, insight::Summariser& summariser,
                             std::string public_url, domain::InsightSettings defaults, std::string time_zone)
    : context_(context),
      summariser_(summariser),
      public_url_(std::move(public_url)),
      defaults_(std::move(defaults)),
      time_zone_(std::move(time_zone)) {}

Result<void> SummariseCall::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  auto known = read_understanding(domain::Stage::summarised, context_.database, call_sid);
  if (!known) return known.error();
  const auto summary = summariser_.summarise(known->transcript, known->insight);
  if (!summary) return summary.error();
  known->insight.summary = insight::redacted_text(*summary, known->policy);
  return finish_stage(
      context_, run, call_sid, domain::Stage::summarised, [&](Session& session) -> Result<void> {
        store::TranscriptStore(session).save_insight(call_sid, known->insight);
        store::CallStore calls(session);
        calls.save_summary(call_sid, known->insight.summary);
        calls.set_status(call_sid, domain::kStatusProcessed);
        if (const auto call = calls.find_any(call_sid)) {
          announce_call(session, context_.clock, public_url_, *call, webhooks::kCallProcessed);
          tag_call(session, context_.clock, {defaults_, time_zone_, public_url_}, *call);
        }
        return {};
      });
}

}  // namespace kolog::workflow
