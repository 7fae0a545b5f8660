// SPDX-License-Identifier: Apache-2.0
#include "twilio/recordings_page.h"

#include <cstdint>
#include <optional>
#include <utility>

#include <boost/json.hpp>

#include "domain/call.h"
#include "twilio/api_json.h"
#include "twilio/recording_uri.h"

namespace kolog::twilio {
namespace {

namespace json = boost::json;

int small_number_of(const json::object& object, std::string_view name, int limit) {
  const auto number = number_of(object, name).value_or(0);
  return number >= 0 && number <= limit ? static_cast<int>(number) : 0;
}

std::optional<domain::Recording> recording_in(const json::object& item, std::string_view account_sid) {
  domain::Recording recording;
  recording.recording_sid = text_of(item, "sid");
  if (!domain::is_recording_sid(recording.recording_sid)) return std::nullopt;
  const auto own_account = text_of(item, "account_sid");
  recording.uri =
      recording_uri(domain::is_account_sid(own_account) ? own_account : account_sid, recording.recording_sid);
  if (auto call_sid = text_of(item, "call_sid"); domain::is_call_sid(call_sid)) {
    recording.call_sid = std::move(call_sid);
  }
  recording.status = domain::parse_recording_status(text_of(item, "status"));
  // -1 until Twilio has measured it.
  if (const auto duration = number_of(item, "duration"); duration && *duration >= 0) {
    recording.duration = std::chrono::seconds{*duration};
  }
  recording.channels = small_number_of(item, "channels", 64);
  recording.source = text_of(item, "source");
  recording.error_code = small_number_of(item, "error_code", 999'999);
  if (const auto start = parse_rfc2822(text_of(item, "start_time"))) recording.started_at = *start;
  return recording;
}

}  // namespace

Result<RecordingsPage> parse_recordings_page(std::string_view json, std::string_view account_sid) {
  const auto object = parse_api_object(json);
  if (!object) return object.error();
  const auto* items = object->if_contains("recordings");
  if (items == nullptr || !items->is_array()) return unreadable("no list of recordings");
  RecordingsPage page;
  for (const auto& item : items->get_array()) {
    if (!item.is_object()) continue;
    if (auto recording = recording_in(item.get_object(), account_sid)) {
      page.recordings.push_back(std::move(*recording));
    }
  }
  page.next_page_uri = text_of(*object, "next_page_uri");
  return page;
}

Result<domain::Recording> parse_recording(std::string_view json, std::string_view account_sid) {
  const auto object = parse_api_object(json);
  if (!object) return object.error();
  auto recording = recording_in(*object, account_sid);
  if (!recording) return unreadable("no recording in it");
  return std::move(*recording);
}

}  // namespace kolog::twilio
