// SPDX-License-Identifier: Apache-2.0
#include "api/download_resource.h"

#include <utility>

#include <fmt/format.h>

#include "api/calls_resource.h"
#include "api/sight.h"
#include "domain/retention.h"
#include "http/file_response.h"
#include "http/run_on.h"
#include "workflow/redact_call.h"

namespace kolog::api {
namespace {

namespace asio = boost::asio;
using Answer = RouteTable::Answer;

std::string_view extension_of(std::string_view content_type) {
  if (content_type == "audio/mpeg") return ".mp3";
  if (content_type == "audio/wav") return ".wav";
  if (content_type == "audio/ogg") return ".ogg";
  if (content_type == "audio/flac") return ".flac";
  return "";
}

/// A call whose audio may be asked for, by this login and at this time.
struct Wanted {
  std::string call_sid;
  recordings::Form form = recordings::Form::redacted;
  bool withheld = false;  // until it is redacted
};

Result<Wanted> wanted_by(Context& context, const http::Request& request) {
  const auto principal = authorise_for_business(context, request);
  if (!principal) return principal.error();
  const auto sight = sight_of(*principal, request);
  if (!sight) return sight.error();
  return context.database.read([&](database::Session& session) -> Result<Wanted> {
    auto call = find_call(session, *principal, request);
    if (!call) return call.error();
    if (domain::is_audio_over(*call, context.settings.retention, context.clock.now())) {
      return failure(ErrorCode::recording_expired, "Recording expired and deleted");
    }
    note_unredacted(*sight, *principal, call->call_sid, "recording");
    if (*sight == Sight::unredacted) return Wanted{call->call_sid, recordings::Form::original, false};
    return Wanted{call->call_sid, recordings::Form::redacted, workflow::is_audio_withheld(session, *call)};
  });
}

http::Response audio_response(const recordings::CallAudio& audio, const std::string& call_sid,
                              const http::Request& request) {
  http::ServedFile served;
  served.file = audio.object.file;
  served.size = audio.object.size;
  served.content_type = audio.content_type.empty() ? "audio/mpeg" : audio.content_type;
  served.etag = fmt::format("{}{:x}-{:x}", audio.form == recordings::Form::redacted ? "r" : "",
                            audio.object.size, audio.object.modified_at.time_since_epoch().count());
  served.last_modified = audio.object.modified_at;
  if (http::find(request.query, "attachment") == "1") served.disposition = http::Disposition::attachment;
  served.filename = call_sid + std::string(extension_of(served.content_type));
  return http::file_response(served, request);
}

asio::awaitable<Answer> download(Context& context, http::Request request) {
  auto check = [&context, &request] { return wanted_by(context, request); };
  const Result<Wanted> wanted = co_await http::run_on(context.database_pool, std::move(check));
  if (!wanted) co_return wanted.error();
  const Result<recordings::CallAudio> audio = co_await context.open_audio(wanted->call_sid, wanted->form);
  if (!audio) co_return audio.error();
  if (wanted->withheld) {
    co_return failure(ErrorCode::recording_being_redacted, "The recording is being redacted");
  }
  co_return audio_response(*audio, wanted->call_sid, request);
}

}  // namespace

void add_download_routes(RouteTable& routes) {
  routes.add_async("GET", "/api/calls/{call_sid}/download", download);
}

}  // namespace kolog::api
