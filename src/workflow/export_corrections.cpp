// SPDX-License-Identifier: Apache-2.0
#include "workflow/export_corrections.h"

#include <string>
#include <utility>

#include <boost/json.hpp>

#include "insight/local_time.h"
#include "store/call_store.h"
#include "store/transcript_store.h"
#include "workflow/corrected_insight.h"

namespace kolog::workflow {
namespace {

namespace json = boost::json;

json::value service_of(const domain::Insight& insight) {
  if (!insight.service) return nullptr;
  return json::value(insight.service->id);
}

json::value city_of(const domain::Insight& insight) {
  if (!insight.city) return nullptr;
  return json::value(insight.city->name);
}

json::object labelled(const domain::Call& call, const domain::Insight& answered, std::string_view time_zone) {
  const auto right = with_corrections(answered, call);
  json::object fields;
  for (const auto& [id, field] : right.fields) fields[id] = field.value;
  json::object line{{"id", call.call_sid},
                    {"text", call.final_transcript},
                    {"service", service_of(right)},
                    {"city", city_of(right)},
                    {"fields", std::move(fields)}};
  if (const auto started_at = insight::local_time(call.created_at, time_zone)) {
    line["started_at"] = insight::format_local_time(*started_at);
  }
  line["answered"] = json::object{{"service", service_of(answered)}, {"city", city_of(answered)}};
  return line;
}

}  // namespace

void export_corrections(database::Session& session, const CorrectionsWanted& wanted,
                        const std::function<void(std::string_view line)>& write) {
  store::CallStore calls(session);
  store::TranscriptStore transcripts(session);
  for (const auto& call_sid : calls.corrected(wanted.business_id, wanted.most)) {
    const auto call = calls.find(wanted.business_id, call_sid);
    if (!call || call->final_transcript.empty()) continue;
    const auto answered = transcripts.insight(call_sid).value_or(domain::Insight{});
    write(json::serialize(labelled(*call, answered, wanted.time_zone)) + "\n");
  }
}

}  // namespace kolog::workflow
