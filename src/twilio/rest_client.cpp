// SPDX-License-Identifier: Apache-2.0
#include "twilio/rest_client.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <boost/json.hpp>

#include "domain/call.h"
#include "http/retry_after.h"
#include "http/url.h"
#include "twilio/download_file.h"
#include "twilio/recordings_page.h"

namespace kolog::twilio {
namespace {

constexpr std::string_view kApiRoot = "/2010-04-01/";
constexpr int kMaximumPages = 50;  // of one call's recordings: no call has that many

std::string account_path(const RestClient::Settings& settings, std::string_view rest) {
  return "/2010-04-01/Accounts/" + settings.account_sid + std::string(rest);
}

/// `AC…cdef`: enough to tell two accounts apart.
std::string masked_sid(std::string_view sid) {
  return "AC…" + std::string(sid.size() > 4 ? sid.substr(sid.size() - 4) : std::string_view{});
}

/// Twilio's own number for an error and its sentence, out of a JSON body. XML bodies say nothing more.
std::string error_in(std::string_view body) {
  boost::system::error_code error;
  const auto value = boost::json::parse(body, error);
  if (error || !value.is_object()) return {};
  std::string result;
  if (const auto* code = value.get_object().if_contains("code"); code != nullptr && code->is_int64()) {
    result = " code " + std::to_string(code->get_int64());
  }
  if (const auto* message = value.get_object().if_contains("message");
      message != nullptr && message->is_string()) {
    result += " " + std::string(std::string_view(message->get_string()).substr(0, 200));
  }
  return result;
}

/// `audio/mpeg` of `Audio/MPEG; charset=…`.
std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (type.ends_with(' ')) type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return type;
}

/// Success if the answer is whole and is audio.
Result<Download> check_download(const http::ClientResponse& response, std::uint64_t bytes) {
  Download download{media_type(response.headers.get("Content-Type")), bytes};
  if (!download.content_type.starts_with("audio/")) {
    return failure(ErrorCode::unavailable, "Twilio did not answer with audio",
                   "type " + download.content_type);
  }
  if (const auto announced = response.headers.get("Content-Length"); !announced.empty()) {
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(announced.data(), announced.data() + announced.size(), length);
    if (error != std::errc{} || end != announced.data() + announced.size() || length != bytes) {
      return failure(ErrorCode::unavailable, "The recording broke off on its way from Twilio",
                     std::to_string(bytes) + " of " + std::string(announced) + " bytes");
    }
  }
  if (bytes == 0)
    return failure(ErrorCode::recording_pending, "Twilio does not have the recording ready", "empty");
  return download;
}

Error wrong_sid(std::string_view what) {
  return failure(ErrorCode::invalid_request, "Not a " + std::string(what));
}

}  // namespace

RestClient::RestClient(http::Client& client, Settings settings)
    : client_(client), settings_(std::move(settings)) {
  while (settings_.api_url.ends_with('/')) settings_.api_url.pop_back();
}

http::ClientRequest RestClient::request_to(std::string_view method, std::string_view path_and_query) const {
  http::ClientRequest request;
  request.method = method;
  request.url = settings_.api_url + std::string(path_and_query);
  request.basic_authentication = {settings_.account_sid, settings_.auth_token};
  request.timeout = settings_.timeout;
  return request;
}

Error RestClient::error_of(const http::ClientResponse& response, std::string_view action) const {
  const auto status = response.status;
  const auto detail = std::string(action) + ": status " + std::to_string(status) + error_in(response.body);
  if (status == 401 || status == 403) {
    return failure(ErrorCode::refused,
                   "Twilio refuses the credentials of account " + masked_sid(settings_.account_sid) +
                       " (TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN)",
                   detail);
  }
  if (status == 404) {
    return failure(ErrorCode::recording_pending, "Twilio does not have the recording ready", detail);
  }
  if (status == 429) {
    return Error{ErrorCode::rate_limited, "Twilio asks for fewer requests", detail,
                 http::retry_after(response.headers)};
  }
  if (status >= 500 || status == 408) {
    return Error{ErrorCode::unavailable, "Twilio does not answer as it should", detail,
                 http::retry_after(response.headers)};
  }
  return failure(ErrorCode::refused, "Twilio refuses the request", detail);
}

