// SPDX-License-Identifier: Apache-2.0
#include "recordings/recording_service.h"

#include <cerrno>
#include <condition_variable>
#include <fcntl.h>
#include <filesystem>
#include <future>
#include <optional>
#include <set>
#include <sys/sendfile.h>
#include <system_error>
#include <thread>

#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/file_error.h"
#include "base/ids.h"
#include "base/log.h"
#include "domain/retention.h"
#include "recordings/recording_key.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/recording_store.h"

namespace kolog::recordings {
namespace {

namespace asio = boost::asio;
using database::Session;
using domain::Recording;
using std::chrono::milliseconds;
using store::CallStore;
using store::RecordingStore;

constexpr std::string_view kTag = "RECORDING_SERVICE";
constexpr milliseconds kLookAgain{100};  // while another process fetches
constexpr std::chrono::seconds kAskAgain{5};

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

Error pending(std::string message) {
  return Error{ErrorCode::recording_pending, std::move(message), "", kAskAgain};
}

Error expired() {
  return failure(ErrorCode::recording_expired, "Recording expired and deleted");
}

Result<void> copy_to(const objects::OpenObject& object, const std::filesystem::path& path) {
  const FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file) return file_error(errno, "A recording cannot be written");
  off_t offset = 0;
  while (static_cast<std::uint64_t>(offset) < object.size) {
    const auto left = static_cast<std::size_t>(object.size - static_cast<std::uint64_t>(offset));
    const auto sent = ::sendfile(file.descriptor(), object.file->descriptor(), &offset, left);
    if (sent < 0 && errno == EINTR) continue;
    if (sent > 0) continue;
    if (sent == 0) return failure(ErrorCode::internal, "A recording cannot be copied", "it ends early");
    return file_error(errno, "A recording cannot be copied");
  }
  return {};
}

/// Whether a call that has no recording yet may still get one: it was not looked for in vain, nor left
/// unanswered.
bool may_get_one(const domain::Call& call) {
  return call.status != domain::kStatusNoRecording && call.status != domain::kStatusFailed &&
         call.status != "busy" && call.status != "no-answer" && call.status != "canceled";
}

}  // namespace

struct RecordingService::FetchedFile {
  std::unique_ptr<TemporaryFile> file;
  domain::RecordingProbe probe;
};

/// The right to fetch a call's audio, over all processes: waited for, kept, and given back whatever happens.
class RecordingService::FetchRight {
 public:
  static Result<FetchRight> wait_for(RecordingService& service, const std::string& call_sid) {
    auto owner = new_id("fetch_");
    while (true) {
      const auto now = service.clock_.now();
      const auto claimed = service.database_.read([&](Session& session) -> Result<bool> {
        return RecordingStore(session).claim_fetch(call_sid, owner, now, now + service.settings_.fetch_lease);
      });
      if (!claimed) return claimed.error();
      if (*claimed) return FetchRight(service, call_sid, std::move(owner));
      if (service.stopping_) return failure(ErrorCode::cancelled, "The program is ending");
      std::this_thread::sleep_for(kLookAgain);
    }
  }
  FetchRight(FetchRight&&) = default;
  FetchRight& operator=(FetchRight&&) = delete;

  ~FetchRight() {
    if (!keeper_) return;
    keeper_.reset();
    const auto released = service_->database_.read([&](Session& session) -> Result<void> {
      RecordingStore(session).release_fetch(call_sid_, owner_);
      return {};
    });
    if (!released) log::error(kTag, "fetch not released", {{"error", log::describe(released.error())}});
  }

 private:
  FetchRight(RecordingService& service, std::string call_sid, std::string owner)
      : service_(&service),
        call_sid_(std::move(call_sid)),
        owner_(std::move(owner)),
        keeper_(std::make_unique<LeaseKeeper>(
            service.settings_.fetch_lease, [&service, call_sid = call_sid_, owner = owner_] {
              const auto until = service.clock_.now() + service.settings_.fetch_lease;
              (void)service.database_.read([&](Session& session) -> Result<bool> {
                return RecordingStore(session).extend_fetch(call_sid, owner, until);
              });
            })) {}

