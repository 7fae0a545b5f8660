// SPDX-License-Identifier: Apache-2.0
#include "recordings/recording_service.h"

#include <condition_variable>
#include <filesystem>
#include <future>
#include <optional>
#include <thread>

#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/ids.h"
#include "base/log.h"
#include "store/call_store.h"
#include "store/recording_store.h"

namespace kolog::recordings {
namespace {

namespace asio = boost::asio;
using database::Session;
using domain::RecordingStatus;
using std::chrono::milliseconds;
using store::CallStore;
using store::RecordingStore;

constexpr std::string_view kTag = "RECORDING_SERVICE";
constexpr milliseconds kLookAgain{100};  // while another process fetches

/// Every recording keeps this name, whatever its bytes are: their type stands in the database.
std::string key_of(const std::string& call_sid) {
  return call_sid + ".mp3";
}

/// Deletes a temporary file that was not moved into place.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Extends a lease three times in its length for as long as it lives.
class LeaseKeeper {
 public:
  LeaseKeeper(milliseconds lease, std::function<void()> extend)
      : thread_([lease, extend = std::move(extend)](std::stop_token stop) {
          std::mutex mutex;
          std::condition_variable_any ended;
          std::unique_lock lock(mutex);
          while (!ended.wait_for(lock, stop, lease / 3, [&] { return stop.stop_requested(); })) extend();
        }) {}

