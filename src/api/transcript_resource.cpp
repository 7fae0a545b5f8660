// SPDX-License-Identifier: Apache-2.0
#include "api/transcript_resource.h"

#include <utility>

#include <boost/json.hpp>

#include "api/call_json.h"
#include "api/call_view.h"
#include "api/calls_resource.h"
#include "api/json_response.h"
#include "api/query_parameters.h"
#include "domain/transcript_json.h"
#include "workflow/redact_call.h"

namespace kolog::api {
namespace {

using Answer = RouteTable::Answer;

http::Response text_response(std::string_view content_type, std::string text) {
  return {200, {{"Content-Type", std::string(content_type)}, {"Cache-Control", "no-store"}}, std::move(text)};
}

http::Response document(const domain::Call& call, const domain::Transcript& transcript,
                        const RedactionView& redaction) {
  auto body = domain::to_json(transcript);
  body["call_sid"] = call.call_sid;
  body["text"] = call.final_transcript;
  body["redaction"] = redaction_json(redaction);
  body["source"] = text_or_null(call.transcript_source);
  return json_response(200, body);
}

/// Segments and cues are the machine's, which alone have times; the text is a person's where one corrected
/// it.
Answer in_format(std::string_view format, const domain::Call& call, const domain::Transcript& transcript,
                 const RedactionView& redaction) {
  if (format.empty() || format == "json") return document(call, transcript, redaction);
  if (format == "txt") return text_response("text/plain; charset=utf-8", call.final_transcript);
  if (format == "srt")
    return text_response("application/x-subrip; charset=utf-8", domain::to_srt(transcript));
  if (format == "vtt") return text_response("text/vtt; charset=utf-8", domain::to_vtt(transcript));
  return failure(ErrorCode::invalid_request, "\"format\" must be json, txt, srt or vtt");
}

Answer get_transcript(Context& context, const Principal& principal, const http::Request& request) {
  const auto names = check_names(request.query, {"format", "unredacted"});
  if (!names) return names.error();
  const auto sight = sight_of(principal, request);
  if (!sight) return sight.error();
  return context.database.read([&](database::Session& session) -> Answer {
    auto call = find_call(session, principal, request);
    if (!call) return call.error();
    note_unredacted(*sight, principal, call->call_sid, "transcript");
    const auto transcript = read_transcript(session, *call, *sight);
    if (!transcript) return failure(ErrorCode::not_found, "The call has no transcript yet");
    if (*sight == Sight::unredacted) workflow::restore_texts(session, *call);
    return in_format(http::find(request.query, "format").value_or(""), *call, *transcript,
                     read_redaction(session, *call, *sight));
  });
}

}  // namespace

void add_transcript_routes(RouteTable& routes) {
  routes.add_for_business("GET", "/api/calls/{call_sid}/transcript", get_transcript);
}

}  // namespace kolog::api