  RecordingService* service_;
  std::string call_sid_;
  std::string owner_;
  std::unique_ptr<LeaseKeeper> keeper_;  // none: moved from
};

RecordingService::RecordingService(Settings settings, database::Database& database,
                                   objects::ObjectStore& objects, twilio::RestClient& twilio, Decoder decoder,
                                   const Clock& clock)
    : settings_(settings),
      database_(database),
      objects_(objects),
      twilio_(twilio),
      decoder_(std::move(decoder)),
      clock_(clock),
      threads_(static_cast<std::size_t>(settings.threads)) {}

RecordingService::~RecordingService() {
  stopping_ = true;
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
    std::string parts;  // what the file should be made of
  };
  const auto known = database_.read([&](Session& session) -> Result<Known> {
    const auto call = CallStore(session).find_any(call_sid);
    if (!call) return failure(ErrorCode::call_not_found, "Call not found");
    RecordingStore recordings(session);
    return Known{*call, recordings.audio_file(call_sid),
                 sids_of(parts_of_audio(recordings.of_call(call_sid)))};
  });
  if (!known) return known.error();
  if (domain::is_audio_over(known->call, settings_.retention, clock_.now())) return expired();
  const auto& file = known->file;
  if (!file.fetched_at) return failure(ErrorCode::recording_pending, "The recording is not here yet");
  if (!file.recording_sids.empty() && !known->parts.empty() && file.recording_sids != known->parts) {
    return failure(ErrorCode::recording_pending, "Another recording of the call has come");
  }
  auto object = objects_.open(recording_key(call_sid));
  if (!object) return object.error();
  if (*object && (*object)->size == file.size) {
    return CallAudio{std::move(**object), file.content_type, file.channels, file.duration};
  }
  log::warning(kTag, "the file is gone or changed, it will be fetched again", {{"call_sid", call_sid}});
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
  const auto right = FetchRight::wait_for(*this, call_sid);
  if (!right) return right.error();
  // Whoever had the right before us may have brought the file.
  const auto cached = open_cached(call_sid);
  if (cached) return {};
  if (cached.error().code != ErrorCode::recording_pending) return cached.error();
  return fetch_as_owner(call_sid);
}

Result<void> RecordingService::fetch_as_owner(const std::string& call_sid) {
  const auto call = database_.read([&](Session& session) -> Result<std::optional<domain::Call>> {
    return CallStore(session).find_any(call_sid);
  });
  if (!call) return call.error();
  if (!*call) return failure(ErrorCode::call_not_found, "Call not found");
  const auto parts = parts_to_fetch(**call);
  if (!parts) return parts.error();
  const auto started = std::chrono::steady_clock::now();
  const auto file = bring(**call, *parts);
  if (!file) {
    log::warning(kTag, "fetch failed", {{"call_sid", call_sid}, {"error", log::describe(file.error())}});
    return file.error();
  }
  if (auto kept = keep(**call, *file, sids_of(*parts)); !kept) return kept;
  if (parts->size() > 1) remove_parts(call_sid);
  const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
  log::info(kTag, "fetched",
            {{"call_sid", call_sid},
             {"recordings", parts->size()},
             {"channels", file->probe.channels},
             {"audio_ms", file->probe.duration},
             {"ms", took}});
  return {};
}

/// While Twilio is known to be recording still, there is nothing to ask it for.
Result<std::vector<Recording>> RecordingService::parts_to_fetch(const domain::Call& call) {
  const auto known = database_.read([&](Session& session) -> Result<std::vector<Recording>> {
    return RecordingStore(session).of_call(call.call_sid);
  });
  if (!known) return known.error();
  // Of several, all are waited for: which of them make up the audio is known when their lengths are.
  const bool is_one = known->size() == 1;
  for (const auto& recording : *known) {
    if (is_unfinished(recording) && (!is_one || recording.status == domain::RecordingStatus::in_progress))
      return pending("The call is still being recorded");
    if (!is_one && !is_settled(recording)) return pending("Twilio does not have all recordings ready yet");
  }
  auto parts = parts_of_audio(*known);
  if (!parts.empty()) return parts;
  if (call.recording_url.empty()) {
    if (may_get_one(call)) return pending("Twilio does not have the recording ready yet");
    return failure(ErrorCode::recording_not_available, "This call has no recording");
  }
  // Told of without its status: whether it is there, the attempt shows.
  Recording recording;
  recording.recording_sid = call.recording_sid;
  recording.uri = call.recording_url;
  return std::vector{recording};
}

