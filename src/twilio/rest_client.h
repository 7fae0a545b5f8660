// SPDX-License-Identifier: Apache-2.0
// Twilio's REST API, as far as calls and their recordings need it. Blocks the calling thread; may be called
// from any thread. An account's credentials go to its configured host and nowhere else, over redirects too.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/circuit_breaker.h"
#include "base/clock.h"
#include "base/result.h"
#include "domain/recording.h"
#include "http/client.h"
#include "twilio/account_directory.h"
#include "twilio/calls_page.h"
#include "twilio/recording_uri.h"

namespace kolog::twilio {

struct Download {
  std::string content_type;  // `audio/mpeg`: lower case, without parameters
  std::uint64_t bytes = 0;
};

/// What became of Twilio's copy.
enum class Deletion { deleted, was_gone };

std::string_view to_string(Deletion deletion);

/// Every call may fail with `rate_limited` or `unavailable` (with `retry_after` where Twilio says it), with
/// `held_off` while Twilio is left alone, and with `refused` for wrong credentials. An empty `account_sid` is
/// the installation's own. Listeners and workers share one client and so one circuit breaker.
class RestClient {
 public:
  struct Settings {
    std::chrono::milliseconds timeout{60'000};   // of one request
    std::uint64_t maximum_bytes = 512ULL << 20;  // of one recording
    CircuitBreaker::Settings breaker = {};
  };

  /// What is referred to outlives this object.
  RestClient(http::Client& client, AccountDirectory& accounts, const Clock& clock, Settings settings);

  /// All recordings of a call, over all pages. `recording_pending`: Twilio does not know the call (yet).
  Result<std::vector<domain::Recording>> list_recordings(std::string_view account_sid,
                                                         std::string_view call_sid);

  /// `recording_pending`: Twilio does not know it (yet), or not any more.
  Result<domain::Recording> fetch_recording(std::string_view uri);

  /// Writes the audio of a canonical URI into the file at `path`; a failure leaves no file. Nothing but a 200
  /// with an audio type and the announced length counts. A redirect is followed within the same host alone.
  /// `recording_pending`: not ready; `unsupported_media`: asked for two channels of a recording that has one,
  /// so ask again for mono; `payload_too_large`; `storage_full`.
  Result<Download> download(std::string_view uri, AudioFormat format, RequestedChannels channels,
                            const std::filesystem::path& path);

  /// Deletes Twilio's copy of a canonical URI. One that is gone already is no error.
  Result<Deletion> delete_recording(std::string_view uri);

  /// `call_not_found`: Twilio knows no such call.
  Result<CallResource> fetch_call(std::string_view account_sid, std::string_view call_sid);

  /// The account's calls to `to_number` that began on the day of `since` (UTC) or later, over all pages.
  Result<std::vector<CallResource>> list_calls(std::string_view account_sid, std::string_view to_number,
                                               Timestamp since);

  /// Whether the credentials for the account are taken.
  Result<void> check_account(std::string_view account_sid);

 private:
  struct Exchange {
    std::string account_sid;  // whose resource
    http::ClientRequest request;
    std::string action;  // for the log
  };

  Result<std::string> resource_account(std::string_view account_sid);
  Result<http::ClientResponse> send(const Exchange& exchange);
  Result<http::ClientResponse> send_once(const Account& account, const http::ClientRequest& request);
  template <class TakePage>
  Result<void> for_each_page(std::string_view account_sid, std::string path, std::string_view action,
                             TakePage take_page);

  http::Client& client_;
  AccountDirectory& accounts_;
  CircuitBreaker breaker_;
  const Settings settings_;
};

}  // namespace kolog::twilio
