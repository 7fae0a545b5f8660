// SPDX-License-Identifier: Apache-2.0
#include "twilio/recording_uri.h"

#include <algorithm>
#include <optional>

#include "domain/call.h"
#include "http/url.h"

namespace kolog::twilio {
namespace {

constexpr std::string_view kAccounts = "/2010-04-01/Accounts/";
constexpr std::string_view kCalls = "/Calls/";
constexpr std::string_view kRecordings = "/Recordings/";
constexpr std::size_t kSidLength = 34;

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

/// Reads a SID of that kind off the front.
std::optional<std::string_view> take_sid(std::string_view& text, bool (*is_sid)(std::string_view)) {
  const auto sid = text.substr(0, kSidLength);
  if (!is_sid(sid)) return std::nullopt;
  text.remove_prefix(kSidLength);
  return sid;
}

/// `api.twilio.com`, `api.{region}.twilio.com` or `api.{edge}.{region}.twilio.com`.
bool is_twilio_api_host(std::string_view host) {
  constexpr std::string_view kDomain = ".twilio.com";
  if (!host.starts_with("api.") || !host.ends_with(kDomain)) return false;
  if (host == "api.twilio.com") return true;
  const auto between = host.substr(4, host.size() - 4 - kDomain.size());
  const auto is_label_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !between.empty() && between.size() <= 63 && !between.starts_with('.') && !between.ends_with('.') &&
         between.find("..") == between.npos && std::count(between.begin(), between.end(), '.') <= 1 &&
         std::all_of(between.begin(), between.end(), is_label_character);
}

bool is_allowed(const http::Url& url, std::string_view api_url) {
  if (url.scheme == "https" && url.port == 443 && is_twilio_api_host(url.host)) return true;
  if (url.scheme == "http" && url.port == 80 && is_twilio_api_host(url.host)) return true;
  const auto configured = http::parse_url(api_url);
  return configured && configured->host == url.host && configured->port == url.port;
}

bool take_extension(std::string_view& text) {
  return take(text, ".json") || take(text, ".mp3") || take(text, ".wav");
}

bool is_query(std::string_view text) {
  return text.starts_with('?') &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Error not_a_recording() {
  return failure(ErrorCode::invalid_request, "Not a recording's address at Twilio");
}

}  // namespace

Result<std::string> canonical_recording_uri(std::string_view text, std::string_view api_url) {
  if (text.find('#') != text.npos) return not_a_recording();
  std::string target(text);
  if (!text.starts_with('/')) {
    const auto url = http::parse_url(text);
    if (!url || !is_allowed(*url, api_url)) return not_a_recording();
    target = url->target;
  }
  std::string_view rest = target;
  if (!take(rest, kAccounts)) return not_a_recording();
  const auto account_sid = take_sid(rest, domain::is_account_sid);
  if (!account_sid) return not_a_recording();
  if (take(rest, kCalls) && !take_sid(rest, domain::is_call_sid)) return not_a_recording();
  if (!take(rest, kRecordings)) return not_a_recording();
  const auto recording_sid = take_sid(rest, domain::is_recording_sid);
  if (!recording_sid) return not_a_recording();
  while (take_extension(rest)) {
  }
  take(rest, "/");
  if (!rest.empty() && !is_query(rest)) return not_a_recording();
  return recording_uri(*account_sid, *recording_sid);
}

std::string recording_uri(std::string_view account_sid, std::string_view recording_sid) {
  std::string uri(kAccounts);
  uri += account_sid;
  uri += kRecordings;
  uri += recording_sid;
  return uri;
}

bool is_canonical_recording_uri(std::string_view uri) {
  return take(uri, kAccounts) && take_sid(uri, domain::is_account_sid) && take(uri, kRecordings) &&
         domain::is_recording_sid(uri);
}

std::string recording_sid_of(std::string_view uri) {
  return std::string(uri.substr(uri.rfind('/') + 1));
}

std::string account_of(std::string_view uri) {
  return std::string(uri.substr(kAccounts.size(), kSidLength));
}

std::string media_path(std::string_view uri, AudioFormat format, RequestedChannels channels) {
  std::string path(uri);
  path += format == AudioFormat::mp3 ? ".mp3" : ".wav";
  if (channels == RequestedChannels::dual) path += "?RequestedChannels=2";
  return path;
}

std::string json_path(std::string_view uri) {
  return std::string(uri) + ".json";
}

}  // namespace kolog::twilio
