// SPDX-License-Identifier: Apache-2.0
#include "workflow/tag_call.h"

#include <optional>
#include <string>

#include "base/log.h"
#include "insight/rules.h"
#include "store/insight_settings_store.h"
#include "store/recording_store.h"
#include "store/tag_store.h"
#include "store/transcript_store.h"
#include "webhooks/events.h"
#include "workflow/announce_call.h"
#include "workflow/corrected_insight.h"
#include "workflow/redact_call.h"

namespace kolog::workflow {
namespace {

/// The recording's own length: words' and silences' times are counted in it.
std::optional<std::chrono::milliseconds> duration_of(database::Session& session, const domain::Call& call) {
  const auto audio = store::RecordingStore(session).audio_file(call.call_sid);
  if (audio.duration.count() > 0) return audio.duration;
  return call.duration;
}

}  // namespace

void tag_call(database::Session& session, const Clock& clock, const TagSettings& settings,
              const domain::Call& call) {
  const auto rules = store::InsightSettingsStore(session).read(call.business_id, settings.defaults).rules;
  store::TranscriptStore transcripts(session);
  const auto policy = applied_policy(session, call.call_sid);
  const auto transcript = transcript_to_understand(session, call, policy);
  auto as_heard = call;
  as_heard.transcript_source = "offline";
  const auto heard = transcript_to_understand(session, as_heard, policy).segments;
  const auto insight = with_corrections(transcripts.insight(call.call_sid).value_or(domain::Insight{}), call);
  const auto tags = insight::tags_of(rules,
                                     {.transcript = transcript,
                                      .heard = heard,
                                      .insight = insight,
                                      .duration = duration_of(session, call),
                                      .started_at = call.created_at,
                                      .time_zone = std::string(settings.time_zone)},
                                     clock.now());
  const auto change = store::TagStore(session).replace(call.call_sid, tags);
  if (change == store::TagChange::none || tags.empty()) return;
  log::info("OFFLINE_EXTRACT", "tagged", {{"call_sid", call.call_sid}, {"tags", tags.size()}});
  announce_call(session, clock, settings.public_url, call, webhooks::kCallTagged);
}

}  // namespace kolog::workflow
