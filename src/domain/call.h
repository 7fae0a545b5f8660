// SPDX-License-Identifier: Apache-2.0
// A telephone call as the business knows it: one row of `call_logs`.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/language.h"

namespace kolog::domain {

enum class Direction { unknown, inbound, outbound };

std::string_view to_string(Direction direction);

/// Twilio's words: `inbound`, `outbound-api`, `outbound-dial`; anything else is `unknown`.
Direction parse_direction(std::string_view text);

/// What a call passes through, in this order. The names stand in the database, the API and the log.
enum class Stage { ingested, recorded, fetched, transcribed, extracted, summarised, delivered };

std::string_view to_string(Stage stage);
std::optional<Stage> parse_stage(std::string_view text);

/// A call's `status`: Twilio's own words (`ringing`, `no-answer`, …) while Twilio has it, and then one of
/// these.
inline constexpr std::string_view kStatusProcessing = "processing";
inline constexpr std::string_view kStatusProcessed = "processed";
inline constexpr std::string_view kStatusNoRecording = "no_recording";
inline constexpr std::string_view kStatusFailed = "failed";

/// The `failure_code` of a call that a person has stopped.
inline constexpr std::string_view kCancelledByPerson = "cancelled_by_person";

/// What the caller was told of being recorded.
struct RecordingNotice {
  Language language = Language::hebrew;
  std::string words;
  Timestamp announced_at{};
};

struct Call {
  std::string call_sid;
  std::string business_id;
  std::string account_sid;
  std::string parent_call_sid;  // empty: no parent
  std::string from_number;      // E.164
  std::string to_number;
  Direction direction = Direction::unknown;
  std::string status;
  std::optional<std::chrono::seconds> duration;
  std::string recording_url;  // canonical relative URI; empty: none known
  std::string recording_sid;
  std::string transcription;
  std::string final_transcript;
  std::string transcript_source;  // `realtime`, `offline` or `person`
  std::optional<Language> language;
  std::string extracted_service;  // taxonomy id
  std::string service_name;       // as the business called it when it was understood or corrected
  std::string extracted_city;     // Hebrew name
  std::optional<double> extraction_confidence;
  std::string service_certainty;  // of the machine's answer: `sure`, `ask`, `empty`; or not known
  std::string city_certainty;
  bool needs_review = false;
  std::vector<std::string> corrected;                   // by a person: `transcript`, `service`, `city`
  std::map<std::string, std::string> corrected_values;  // a person's, by the field's id; empty: there is none
  std::string summary;
  std::string notes;
  std::string failure_stage;
  std::string failure_reason;
  std::string failure_code;  // an error's code, or `kCancelledByPerson`
  Timestamp created_at{};
  std::optional<Timestamp> ended_at;
  std::optional<RecordingNotice> notice;      // none: nothing was announced
  std::optional<Timestamp> legal_hold_at;     // since then nothing of it may be deleted
  std::optional<Timestamp> audio_expired_at;  // the file and every copy at Twilio are gone
};

/// `CA` and 32 hexadecimal digits, as Twilio makes them. Everything else is refused before it names a file or
/// a row.
bool is_call_sid(std::string_view text);

/// `RE` and 32 hexadecimal digits.
bool is_recording_sid(std::string_view text);

/// `AC` and 32 hexadecimal digits.
bool is_account_sid(std::string_view text);

/// E.164: `+`, a digit other than 0, and 6 to 14 more.
bool is_phone_number(std::string_view text);

}  // namespace kolog::domain
