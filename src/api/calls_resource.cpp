// SPDX-License-Identifier: Apache-2.0
#include "api/calls_resource.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "api/call_correction.h"
#include "api/call_json.h"
#include "api/call_view.h"
#include "api/json_response.h"
#include "api/query_parameters.h"
#include "api/request_body.h"
#include "store/call_store.h"
#include "store/insight_settings_store.h"
#include "workflow/cancel_call.h"
#include "workflow/delete_call.h"
#include "workflow/redact_call.h"
#include "workflow/reprocess_call.h"
#include "workflow/tag_call.h"

namespace kolog::api {
namespace {

namespace json = boost::json;
using Answer = RouteTable::Answer;

constexpr std::size_t kLongestCity = 100;
constexpr std::size_t kLongestWord = 64;
constexpr std::size_t kLongestSearch = 200;

Error call_not_found() {
  return failure(ErrorCode::call_not_found, "Call not found");
}

Error wrong(std::string message) {
  return failure(ErrorCode::invalid_request, std::move(message));
}

std::string_view call_sid_of(const http::Request& request) {
  const auto found = request.captures.find("call_sid");
  return found != request.captures.end() ? std::string_view(found->second) : std::string_view{};
}

/// A cursor that is none would silently give the first page for ever.
Result<std::string> cursor_parameter(const http::Parameters& query) {
  const auto text = http::find(query, "cursor").value_or("");
  if (text.empty()) return std::string{};
  const auto mark = text.find('~');
  const auto time = mark != text.npos ? parse_time(text.substr(0, mark)) : wrong("");
  if (!time || !domain::is_call_sid(text.substr(mark + 1))) return wrong("\"cursor\" is not one of ours");
  return format_database_time(*time).append(text.substr(mark));
}

Result<std::optional<domain::Direction>> direction_parameter(const http::Parameters& query) {
  const auto text = http::find(query, "direction").value_or("");
  if (text.empty()) return std::optional<domain::Direction>();
  for (const auto direction :
       {domain::Direction::inbound, domain::Direction::outbound, domain::Direction::unknown}) {
    if (text == to_string(direction)) return std::optional(direction);
  }
  return wrong("\"direction\" must be inbound, outbound or unknown");
}

/// One of the words that `parse` knows, or none.
template <class Parse>
Result<std::string> word_parameter(const http::Parameters& query, std::string_view name, Parse parse) {
  const auto text = http::find(query, name).value_or("");
  if (!text.empty() && !parse(text)) return wrong("\"" + std::string(name) + "\" is none of its words");
  return std::string(text);
}

domain::InsightSettings settings_of(const Context& context, database::Session& session,
                                    const Principal& principal) {
  return store::InsightSettingsStore(session).read(principal.business_id, context.insight_defaults);
}

/// Puts a parameter where it belongs; the first mistake is kept.
template <class Value, class Target>
void take(Result<Value> value, Target& target, std::optional<Error>& mistake) {
  if (value) {
    target = *std::move(value);
  } else if (!mistake) {
    mistake = value.error();
  }
}

Result<store::CallFilter> filter_of(const http::Parameters& query) {
  const auto names =
      check_names(query, {"search", "status", "direction", "service", "city", "tag", "intent", "urgency",
                          "needs_review", "from", "to", "has_recording", "limit", "cursor"});
  if (!names) return names.error();
  store::CallFilter filter;
  std::optional<Error> mistake;
  take(text_parameter(query, "search", kLongestSearch), filter.search, mistake);
  take(text_parameter(query, "status", kLongestWord), filter.status, mistake);
  take(text_parameter(query, "service", kLongestWord), filter.service, mistake);
  take(text_parameter(query, "city", kLongestCity), filter.city, mistake);
  take(text_parameter(query, "tag", kLongestWord), filter.tag, mistake);
  take(word_parameter(query, "intent", domain::parse_intent), filter.intent, mistake);
  take(word_parameter(query, "urgency", domain::parse_urgency), filter.urgency, mistake);
  take(flag_parameter(query, "needs_review"), filter.needs_review, mistake);
  take(direction_parameter(query), filter.direction, mistake);
  take(time_parameter(query, "from"), filter.from, mistake);
  take(time_parameter(query, "to"), filter.to, mistake);
  take(flag_parameter(query, "has_recording"), filter.has_recording, mistake);
  take(limit_parameter(query), filter.limit, mistake);
  take(cursor_parameter(query), filter.cursor, mistake);
  if (mistake) return *mistake;
  return filter;
}

Answer list_calls(Context& context, const Principal& principal, const http::Request& request) {
  const auto filter = filter_of(request.query);
  if (!filter) return filter.error();
  return context.database.read([&](database::Session& session) -> Answer {
    const auto page = store::CallStore(session).list(principal.business_id, *filter);
    const auto services = settings_of(context, session, principal).services;
    json::array items;
    for (const auto& call : page.calls) {
      items.push_back(call_item_json(read_call_item(session, call), services));
    }
    return json_response(200, page_json(std::move(items), page.total, page.next_cursor));
  });
}

http::Response detail_response(Context& context, database::Session& session, domain::Call call,
                               Sight sight = Sight::redacted) {
  const auto settings = store::InsightSettingsStore(session).read(call.business_id, context.insight_defaults);
  const CallJsonContext json_context{settings.services, context.clock.now(), context.settings.retention};
  return json_response(200, call_json(read_call_detail(session, std::move(call), sight), json_context));
}

Answer get_call(Context& context, const Principal& principal, const http::Request& request) {
  const auto sight = sight_of(principal, request);
  if (!sight) return sight.error();
  return context.database.read([&](database::Session& session) -> Answer {
    auto call = find_call(session, principal, request);
    if (!call) return call.error();
    note_unredacted(*sight, principal, call->call_sid, "call");
    return detail_response(context, session, *std::move(call), *sight);
  });
}

/// Until then the run that is under way will tag the call.
bool is_understood(store::CallStore& calls, const std::string& call_sid) {
  return std::ranges::any_of(calls.stages(call_sid), [](const store::StageReached& reached) {
    return reached.stage == domain::Stage::summarised;
  });
}

Answer correct_call(Context& context, const Principal& principal, const http::Request& request) {
  const auto change = read_call_change(request);
  if (!change) return change.error();
  if (change->legal_hold) {
    if (const auto allowed = require_owner(principal); !allowed) return allowed.error();
  }
  return context.database.transact([&](database::Session& session) -> Answer {
    auto call = find_call(session, principal, request);
    if (!call) return call.error();
    auto correction = checked_correction(change->correction, settings_of(context, session, principal), *call);
    if (!correction) return correction.error();
    store::CallStore calls(session);
    workflow::redact_correction(session, *call, *correction, context.clock.now());
    if (!calls.correct(principal.business_id, call->call_sid, *correction)) return call_not_found();
    if (change->legal_hold) {
      calls.set_legal_hold(principal.business_id, call->call_sid,
                           *change->legal_hold ? std::optional(context.clock.now()) : std::nullopt);
    }
    auto corrected = calls.find(principal.business_id, call->call_sid);
    if (!corrected) return call_not_found();
    if (changes_understanding(*correction) && is_understood(calls, call->call_sid)) {
      workflow::tag_call(session, context.clock,
                         {context.insight_defaults, context.settings.time_zone, context.settings.public_url},
                         *corrected);
    }
    return detail_response(context, session, *std::move(corrected));
  });
}

Result<domain::Stage> first_stage_of(const http::Request& request) {
  constexpr std::array kStages = {domain::Stage::fetched, domain::Stage::transcribed,
                                  domain::Stage::extracted, domain::Stage::summarised};
  const auto body = RequestBody::parse(request, {"from_stage"});
  if (!body) return body.error();
  const auto name = body->text("from_stage", kLongestWord);
  if (!name) return name.error();
  const auto stage = domain::parse_stage(*name);
  if (!stage || std::ranges::find(kStages, *stage) == kStages.end()) {
    return wrong("\"from_stage\" must be fetched, transcribed, extracted or summarised");
  }
  return *stage;
}

Answer reprocess(Context& context, const Principal& principal, const http::Request& request) {
  const auto stage = first_stage_of(request);
  if (!stage) return stage.error();
  const std::string call_sid(call_sid_of(request));
  if (!domain::is_call_sid(call_sid)) return call_not_found();
  const auto asked =
      workflow::reprocess_call(context.database, context.clock, principal.business_id, call_sid, *stage);
  if (!asked) return asked.error();
  return json_response(202, json::object{{"call_sid", call_sid}, {"from_stage", to_string(*stage)}});
}

void stop_transcription(const Context& context, const std::string& call_sid) {
  if (context.stop_transcription) context.stop_transcription(call_sid);
}

Answer cancel(Context& context, const Principal& principal, const http::Request& request) {
  const std::string call_sid(call_sid_of(request));
  if (!domain::is_call_sid(call_sid)) return call_not_found();
  const auto cancelled = workflow::cancel_call(context.database, principal.business_id, call_sid);
  if (!cancelled) return cancelled.error();
  stop_transcription(context, call_sid);
  return get_call(context, principal, request);
}

Answer remove_call(Context& context, const Principal& principal, const http::Request& request) {
  if (const auto allowed = require_owner(principal); !allowed) return allowed.error();
  const std::string call_sid(call_sid_of(request));
  if (!domain::is_call_sid(call_sid)) return call_not_found();
  const auto deleted =
      workflow::delete_call(context.database, context.clock, principal.business_id, call_sid);
  if (!deleted) return deleted.error();
  stop_transcription(context, call_sid);
  return empty_response();
}

}  // namespace

Result<domain::Call> find_call(database::Session& session, const Principal& principal,
                               const http::Request& request) {
  const auto call_sid = call_sid_of(request);
  if (!domain::is_call_sid(call_sid)) return call_not_found();
  auto call = store::CallStore(session).find(principal.business_id, call_sid);
  if (!call) return call_not_found();
  return *std::move(call);
}

void add_calls_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/calls", list_calls);
  routes.add_for_business("GET", "/api/calls/{call_sid}", get_call);
  routes.add_for_business("PATCH", "/api/calls/{call_sid}", correct_call);
  routes.add_for_business("DELETE", "/api/calls/{call_sid}", remove_call);
  routes.add_for_business("POST", "/api/calls/{call_sid}/reprocess", reprocess);
  routes.add_for_business("POST", "/api/calls/{call_sid}/cancel", cancel);
}

}  // namespace kolog::api
