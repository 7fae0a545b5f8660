// SPDX-License-Identifier: Apache-2.0
#include "twilio/rest_client.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <boost/json.hpp>

#include "domain/call.h"
#include "http/retry_after.h"
#include "http/url.h"
#include "twilio/calls_page.h"
#include "twilio/download_file.h"
#include "twilio/recordings_page.h"

namespace kolog::twilio {
namespace {

constexpr std::string_view kApiRoot = "/2010-04-01/";
constexpr int kMaximumPages = 200;

constexpr int kMaximumRedirects = 3;

std::string account_path(std::string_view account_sid, std::string_view rest) {
  return std::string("/2010-04-01/Accounts/").append(account_sid).append(rest);
}

http::ClientRequest request_to(std::string_view method, std::string path_and_query) {
  http::ClientRequest request;
  request.method = method;
  request.url = std::move(path_and_query);  // completed by the account's host
  return request;
}

/// The place on the same host that an answer sends us to; none for any other place.
std::optional<std::string> same_host_target(const http::ClientResponse& response,
                                            const std::string& api_url) {
  const std::string location(response.headers.get("Location"));
  if (location.starts_with("/") && !location.starts_with("//")) return location;
  const auto to = http::parse_url(location);
  const auto from = http::parse_url(api_url);
  if (!to || !from || http::origin_of(*to) != http::origin_of(*from)) return std::nullopt;
  return to->target;
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Whether the answer says that the server is ailing, and not this request of ours.
bool is_ailing(const Result<http::ClientResponse>& response) {
  if (!response) return response.error().code == ErrorCode::unavailable;
  return response->status >= 500 || response->status == 429;
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

Error error_of(const http::ClientResponse& response, std::string_view action, std::string_view account_sid) {
  const auto status = response.status;
  const auto detail = std::string(action) + ": status " + std::to_string(status) + error_in(response.body);
  if (status == 401 || status == 403) {
    return failure(ErrorCode::refused,
                   "Twilio refuses the credentials of account " + masked_sid(account_sid) +
                       ": its SID and auth token do not belong together",
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
  // Not followed, so nobody has seen the credentials; a gateway's sign-in page say, and gone tomorrow.
  if (is_redirect(status)) return failure(ErrorCode::unavailable, "Twilio sends us to another host", detail);
  return failure(ErrorCode::refused, "Twilio refuses the request", detail);
}

}  // namespace

std::string_view to_string(Deletion deletion) {
  return deletion == Deletion::deleted ? "deleted" : "was gone";
}

RestClient::RestClient(http::Client& client, AccountDirectory& accounts, const Clock& clock,
                       Settings settings)
    : client_(client),
      accounts_(accounts),
      breaker_(settings.breaker, {"RECORDING_SERVICE", "Twilio"}, clock),
      settings_(settings) {}

Result<http::ClientResponse> RestClient::send_once(const Account& account,
                                                   const http::ClientRequest& request) {
  if (const auto wait = breaker_.holds_off(account.api_url)) {
    return Error{ErrorCode::held_off, "Twilio does not answer at the moment and is left alone for a while",
                 "", std::chrono::ceil<std::chrono::seconds>(*wait)};
  }
  auto response = client_.send(request);
  // An exchange that its own reader ended, the disk being full say, tells nothing of Twilio.
  if (is_ailing(response)) {
    breaker_.failed(account.api_url);
  } else if (response || response.error().code != ErrorCode::cancelled) {
    breaker_.succeeded(account.api_url);
  }
  return response;
}

Result<http::ClientResponse> RestClient::send(const Exchange& exchange) {
  const auto account = accounts_.find(exchange.account_sid);
  if (!account) return account.error();
  auto request = exchange.request;
  request.basic_authentication = {account->account_sid, account->auth_token};
  request.timeout = settings_.timeout;
  auto target = exchange.request.url;
  for (int redirects = 0;; ++redirects) {
    request.url = account->api_url + target;
    auto response = send_once(*account, request);
    if (!response) return response;
    const auto next = is_redirect(response->status) && redirects < kMaximumRedirects
                          ? same_host_target(*response, account->api_url)
                          : std::nullopt;
    if (!next) {
      if (response->status / 100 == 2) return response;
      // Refusals name whose credentials they are.
      const bool is_for_caller = response->status == 400 || response->status == 404;
      if (is_for_caller) return response;
      return error_of(*response, exchange.action, account->account_sid);
    }
    target = *next;
  }
}

Result<std::string> RestClient::resource_account(std::string_view account_sid) {
  if (domain::is_account_sid(account_sid)) return std::string(account_sid);
  if (!account_sid.empty()) return wrong_sid("account SID");
  auto account = accounts_.find({});
  if (!account) return account.error();
  return std::move(account->account_sid);
}

template <class TakePage>
Result<void> RestClient::for_each_page(std::string_view account_sid, std::string path,
                                       std::string_view action, TakePage take_page) {
  const auto account = accounts_.find(account_sid);
  if (!account) return account.error();
  for (int pages = 0; pages < kMaximumPages; ++pages) {
    const auto response = send({std::string(account_sid), request_to("GET", path), std::string(action)});
    if (!response) return response.error();
    if (response->status != 200) return error_of(*response, action, account_sid);
    auto next = take_page(response->body);
    if (!next) return next.error();
    path = *std::move(next);
    if (path.empty()) return {};
    if (path.starts_with(account->api_url + "/")) path.erase(0, account->api_url.size());
    if (!path.starts_with(kApiRoot)) {
      return failure(ErrorCode::refused, "Twilio's list goes on at another host", path);
    }
  }
  return failure(ErrorCode::refused, "Twilio's list does not end");
}

Result<std::vector<domain::Recording>> RestClient::list_recordings(std::string_view account_sid,
                                                                   std::string_view call_sid) {
  const auto account = resource_account(account_sid);
  if (!account) return account.error();
  if (!domain::is_call_sid(call_sid)) return wrong_sid("call SID");
  std::vector<domain::Recording> recordings;
  const auto path =
      account_path(*account, "/Calls/" + std::string(call_sid) + "/Recordings.json?PageSize=100");
  const auto listed =
      for_each_page(*account, path, "list recordings", [&](const std::string& body) -> Result<std::string> {
        auto page = parse_recordings_page(body, *account);
        if (!page) return page.error();
        std::move(page->recordings.begin(), page->recordings.end(), std::back_inserter(recordings));
        return std::move(page->next_page_uri);
      });
  if (!listed) return listed.error();
  return recordings;
}

Result<domain::Recording> RestClient::fetch_recording(std::string_view uri) {
  if (!is_canonical_recording_uri(uri)) return wrong_sid("recording's address at Twilio");
  const auto account_sid = account_of(uri);
  const auto response = send({account_sid, request_to("GET", json_path(uri)), "fetch recording"});
  if (!response) return response.error();
  if (response->status != 200) return error_of(*response, "fetch recording", account_sid);
  return parse_recording(response->body, account_sid);
}

Result<Download> RestClient::download(std::string_view uri, AudioFormat format, RequestedChannels channels,
                                      const std::filesystem::path& path) {
  if (!is_canonical_recording_uri(uri)) return wrong_sid("recording's address at Twilio");
  auto file = DownloadFile::create(path, settings_.maximum_bytes);
  if (!file) return file.error();
  const auto account_sid = account_of(uri);
  auto request = request_to("GET", media_path(uri, format, channels));
  request.maximum_body = settings_.maximum_bytes;
  request.on_body = [&file](std::string_view piece) { return file->append(piece); };
  const auto response = send({account_sid, std::move(request), "download"});
  // What the file says comes first: the exchange ended because of it.
  if (const auto written = file->status(); !written) return written.error();
  if (!response) return response.error();
  if (response->status == 400 && channels == RequestedChannels::dual) {
    return failure(ErrorCode::unsupported_media, "The recording has one channel", "two were asked for");
  }
  if (response->status != 200) return error_of(*response, "download", account_sid);
  auto download = check_download(*response, file->bytes());
  if (!download) return download.error();
  if (const auto kept = file->keep(); !kept) return kept.error();
  return download;
}

Result<Deletion> RestClient::delete_recording(std::string_view uri) {
  if (!is_canonical_recording_uri(uri)) return wrong_sid("recording's address at Twilio");
  const auto account_sid = account_of(uri);
  const auto response = send({account_sid, request_to("DELETE", json_path(uri)), "delete recording"});
  if (!response) return response.error();
  if (response->status == 204) return Deletion::deleted;
  if (response->status == 404) return Deletion::was_gone;
  return error_of(*response, "delete recording", account_sid);
}

Result<CallResource> RestClient::fetch_call(std::string_view account_sid, std::string_view call_sid) {
  const auto account = resource_account(account_sid);
  if (!account) return account.error();
  if (!domain::is_call_sid(call_sid)) return wrong_sid("call SID");
  const auto path = account_path(*account, "/Calls/" + std::string(call_sid) + ".json");
  const auto response = send({*account, request_to("GET", path), "fetch call"});
  if (!response) return response.error();
  if (response->status == 404) return failure(ErrorCode::call_not_found, "Twilio knows no such call");
  if (response->status != 200) return error_of(*response, "fetch call", *account);
  return parse_call(response->body);
}

Result<std::vector<CallResource>> RestClient::list_calls(std::string_view account_sid,
                                                         std::string_view to_number, Timestamp since) {
  const auto account = resource_account(account_sid);
  if (!account) return account.error();
  const auto day = format_rfc3339(since).substr(0, std::string_view("2026-01-31").size());
  std::vector<CallResource> calls;
  const auto path = account_path(*account, "/Calls.json?To=" + http::percent_encode(to_number) +
                                               "&StartTime%3E=" + day + "&PageSize=500");
  const auto listed =
      for_each_page(*account, path, "list calls", [&](const std::string& body) -> Result<std::string> {
        auto page = parse_calls_page(body);
        if (!page) return page.error();
        std::move(page->calls.begin(), page->calls.end(), std::back_inserter(calls));
        return std::move(page->next_page_uri);
      });
  if (!listed) return listed.error();
  return calls;
}

Result<void> RestClient::check_account(std::string_view account_sid) {
  const auto account = resource_account(account_sid);
  if (!account) return account.error();
  const auto response = send({*account, request_to("GET", account_path(*account, ".json")), "fetch account"});
  if (!response) return response.error();
  if (response->status != 200) return error_of(*response, "fetch account", *account);
  return {};
}

}  // namespace kolog::twilio
