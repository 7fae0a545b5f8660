// SPDX-License-Identifier: Apache-2.0
// Every setting of the program: kolog.toml, and over it the environment (KOLOG_ + the key in capitals).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/circuit_breaker.h"
#include "base/result.h"
#include "base/secret.h"
#include "domain/insight_settings_check.h"
#include "domain/language.h"

namespace kolog::app {

struct Settings {
  std::filesystem::path data_dir = "data";
  std::string listen = "127.0.0.1:8080";
  std::string public_url;    // what Twilio calls us by; empty: http:// and the listen address
  std::string database_url;  // empty: sqlite:<data_dir>/kolog.db
  std::string storage_url;   // empty: file:<data_dir>/recordings
  std::string model;         // name or path; empty: the best installed one, else the demo model
  std::optional<domain::Language> language = domain::Language::hebrew;  // none: `auto`
  std::string speech_engine = "whisper";
  std::string speech_url;  // of the server that the engine `openai` asks
  Secret speech_api_key;
  std::string speech_model = "whisper-1";  // what that server calls its model
  std::string speech_fallback = "none";    // the engine that takes over while the first is unavailable
  std::string insight_engine = "lexicon";
  std::string llm_url;  // of the server that the engine `llm` asks
  Secret llm_api_key;
  std::string llm_model;  // what that server calls its model
  std::string time_zone = "Asia/Jerusalem";  // of the businesses, by IANA's name
  std::chrono::days retention{7};
  int workers = 1;           // calls transcribed at the same time
  int speech_threads = 0;    // processor threads that transcribe, in all; 0: as many as there are cores
  int speech_beam_size = 5;  // of the thorough search for a text; 1: there is none
  int speech_language_percent = 80;  // how likely a detected language must be to be believed
  std::string log_level = "info";
  bool allow_private_webhooks = false;
  std::filesystem::path secret_key_file;  // empty: <data_dir>/secret.key

  std::string twilio_account_sid;
  Secret twilio_auth_token;
  std::string twilio_api_url = "https://api.twilio.com";

  // Limits, each with the default that suits a small server.
  std::chrono::milliseconds job_lease{60'000};            // how long a dead worker's job waits for another
  int job_attempts = 20;                                  // before a job is given up: more than four hours
  std::chrono::milliseconds retry_base{2'000};            // the first retry's delay; later ones double
  std::chrono::milliseconds retry_limit{1'800'000};       // the longest delay between two attempts
  std::chrono::seconds recording_lookup{4 * 3600};        // how long a recording is looked for after a call
  std::uint64_t recording_maximum_bytes = 512ULL << 20;   // of one recording
  std::uint64_t request_maximum_bytes = 1ULL << 20;       // of one request's body
  std::chrono::seconds session_lifetime{14 * 24 * 3600};  // of a login
  std::chrono::milliseconds twilio_timeout{60'000};       // of one request to Twilio
  CircuitBreaker::Settings twilio_breaker;  // when an ailing Twilio is left alone, and for how long
  std::chrono::milliseconds recording_lookup_delay{
      20'000};  // before a recording is looked for that nobody told of
  std::chrono::milliseconds call_lookup{
      900'000};  // before Twilio is asked how a call stands that has not ended
  std::chrono::milliseconds account_review{
      3'600'000};  // how often Twilio is asked which calls we never heard of
  std::chrono::milliseconds speech_timeout{
      1'800'000};  // of one upload to the speech server, its work included
  std::chrono::milliseconds speech_connect_timeout{5'000};  // before that server counts as not there
  std::uint64_t speech_maximum_upload_bytes = 24'000'000;   // longer recordings are sent in parts
  std::chrono::milliseconds llm_timeout{60'000};           // for all that a language model is asked of a call
  std::chrono::milliseconds llm_connect_timeout{5'000};    // before its server counts as not there
  int llm_maximum_output_tokens = 1'500;                   // of one answer
  std::size_t llm_maximum_transcript_characters = 24'000;  // that are sent; of longer calls not the middle
  std::uint64_t llm_maximum_answer_bytes = 1ULL << 20;     // longer answers are none
  long long llm_daily_tokens = 200'000;                    // of one business
  int llm_requests = 2;                                    // at the same time, in one process
  CircuitBreaker::Settings llm_breaker{.failures = 3,      // when it is left alone, and for how long
                                       .pause = std::chrono::seconds{30},
                                       .longest = std::chrono::minutes{10}};
  std::chrono::milliseconds webhook_timeout{15'000};                 // of one attempt at an outgoing webhook
  std::chrono::milliseconds webhook_secret_overlap{24 * 3'600'000};  // a rotated secret signs so long as well
  int webhook_endpoints_per_business = 20;
  std::size_t webhook_log_body_bytes = 4096;    // kept of what an endpoint answers
  domain::InsightLimits understanding;          // of what a business sets about its calls
  std::size_t corrections_per_export = 10'000;  // by the API
  std::chrono::milliseconds retention_sweep{
      3'600'000};                             // how often is looked for recordings whose days are over
  std::uint64_t disk_low_bytes = 2ULL << 30;  // less room for recordings than this is told of
  std::chrono::days webhook_log_days{30};     // how long deliveries and their attempts are kept
};

/// All mistakes are reported together, unknown keys too, in one `invalid_request` whose message has a line
/// each. `file` may be empty: then kolog.toml in the working directory is read if it is there.
Result<Settings> load_settings(const std::filesystem::path& file);

/// Whether the engine, first or second, is one of the settings'.
bool uses_speech_engine(const Settings& settings, std::string_view engine);

/// What the speech engines' settings lack, a sentence each; empty: nothing.
std::vector<std::string> speech_mistakes(const Settings& settings);

/// Likewise for the engine that understands calls.
std::vector<std::string> insight_mistakes(const Settings& settings);

}  // namespace kolog::app