Result<RecordingService::FetchedFile> RecordingService::bring(const domain::Call& call,
                                                              const std::vector<Recording>& parts) {
  return parts.size() == 1 ? bring_one(call, parts.front()) : bring_joined(call, parts);
}

/// Each part that is here is kept until all are: whatever becomes of the others, it is fetched once.
Result<RecordingService::FetchedFile> RecordingService::bring_joined(const domain::Call& call,
                                                                     const std::vector<Recording>& parts) {
  std::vector<FetchedFile> files;
  std::vector<std::filesystem::path> paths;
  for (const auto& part : parts) {
    auto here = part_that_is_here(call.call_sid, part.recording_sid);
    if (!here) return here.error();
    if (!*here) {
      const auto fetched = bring_one(call, part);
      if (!fetched) return fetched.error();
      const auto key = part_key(call.call_sid, part.recording_sid);
      if (auto kept = objects_.put(key, fetched->file->path()); !kept) return kept.error();
      here = part_that_is_here(call.call_sid, part.recording_sid);
      if (!here) return here.error();
      if (!*here) return failure(ErrorCode::internal, "A recording that was just stored is gone");
    }
    paths.push_back((*here)->file->path());
    files.push_back(std::move(**here));
  }
  auto path = objects_.temporary_path();
  if (!path) return path.error();
  FetchedFile joined{std::make_unique<TemporaryFile>(*path), {}};
  if (const auto written = decoder_.join(paths, *path); !written) return written.error();
  const auto probe = decoder_.probe(*path);
  if (!probe) return probe.error();
  joined.probe = *probe;
  return joined;
}

/// A copy of what an earlier fetch left: the part, or the call's file where it is made of this recording
/// alone.
Result<std::optional<RecordingService::FetchedFile>> RecordingService::part_that_is_here(
    const std::string& call_sid, const std::string& recording_sid) {
  const auto file = database_.read([&](Session& session) -> Result<store::AudioFile> {
    return RecordingStore(session).audio_file(call_sid);
  });
  if (!file) return file.error();
  auto object = objects_.open(part_key(call_sid, recording_sid));
  if (!object) return object.error();
  if (!*object && file->fetched_at && file->recording_sids == recording_sid) {
    object = objects_.open(recording_key(call_sid));
    if (!object) return object.error();
    if (*object && (*object)->size != file->size) object->reset();
  }
  if (!*object) return std::optional<FetchedFile>();
  auto path = objects_.temporary_path();
  if (!path) return path.error();
  FetchedFile copy{std::make_unique<TemporaryFile>(*path), {}};
  if (const auto copied = copy_to(**object, *path); !copied) return copied.error();
  return std::optional(std::move(copy));
}

void RecordingService::remove_parts(const std::string& call_sid) {
  // Also of a call whose rows are gone: what was to be deleted of it names its recordings.
  const auto sids = database_.read([&](Session& session) -> Result<std::set<std::string>> {
    std::set<std::string> known;
    for (const auto& recording : RecordingStore(session).of_call(call_sid))
      known.insert(recording.recording_sid);
    for (const auto& deletion : store::DeletionStore(session).of_call(call_sid)) {
      if (twilio::is_canonical_recording_uri(deletion.target))
        known.insert(twilio::recording_sid_of(deletion.target));
    }
    return known;
  });
  if (!sids) return log::warning(kTag, "parts not removed", {{"error", log::describe(sids.error())}});
  if (sids->size() < 2) return;
  for (const auto& sid : *sids) {
    if (const auto removed = objects_.remove(part_key(call_sid, sid)); !removed) {
      log::warning(kTag, "part not removed",
                   {{"call_sid", call_sid}, {"error", log::describe(removed.error())}});
    }
  }
}