Result<std::vector<domain::Recording>> RestClient::list_recordings(std::string_view call_sid) {
  if (!domain::is_call_sid(call_sid)) return wrong_sid("call SID");
  std::vector<domain::Recording> recordings;
  auto path = account_path(settings_, "/Calls/" + std::string(call_sid) + "/Recordings.json?PageSize=100");
  for (int pages = 0; pages < kMaximumPages; ++pages) {
    const auto response = client_.send(request_to("GET", path));
    if (!response) return response.error();
    if (response->status != 200) return error_of(*response, "list recordings");
    auto page = parse_recordings_page(response->body, settings_.account_sid);
    if (!page) return page.error();
    std::move(page->recordings.begin(), page->recordings.end(), std::back_inserter(recordings));
    path = page->next_page_uri;
    if (path.empty()) return recordings;
    if (path.starts_with(settings_.api_url + "/")) path.erase(0, settings_.api_url.size());
    if (!path.starts_with(kApiRoot)) {
      return failure(ErrorCode::refused, "Twilio's list of recordings goes on at another host", path);
    }
  }
  return failure(ErrorCode::refused, "Twilio's list of recordings does not end");
}

Result<domain::Recording> RestClient::fetch_recording(std::string_view recording_sid) {
  if (!domain::is_recording_sid(recording_sid)) return wrong_sid("recording SID");
  const auto response =
      client_.send(request_to("GET", json_path(recording_uri(settings_.account_sid, recording_sid))));
  if (!response) return response.error();
  if (response->status != 200) return error_of(*response, "fetch recording");
  return parse_recording(response->body, settings_.account_sid);
}

Result<Download> RestClient::download(std::string_view uri, AudioFormat format, RequestedChannels channels,
                                      const std::filesystem::path& path) {
  if (!is_canonical_recording_uri(uri)) return wrong_sid("recording's address at Twilio");
  auto file = DownloadFile::create(path, settings_.maximum_bytes);
  if (!file) return file.error();
  auto request = request_to("GET", media_path(uri, format, channels));
  request.maximum_body = settings_.maximum_bytes;
  request.on_body = [&file](std::string_view piece) { return file->append(piece); };
  const auto response = client_.send(request);
  // What the file says comes first: the exchange ended because of it.
  if (const auto written = file->status(); !written) return written.error();
  if (!response) return response.error();
  if (response->status == 400 && channels == RequestedChannels::dual) {
    return failure(ErrorCode::unsupported_media, "The recording has one channel", "two were asked for");
  }
  if (response->status != 200) return error_of(*response, "download");
  auto download = check_download(*response, file->bytes());
  if (!download) return download.error();
  if (const auto kept = file->keep(); !kept) return kept.error();
  return download;
}

Result<void> RestClient::delete_recording(std::string_view uri) {
  if (!is_canonical_recording_uri(uri)) return wrong_sid("recording's address at Twilio");
  const auto response = client_.send(request_to("DELETE", json_path(uri)));
  if (!response) return response.error();
  if (response->status != 204 && response->status != 404) return error_of(*response, "delete recording");
  return {};
}

Result<domain::Recording> RestClient::start_recording(std::string_view call_sid,
                                                      std::string_view status_callback) {
  if (!domain::is_call_sid(call_sid)) return wrong_sid("call SID");
  auto request =
      request_to("POST", account_path(settings_, "/Calls/" + std::string(call_sid) + "/Recordings.json"));
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body = http::encode_parameters({{"RecordingChannels", "dual"},
                                          {"Trim", "do-not-trim"},
                                          {"RecordingStatusCallback", std::string(status_callback)},
                                          {"RecordingStatusCallbackEvent", "in-progress"},
                                          {"RecordingStatusCallbackEvent", "completed"},
                                          {"RecordingStatusCallbackEvent", "absent"}});
  const auto response = client_.send(request);
  if (!response) return response.error();
  if (response->status == 400 || response->status == 404) {
    return failure(ErrorCode::recording_not_available, "The call is over: it cannot be recorded any more",
                   "start recording: status " + std::to_string(response->status) + error_in(response->body));
  }
  if (response->status != 201 && response->status != 200) return error_of(*response, "start recording");
  return parse_recording(response->body, settings_.account_sid);
}

}  // namespace kolog::twilio
