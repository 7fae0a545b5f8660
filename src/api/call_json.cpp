// SPDX-License-Identifier: Apache-2.0
#include "api/call_json.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "api/json_response.h"
#include "domain/insight_json.h"
#include "domain/retention.h"
#include "domain/transcript_json.h"
#include "twilio/recording_uri.h"

namespace kolog::api {
namespace {

namespace json = boost::json;

template <class Number>
json::value number_or_null(const std::optional<Number>& number) {
  if (!number) return nullptr;
  return json::value(*number);
}

json::value seconds_or_null(const std::optional<std::chrono::seconds>& duration) {
  if (!duration) return nullptr;
  return json::value(duration->count());
}

json::value language_or_null(const std::optional<domain::Language>& language) {
  if (!language) return nullptr;
  return json::value(to_string(*language));
}

/// The call's own value counts: a person may have corrected it. The machine's confidence is about the
/// machine's value alone.
json::value service_json(const CallItem& item, const domain::Taxonomy& taxonomy) {
  const auto& id = item.call.extracted_service;
  if (id.empty()) return nullptr;
  json::value confidence;
  const auto& insight = item.insight;
  const bool is_machines = insight && insight->service && insight->service->id == id;
  if (is_machines) confidence = insight->service->confidence;
  // A service that the business no longer has keeps the name that it had.
  std::string_view name = item.call.service_name;
  if (name.empty()) name = is_machines ? insight->service->name : id;
  const auto known = std::ranges::find(taxonomy, id, &domain::Service::id);
  if (known != taxonomy.end()) name = known->name(item.call.language);
  return {{"id", id}, {"name", name}, {"confidence", std::move(confidence)}};
}

json::value city_json(const CallItem& item) {
  const auto& name = item.call.extracted_city;
  if (name.empty()) return nullptr;
  json::value confidence;
  const auto& insight = item.insight;
  if (insight && insight->city && insight->city->name == name) confidence = insight->city->confidence;
  return {{"name", name}, {"confidence", std::move(confidence)}};
}

/// A call that was understood before certainty was kept stands as it is.
std::string_view certainty_of(const domain::Call& call, std::string_view field, const std::string& value,
                              const std::string& certainty) {
  if (std::ranges::find(call.corrected, field) != call.corrected.end()) return "person";
  if (value.empty()) return "empty";
  return certainty.empty() ? "sure" : std::string_view(certainty);
}

json::object certainty_json(const domain::Call& call) {
  return {{"service", certainty_of(call, "service", call.extracted_service, call.service_certainty)},
          {"city", certainty_of(call, "city", call.extracted_city, call.city_certainty)}};
}

json::array corrected_json(const domain::Call& call) {
  json::array fields(call.corrected.begin(), call.corrected.end());
  for (const auto& [id, value] : call.corrected_values) fields.push_back(json::value(id));
  return fields;
}

json::object corrected_values_json(const domain::Call& call) {
  json::object values;
  for (const auto& [id, value] : call.corrected_values) values[id] = value;
  return values;
}

json::array tags_json(const std::vector<domain::CallTag>& tags) {
  json::array array;
  for (const auto& tag : tags) {
    array.push_back({{"rule_id", tag.rule_id},
                     {"name", tag.name},
                     {"evidence", domain::to_json(tag.evidence)},
                     {"tagged_at", format_rfc3339(tag.tagged_at)}});
  }
  return array;
}

json::value intent_json(const domain::Insight& insight) {
  if (!insight.intent) return nullptr;
  return json::value(to_string(*insight.intent));
}

json::value failure_json(const domain::Call& call) {
  if (call.failure_stage.empty()) return nullptr;
  return {{"stage", call.failure_stage},
          {"reason", call.failure_reason},
          {"code", text_or_null(call.failure_code)}};
}

json::value progress_json(const std::optional<store::StageProgress>& progress) {
  if (!progress) return nullptr;
  return {{"stage", to_string(progress->stage)}, {"percent", progress->percent}};
}

std::string_view recording_state(const CallDetail& detail, const CallJsonContext& context) {
  using domain::RecordingStatus;
  const auto& call = detail.item.call;
  const auto status = detail.recording ? detail.recording->status : RecordingStatus::unknown;
  if (call.audio_expired_at) return "expired";
  if (domain::is_audio_over(call, context.retention, context.now)) return "deleting";
  if (detail.audio.fetched_at) return "available";
  if (status == RecordingStatus::absent || status == RecordingStatus::failed ||
      call.status == domain::kStatusNoRecording) {
    return "absent";
  }
  return status == RecordingStatus::completed ? "available" : "pending";
}

json::value time_or_null(const std::optional<Timestamp>& time) {
  if (!time) return nullptr;
  return json::value(format_rfc3339(*time));
}

json::value deletion_json(const store::AudioDeletion& deletion) {
  const bool is_file = deletion.target == store::kFileTarget;
  return {{"target", is_file ? "file" : "twilio"},
          {"recording_sid",
           is_file ? json::value(nullptr) : json::value(twilio::recording_sid_of(deletion.target))},
          {"answer", text_or_null(deletion.answer)},
          {"attempts", deletion.attempts},
          {"asked_at", format_rfc3339(deletion.asked_at)},
          {"answered_at", time_or_null(deletion.answered_at)},
          {"done_at", time_or_null(deletion.done_at)}};
}

json::value notice_json(const domain::Call& call) {
  if (!call.notice) return nullptr;
  return {{"language", to_string(call.notice->language)},
          {"words", call.notice->words},
          {"announced_at", format_rfc3339(call.notice->announced_at)}};
}

json::value recording_json(const CallDetail& detail, const CallJsonContext& context) {
  if (!detail.recording) return nullptr;
  const auto& call = detail.item.call;
  const auto& recording = *detail.recording;
  const auto& audio = detail.audio;
  const int channels = audio.fetched_at ? audio.channels : recording.channels;
  json::value content_type;
  json::value size;
  json::array deletions;
  for (const auto& deletion : detail.deletions) deletions.push_back(deletion_json(deletion));
  // Of a copy that nobody has asked for yet neither is known.
  if (audio.fetched_at && audio.size > 0) {
    content_type = audio.content_type;
    size = audio.size;
  }
  return {{"recording_sid", recording.recording_sid},
          {"url", "/api/calls/" + call.call_sid + "/download"},
          {"state", recording_state(detail, context)},
          {"duration", seconds_or_null(recording.duration)},
          {"channels", channels > 0 ? json::value(channels) : json::value(nullptr)},
          {"content_type", std::move(content_type)},
          {"size", std::move(size)},
          {"expires_at", format_rfc3339(domain::audio_expires_at(call, context.retention))},
          {"deletions", std::move(deletions)}};
}

json::array stages_json(const std::vector<store::StageReached>& stages) {
  json::array array;
  for (const auto& reached : stages) {
    array.push_back({{"stage", to_string(reached.stage)}, {"at", format_rfc3339(reached.at)}});
  }
  return array;
}

}  // namespace

json::object call_item_json(const CallItem& item, const domain::Taxonomy& taxonomy) {
  const auto& call = item.call;
  const auto insight = item.insight.value_or(domain::Insight{});
  const auto stage = item.stages.empty() ? domain::Stage::ingested : item.stages.back().stage;
  return {{"call_sid", call.call_sid},
          {"direction", to_string(call.direction)},
          {"from_number", call.from_number},
          {"to_number", call.to_number},
          {"status", call.status},
          {"stage", to_string(stage)},
          {"duration", seconds_or_null(call.duration)},
          {"created_at", format_rfc3339(call.created_at)},
          {"has_recording", !call.recording_sid.empty()},
          {"language", language_or_null(call.language)},
          {"service", service_json(item, taxonomy)},
          {"city", city_json(item)},
          {"summary", call.summary},
          {"intent", intent_json(insight)},
          {"outcome", to_string(insight.outcome)},
          {"urgency", to_string(insight.urgency)},
          {"needs_review", call.needs_review},
          {"tags", tags_json(item.tags)},
          {"certainty", certainty_json(call)},
          {"corrected", corrected_json(call)},
          {"progress", progress_json(item.progress)},
          {"failure", failure_json(call)}};
}

json::object call_json(const CallDetail& detail, const CallJsonContext& context) {
  const auto& call = detail.item.call;
  auto object = call_item_json(detail.item, context.taxonomy);
  json::array deliveries;
  for (const auto& delivery : detail.deliveries) deliveries.push_back(delivery_json(delivery));
  json::value transcript;
  if (detail.transcript) transcript = domain::to_json(*detail.transcript);
  json::value insight;
  if (detail.item.insight) insight = domain::to_json(*detail.item.insight);
  object["parent_call_sid"] = text_or_null(call.parent_call_sid);
  object["corrected_values"] = corrected_values_json(call);
  object["notes"] = call.notes;
  object["notice"] = notice_json(call);
  object["legal_hold"] = call.legal_hold_at.has_value();
  object["legal_hold_at"] = time_or_null(call.legal_hold_at);
  object["transcript_source"] = text_or_null(call.transcript_source);
  object["recording"] = recording_json(detail, context);
  object["transcript"] = std::move(transcript);
  object["final_transcript"] = call.final_transcript;
  object["insight"] = std::move(insight);
  object["redaction"] = redaction_json(detail.redaction);
  object["stages"] = stages_json(detail.item.stages);
  object["deliveries"] = std::move(deliveries);
  return object;
}

json::object redaction_json(const RedactionView& redaction) {
  json::array masks;
  for (const auto& span : redaction.spans) {
    masks.push_back({{"segment", span.segment}, {"kind", to_string(span.kind)}});
  }
  return {{"applied", redaction.applied},
          {"pending", redaction.pending},
          {"spans", redaction.spans.size()},
          {"unredacted", redaction.sight == Sight::unredacted},
          {"masks", std::move(masks)}};
}

json::object delivery_json(const store::Delivery& delivery) {
  json::value delivered_at;
  if (delivery.delivered_at) delivered_at = format_rfc3339(*delivery.delivered_at);
  json::value next_attempt_at;
  if (delivery.next_attempt_at) next_attempt_at = format_rfc3339(*delivery.next_attempt_at);
  return {{"id", delivery.id},
          {"event", delivery.event},
          {"url", delivery.url},
          {"state", delivery.state},
          {"attempts", delivery.attempts},
          {"last_status", number_or_null(delivery.last_status)},
          {"next_attempt_at", std::move(next_attempt_at)},
          {"created_at", format_rfc3339(delivery.created_at)},
          {"delivered_at", std::move(delivered_at)}};
}

}  // namespace kolog::api
