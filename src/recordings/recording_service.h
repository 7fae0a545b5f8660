// SPDX-License-Identifier: Apache-2.0
// The only way to a call's audio, for the player and for the worker alike: the file that is here, or one
// fetch from Twilio for everybody who waits. Any thread; owns the threads that fetch.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/clock.h"
#include "database/database.h"
#include "domain/call.h"
#include "domain/recording.h"
#include "objects/object_store.h"
#include "recordings/call_audio.h"
#include "recordings/fetch_right.h"
#include "recordings/recording_fetcher.h"
#include "recordings/redacted_copies.h"
#include "twilio/rest_client.h"

namespace kolog::recordings {

/// What became of the file that was here.
enum class Erasure { deleted, was_not_here };

std::string_view to_string(Erasure erasure);

class RecordingService {
 public:
  struct Settings {
    std::chrono::days retention{7};
    std::chrono::milliseconds fetch_lease{60'000};  // how long a dead process keeps others from fetching
    int threads = 4;                                // fetches at the same time
  };

  RecordingService(Settings settings, database::Database& database, objects::ObjectStore& objects,
                   twilio::RestClient& twilio, Decoder decoder, const Clock& clock);
  ~RecordingService();

  /// The audio of a call of any business: the caller has checked whose it is. The redacted copy is made when
  /// it is first asked for. Errors: `recording_expired`, `recording_not_available`, `recording_pending`,
  /// `storage_full`, `unavailable`, `refused`; of the redacted form `recording_being_redacted` too, where the
  /// recording is not the one that was understood.
  Result<CallAudio> open(const std::string& call_sid, Form form = Form::original);

  /// The same without blocking a thread while the file is on its way.
  boost::asio::awaitable<Result<CallAudio>> async_open(std::string call_sid, Form form = Form::original);

  /// Deletes the file of a call and its copy, also of one that was deleted itself. Waits for a fetch under
  /// way, so that none brings it back. `conflict` where a legal hold keeps it. Twilio's copy is not touched.
  Result<Erasure> erase(const std::string& call_sid);

 private:
  using Answer = std::function<void(const Result<void>&)>;

  Result<CallAudio> open_cached(const std::string& call_sid, Form form = Form::original);
  Result<FetchRight> wait_for_right(const std::string& call_sid);
  void fetch_once(const std::string& call_sid, Form form, Answer answer);
  Result<void> fetch(const std::string& call_sid);
  Result<void> make_redacted(const std::string& call_sid);
  Result<void> fetch_as_owner(const std::string& call_sid);
  Result<std::vector<domain::Recording>> parts_to_fetch(const domain::Call& call);
  Result<void> keep(const domain::Call& call, const FetchedFile& file, const std::string& recording_sids);

  const Settings settings_;
  database::Database& database_;
  objects::ObjectStore& objects_;
  const Clock& clock_;
  RecordingFetcher fetcher_;
  RedactedCopies copies_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::map<std::pair<std::string, Form>, std::vector<Answer>> under_way_;  // who waits for which call's file
  boost::asio::thread_pool threads_;                                       // fetch
  boost::asio::thread_pool lookups_{2};  // open what is here, however many wait for Twilio
};

}  // namespace kolog::recordings
