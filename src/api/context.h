// SPDX-License-Identifier: Apache-2.0
// What the API's handlers work with, by reference: its parts outlive the router that holds the handlers.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "api/login_throttle.h"
#include "api/metrics.h"
#include "api/password.h"
#include "api/web_assets.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/secret_box.h"
#include "database/database.h"
#include "domain/insight_settings.h"
#include "domain/insight_settings_check.h"
#include "domain/language.h"
#include "recordings/recording_service.h"
#include "recordings/twilio_accounts.h"
#include "webhooks/address_policy.h"
#include "workflow/ingest_call.h"

namespace kolog::api {

struct Settings {
  std::string public_url;                                // what Twilio and people call us by
  domain::Language language = domain::Language::hebrew;  // spoken where a number names none
  std::chrono::days retention{7};
  std::chrono::seconds session_lifetime{14 * 24 * 3600};
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
  webhooks::PrivateAddresses private_webhooks = webhooks::PrivateAddresses::refuse;
  std::chrono::milliseconds webhook_secret_overlap{24 * 3'600'000};  // a rotated secret signs so long as well
  std::size_t webhook_endpoints_per_business = 20;                   // each is one more request a call
  std::string instance_id;                          // tells this installation from another; no secret
  std::string speech_model;                         // name, as the page shows it
  std::string language_model;                       // the same; empty: there is none
  long long language_model_daily_tokens = 200'000;  // of a business that has no limit of its own
  std::string time_zone = "Asia/Jerusalem";
  domain::InsightLimits insight_limits;
  std::size_t corrections_per_export = 10'000;
  bool demo_model = false;  // it understands its own sample calls and no people
};

/// `RecordingService::async_open`.
using AudioSource = std::function<boost::asio::awaitable<Result<recordings::CallAudio>>(std::string call_sid,
                                                                                        recordings::Form)>;

struct Context {
  Settings settings;
  database::Database& database;
  boost::asio::thread_pool& database_pool;
  boost::asio::thread_pool& password_pool;  // hashing takes long and much memory: few threads
  const Clock& clock;
  const SecretBox& secrets;
  recordings::TwilioAccounts& accounts;
  const domain::InsightSettings& insight_defaults;  // for what a business has not set itself
  workflow::IngestCall& ingest;
  std::function<Result<void>()> check_storage;  // whether recordings can be stored; blocks
  AudioSource open_audio;
  PasswordHasher& passwords;
  LoginThrottle& throttle;
  Metrics& metrics;
  std::span<const WebAsset> web_assets;
  /// A call's transcription was ended: what of it runs in this process stops at once. May be empty.
  std::function<void(std::string_view call_sid)> stop_transcription = {};
};

}  // namespace kolog::api
