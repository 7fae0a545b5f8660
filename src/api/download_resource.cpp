// SPDX-License-Identifier: Apache-2.0
#include "api/download_resource.h"

#include <utility>

#include <fmt/format.h>

#include "api/calls_resource.h"
#include "domain/retention.h"
#include "http/file_response.h"
#include "http/run_on.h"

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

/// The call whose audio may be asked for, by this login and at this time.
Result<domain::Call> downloadable_call(Context& context, const http::Request& request) {
  const auto principal = authorise_for_business(context, request);
  if (!principal) return principal.error();
  return context.database.read([&](database::Session& session) -> Result<domain::Call> {
    auto call = find_call(session, *principal, request);
    if (!call) return call.error();
    if (domain::is_audio_over(*call, context.settings.retention, context.clock.now())) {
      return failure(ErrorCode::recording_expired, "Recording expired and deleted");
    }
    return call;
  });
}

http::Response audio_response(const recordings::CallAudio& audio, const std::string& call_sid,
                              const http::Request& request) {
  http::ServedFile served;
  served.file = audio.object.file;
  served.size = audio.object.size;
  served.content_type = audio.content_type.empty() ? "audio/mpeg" : audio.content_type;
  served.etag =
      fmt::format("{:x}-{:x}", audio.object.size, audio.object.modified_at.time_since_epoch().count());
  served.last_modified = audio.object.modified_at;
  if (http::find(request.query, "attachment") == "1") served.disposition = http::Disposition::attachment;
  served.filename = call_sid + std::string(extension_of(served.content_type));
  return http::file_response(served, request);
}

asio::awaitable<Answer> download(Context& context, http::Request request) {
  auto check = [&context, &request] { return downloadable_call(context, request); };
  const Result<domain::Call> call = co_await http::run_on(context.database_pool, std::move(check));
  if (!call) co_return call.error();
  const Result<recordings::CallAudio> audio = co_await context.open_audio(call->call_sid);
  if (!audio) co_return audio.error();
  co_return audio_response(*audio, call->call_sid, request);
}

}  // namespace

void add_download_routes(RouteTable& routes) {
  routes.add_async("GET", "/api/calls/{call_sid}/download", download);
}

}  // namespace kolog::api