Result<RecordingService::FetchedFile> RecordingService::bring_one(const domain::Call& call,
                                                                  const Recording& recording) {
  auto path = objects_.temporary_path();
  if (!path) return path.error();
  FetchedFile fetched{std::make_unique<TemporaryFile>(*path), {}};
  if (auto downloaded = download(recording.uri, *path); !downloaded) {
    // A call that was worked on once had its file: what Twilio does not have now, it will not have later.
    const bool was_here = call.status == domain::kStatusProcessed;
    if (downloaded.error().code != ErrorCode::recording_pending || !was_here) return downloaded.error();
    const auto at_twilio = twilio_.fetch_recording(recording.uri);
    if (at_twilio || at_twilio.error().code != ErrorCode::recording_pending) return downloaded.error();
    return failure(ErrorCode::recording_not_available, "The recording is gone, here and at Twilio");
  }
  const auto probe = decoder_.probe(*path);
  if (!probe) {
    // Seen while Twilio still writes the file: what does not decode now may in a minute.
    return Error{ErrorCode::unavailable, "Twilio's answer was not a whole recording", probe.error().detail,
                 std::nullopt};
  }
  fetched.probe = *probe;
  return fetched;
}

Result<void> RecordingService::download(const std::string& uri, const std::filesystem::path& path) {
  using twilio::AudioFormat;
  using twilio::RequestedChannels;
  auto dual = twilio_.download(uri, AudioFormat::mp3, RequestedChannels::dual, path);
  if (dual) return {};
  if (dual.error().code != ErrorCode::unsupported_media) return dual.error();
  auto mono = twilio_.download(uri, AudioFormat::mp3, RequestedChannels::mono, path);
  if (mono) return {};
  return mono.error();
}

/// The file becomes the call's, and only then is its row written.
Result<void> RecordingService::keep(const domain::Call& call, const FetchedFile& fetched,
                                    const std::string& recording_sids) {
  std::error_code size_error;
  const auto size = std::filesystem::file_size(fetched.file->path(), size_error);
  if (size_error) return failure(ErrorCode::internal, "A recording cannot be read", size_error.message());
  if (auto moved = objects_.put(recording_key(call.call_sid), fetched.file->path()); !moved)
    return moved.error();
  const auto& probe = fetched.probe;
  const store::AudioFile saved{probe.content_type, size,         probe.channels,
                               probe.duration,     clock_.now(), recording_sids};
  const auto noted = database_.transact([&](Session& session) -> Result<void> {
    const auto now = CallStore(session).find_any(call.call_sid);
    if (!now) return failure(ErrorCode::call_not_found, "The call has been deleted", call.call_sid);
    if (now->audio_expired_at) return expired();
    RecordingStore(session).save_audio_file(call.call_sid, saved);
    return {};
  });
  // Deleted while it was being fetched: nobody else would delete what came after.
  if (!noted && !is_retryable(noted.error().code)) (void)objects_.remove(recording_key(call.call_sid));
  return noted;
}

Result<Erasure> RecordingService::erase(const std::string& call_sid) {
  const auto find = [&](Session& session) -> Result<std::optional<domain::Call>> {
    return CallStore(session).find_any(call_sid);
  };
  std::optional<FetchRight> right;
  auto call = database_.read(find);
  // The right is a row of the call's: a fetch of a deleted call has lost it, and sees so at its end.
  if (call && *call) {
    auto taken = FetchRight::wait_for(*this, call_sid);
    if (taken) right.emplace(std::move(*taken));
    call = database_.read(find);
    if (call && *call && !taken) return taken.error();
  }
  if (!call) return call.error();
  if (*call && (*call)->legal_hold_at) {
    return failure(ErrorCode::conflict, "A legal hold keeps the recording");
  }
  const auto key = recording_key(call_sid);
  const auto object = objects_.open(key);
  if (auto removed = objects_.remove(key); !removed) return removed.error();
  remove_parts(call_sid);
  const auto forgotten = database_.transact([&](Session& session) -> Result<void> {
    RecordingStore(session).forget_audio_file(call_sid);
    return {};
  });
  if (!forgotten) return forgotten.error();
  return object && *object ? Erasure::deleted : Erasure::was_not_here;
}

std::string_view to_string(Erasure erasure) {
  return erasure == Erasure::deleted ? "deleted" : "was not here";
}

}  // namespace kolog::recordings