 private:
  std::jthread thread_;
};

}  // namespace

RecordingService::RecordingService(Settings settings, database::Database& database,
                                   objects::ObjectStore& objects, twilio::RestClient& twilio, Probe probe,
                                   const Clock& clock)
    : settings_(settings),
      database_(database),
      objects_(objects),
      twilio_(twilio),
      probe_(std::move(probe)),
      clock_(clock),
      threads_(static_cast<std::size_t>(settings.threads)) {}

RecordingService::~RecordingService() {
  lookups_.join();  // first, since it asks the others to fetch
  threads_.join();
}

Result<CallAudio> RecordingService::open(const std::string& call_sid) {
  auto cached = open_cached(call_sid);
  if (cached || cached.error().code != ErrorCode::recording_pending) return cached;
  std::promise<Result<void>> promise;
  fetch_once(call_sid, [&promise](const Result<void>& answer) { promise.set_value(answer); });
  const auto fetched = promise.get_future().get();
  if (!fetched) return fetched.error();
  return open_cached(call_sid);
}

asio::awaitable<Result<CallAudio>> RecordingService::async_open(std::string call_sid) {
  // Not through run_on: the waiting itself must not take a thread, or a few listeners would keep all others
  // out.
  const auto cached_or_fetched = [this, call_sid](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    const auto finish = [this, call_sid, shared](const Result<void>& fetched) {
      auto result = fetched ? open_cached(call_sid) : Result<CallAudio>(fetched.error());
      const auto executor = asio::get_associated_executor(*shared);
      asio::dispatch(executor,
                     [shared, result = std::move(result)]() mutable { (*shared)(std::move(result)); });
    };
    asio::post(lookups_, [this, call_sid, shared, finish] {
      auto cached = open_cached(call_sid);
      if (!cached && cached.error().code == ErrorCode::recording_pending) {
        fetch_once(call_sid, finish);
        return;
      }
      const auto executor = asio::get_associated_executor(*shared);
      asio::dispatch(executor,
                     [shared, result = std::move(cached)]() mutable { (*shared)(std::move(result)); });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<CallAudio>)>(
      cached_or_fetched, asio::use_awaitable);
}

Result<CallAudio> RecordingService::open_cached(const std::string& call_sid) {
  struct Known {
    domain::Call call;
    store::AudioFile file;
  };
  const auto known = database_.read([&](Session& session) -> Result<Known> {
    const auto call = CallStore(session).find_any(call_sid);
    if (!call) return failure(ErrorCode::call_not_found, "Call not found");
    return Known{*call, RecordingStore(session).audio_file(call_sid)};
  });
  if (!known) return known.error();
  if (clock_.now() > known->call.created_at + settings_.retention) {
    return failure(ErrorCode::recording_expired, "Recording expired and deleted");
  }
  if (known->file.fetched_at) {
    auto object = objects_.open(key_of(call_sid));
    if (!object) return object.error();
    if (*object && (*object)->size == known->file.size) {
      return CallAudio{std::move(**object), known->file.content_type, known->file.channels,
                       known->file.duration};
    }
    log::warning(kTag, "the file is gone or changed, it will be fetched again", {{"call_sid", call_sid}});
  }
  return failure(ErrorCode::recording_pending, "The recording is not here yet");
}

void RecordingService::fetch_once(const std::string& call_sid, Answer answer) {
  {
    const std::lock_guard lock(mutex_);
    auto& waiting = under_way_[call_sid];
    waiting.push_back(std::move(answer));
    if (waiting.size() > 1) return;
  }
  asio::post(threads_, [this, call_sid] {
    Result<void> outcome;
    try {
      outcome = fetch(call_sid);
    } catch (const std::exception& error) {
      outcome = failure(ErrorCode::internal, "Something went wrong on our side", error.what());
    }
    std::vector<Answer> waiting;
    {
      const std::lock_guard lock(mutex_);
      waiting.swap(under_way_[call_sid]);
      under_way_.erase(call_sid);
    }
    for (const auto& tell : waiting) tell(outcome);
  });
}

Result<void> RecordingService::fetch(const std::string& call_sid) {
  const auto owner = claim(call_sid);
  if (!owner) return owner.error();
  // Whoever had the right before us may have brought the file.
  Result<void> outcome;
  if (const auto cached = open_cached(call_sid); !cached) {
    outcome = cached.error();
    if (cached.error().code == ErrorCode::recording_pending) {
      const LeaseKeeper keeper(settings_.fetch_lease, [&] {
        const auto until = clock_.now() + settings_.fetch_lease;
        (void)database_.read([&](Session& session) -> Result<bool> {
          return RecordingStore(session).extend_fetch(call_sid, *owner, until);
        });
      });
      const auto call = database_.read([&](Session& session) -> Result<std::optional<domain::Call>> {
        return CallStore(session).find_any(call_sid);
      });
      outcome = call ? fetch_as_owner(call->value()) : Result<void>(call.error());
    }
  }
  const auto released = database_.read([&](Session& session) -> Result<void> {
    RecordingStore(session).release_fetch(call_sid, *owner);
    return {};
  });
  if (!released) log::error(kTag, "fetch not released", {{"error", log::describe(released.error())}});
  return outcome;
}

/// Waits until nobody else fetches this call's audio, or until the one who did brought it.
Result<std::string> RecordingService::claim(const std::string& call_sid) {
  auto owner = new_id("fetch_");
  while (true) {
    const auto now = clock_.now();
    const auto claimed = database_.read([&](Session& session) -> Result<bool> {
      return RecordingStore(session).claim_fetch(call_sid, owner, now, now + settings_.fetch_lease);
    });
    if (!claimed) return claimed.error();
    if (*claimed) return owner;
    std::this_thread::sleep_for(kLookAgain);
  }
}

/// While Twilio is known to be recording still, there is nothing to ask it for.
bool RecordingService::has_ended(const domain::Call& call) {
  const auto recording = database_.read([&](Session& session) -> Result<std::optional<domain::Recording>> {
    return RecordingStore(session).find(call.recording_sid);
  });
  return !recording || !*recording || (*recording)->status != RecordingStatus::in_progress;
}

Result<void> RecordingService::fetch_as_owner(const domain::Call& call) {
  if (call.recording_url.empty()) {
    // A call that is over and was looked for in vain, or was never answered, will not get one any more.
    const bool may_come = call.status != domain::kStatusNoRecording && call.status != domain::kStatusFailed &&
                          call.status != "busy" && call.status != "no-answer" && call.status != "canceled";
    if (may_come)
      return Error{ErrorCode::recording_pending, "Twilio does not have the recording ready yet", "",
                   std::chrono::seconds{5}};
    return failure(ErrorCode::recording_not_available, "This call has no recording");
  }
  if (!has_ended(call)) {
    return Error{ErrorCode::recording_pending, "The call is still being recorded", "",
                 std::chrono::seconds{5}};
  }
  const auto started = std::chrono::steady_clock::now();
  auto path = objects_.temporary_path();
  if (!path) return path.error();
  const TemporaryFile file(*path);
  if (auto downloaded = download(call, file.path()); !downloaded) {
    log::warning(kTag, "fetch failed",
                 {{"call_sid", call.call_sid}, {"error", log::describe(downloaded.error())}});
    return downloaded.error();
  }
  const auto probe = probe_(file.path());
  if (!probe) {
    log::warning(kTag, "Twilio's answer is no audio",
                 {{"call_sid", call.call_sid}, {"error", log::describe(probe.error())}});
    // Seen while Twilio still writes the file: what does not decode now may in a minute.
    return Error{ErrorCode::unavailable, "Twilio's answer was not a whole recording", probe.error().detail,
                 std::nullopt};
  }
  std::error_code size_error;
  const auto size = std::filesystem::file_size(file.path(), size_error);
  if (size_error) return failure(ErrorCode::internal, "A recording cannot be read", size_error.message());
  if (auto moved = objects_.put(key_of(call.call_sid), file.path()); !moved) return moved.error();
  const store::AudioFile saved{probe->content_type, size, probe->channels, probe->duration, clock_.now()};
  auto noted = database_.transact([&](Session& session) -> Result<void> {
    RecordingStore(session).save_audio_file(call.call_sid, saved);
    return {};
  });
  if (!noted) return noted.error();
  const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
  log::info(kTag, "fetched",
            {{"call_sid", call.call_sid},
             {"bytes", size},
             {"channels", probe->channels},
             {"audio_ms", probe->duration},
             {"ms", took}});
  return {};
}

Result<void> RecordingService::download(const domain::Call& call, const std::filesystem::path& path) {
  using twilio::AudioFormat;
  using twilio::RequestedChannels;
  auto dual = twilio_.download(call.recording_url, AudioFormat::mp3, RequestedChannels::dual, path);
  if (dual) return {};
  if (dual.error().code != ErrorCode::unsupported_media) return dual.error();
  auto mono = twilio_.download(call.recording_url, AudioFormat::mp3, RequestedChannels::mono, path);
  if (mono) return {};
  return mono.error();
}

}  // namespace kolog::recordings
