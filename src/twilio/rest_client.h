// SPDX-License-Identifier: Apache-2.0
// Twilio's REST API, as far as recordings need it. Blocks the calling thread; may be called from any thread.
// The credentials go to the configured host and nowhere else.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "domain/recording.h"
#include "http/client.h"
#include "twilio/recording_uri.h"

namespace kolog::twilio {

struct Download {
  std::string content_type;  // `audio/mpeg`: lower case, without parameters
  std::uint64_t bytes = 0;
};

/// Every call may fail with `rate_limited` or `unavailable` (with `retry_after` where Twilio says it) and
/// with `refused` for wrong credentials.
class RestClient {
 public:
  struct Settings {
    std::string api_url = "https://api.twilio.com";
    std::string account_sid;
    Secret auth_token;
    std::chrono::milliseconds timeout{60'000};   // of one request
    std::uint64_t maximum_bytes = 512ULL << 20;  // of one recording
  };

  /// `client` outlives this object.
  RestClient(http::Client& client, Settings settings);

  const Settings& settings() const { return settings_; }

  /// All recordings of a call, over all pages. `recording_pending`: Twilio does not know the call (yet).
  Result<std::vector<domain::Recording>> list_recordings(std::string_view call_sid);

  /// `recording_pending`: Twilio does not know it (yet).
  Result<domain::Recording> fetch_recording(std::string_view recording_sid);

  /// Writes the audio of a canonical URI into the file at `path`; a failure leaves no file. Nothing but a 200
  /// with an audio type and the announced length counts. `recording_pending`: not ready;
  /// `unsupported_media`: asked for two channels of a recording that has one, so ask again for mono;
  /// `payload_too_large`; `storage_full`.
  Result<Download> download(std::string_view uri, AudioFormat format, RequestedChannels channels,
                            const std::filesystem::path& path);

  /// Deletes Twilio's copy of a canonical URI. One that is gone already is no error.
  Result<void> delete_recording(std::string_view uri);

  /// Starts a dual-channel, untrimmed recording of a call in progress. `recording_not_available`: the call is
  /// over.
  Result<domain::Recording> start_recording(std::string_view call_sid, std::string_view status_callback);

 private:
  http::ClientRequest request_to(std::string_view method, std::string_view path_and_query) const;
  Error error_of(const http::ClientResponse& response, std::string_view action) const;

  http::Client& client_;
  Settings settings_;
};

}  // namespace kolog::twilio
