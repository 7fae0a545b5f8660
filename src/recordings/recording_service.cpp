// SPDX-License-Identifier: Apache-2.0
#include "recordings/recording_service.h"

#include <filesystem>
#include <future>
#include <optional>
#include <system_error>

#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.h"
#include "domain/retention.h"
#include "recordings/recording_key.h"
#include "store/call_store.h"
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
constexpr std::chrono::seconds kAskAgain{5};

Error pending(std::string message) {
  return Error{ErrorCode::recording_pending, std::move(message), "", kAskAgain};
}

Error expired() {
  return failure(ErrorCode::recording_expired, "Recording expired and deleted");
}

/// Whether a call that has no recording yet may still get one: it was not looked for in vain, nor left
/// unanswered.
bool may_get_one(const domain::Call& call) {
  return call.status != domain::kStatusNoRecording && call.status != domain::kStatusFailed &&
         call.status != "busy" && call.status != "no-answer" && call.status != "canceled";
}

}  // namespace

RecordingService::RecordingService(Settings settings, database::Database& database,
                                   objects::ObjectStore& objects, twilio::RestClient& twilio, Decoder decoder,
                                   const Clock& clock)
    : settings_(settings),
      database_(database),
      objects_(objects),
      clock_(clock),
      fetcher_(database, objects, twilio, decoder),
      copies_(database, objects, decoder.beep),
      threads_(static_cast<std::size_t>(settings.threads)) {}

RecordingService::~RecordingService() {
  stopping_ = true;
  lookups_.join();  // first, since it asks the others to fetch
  threads_.join();
}

Result<CallAudio> RecordingService::open(const std::string& call_sid, Form form) {
  auto cached = open_cached(call_sid, form);
  if (cached || cached.error().code != ErrorCode::recording_pending) return cached;
  std::promise<Result<void>> promise;
  fetch_once(call_sid, form, [&promise](const Result<void>& answer) { promise.set_value(answer); });
  const auto fetched = promise.get_future().get();
  if (!fetched) return fetched.error();
  return open_cached(call_sid, form);
}

asio::awaitable<Result<CallAudio>> RecordingService::async_open(std::string call_sid, Form form) {
  // Not through run_on: the waiting itself must not take a thread, or a few listeners would keep all others
  // out.
  const auto cached_or_fetched = [this, call_sid, form](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    const auto finish = [this, call_sid, form, shared](const Result<void>& fetched) {
      auto result = fetched ? open_cached(call_sid, form) : Result<CallAudio>(fetched.error());
      const auto executor = asio::get_associated_executor(*shared);
      asio::dispatch(executor,
                     [shared, result = std::move(result)]() mutable { (*shared)(std::move(result)); });
    };
    asio::post(lookups_, [this, call_sid, form, shared, finish] {
      auto cached = open_cached(call_sid, form);
      if (!cached && cached.error().code == ErrorCode::recording_pending) {
        fetch_once(call_sid, form, finish);
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

Result<CallAudio> RecordingService::open_cached(const std::string& call_sid, Form form) {
  struct Known {
    domain::Call call;
    store::AudioFile file;
    bool has_all = false;  // the file, of what it should be made of
  };
  const auto known = database_.read([&](Session& session) -> Result<Known> {
    const auto call = CallStore(session).find_any(call_sid);
    if (!call) return failure(ErrorCode::call_not_found, "Call not found");
    RecordingStore recordings(session);
    auto file = recordings.audio_file(call_sid);
    const bool has_all = is_made_of_all(file, recordings.of_call(call_sid));
    return Known{*call, std::move(file), has_all};
  });
  if (!known) return known.error();
  if (domain::is_audio_over(known->call, settings_.retention, clock_.now())) return expired();
  const auto& file = known->file;
  if (!file.fetched_at) return failure(ErrorCode::recording_pending, "The recording is not here yet");
  if (!known->has_all) {
    return failure(ErrorCode::recording_pending, "Another recording of the call has come");
  }
  auto object = objects_.open(recording_key(call_sid));
  if (!object) return object.error();
  if (*object && (*object)->size == file.size) {
    CallAudio audio{std::move(**object), file.content_type, file.channels, file.duration};
    if (form == Form::original) return audio;
    return copies_.open(call_sid, std::move(audio));
  }
  log::warning(kTag, "the file is gone or changed, it will be fetched again", {{"call_sid", call_sid}});
  return failure(ErrorCode::recording_pending, "The recording is not here yet");
}

void RecordingService::fetch_once(const std::string& call_sid, Form form, Answer answer) {
  {
    const std::lock_guard lock(mutex_);
    auto& waiting = under_way_[{call_sid, form}];
    waiting.push_back(std::move(answer));
    if (waiting.size() > 1) return;
  }
  asio::post(threads_, [this, call_sid, form] {
    Result<void> outcome;
    try {
      outcome = fetch(call_sid);
      if (outcome && form == Form::redacted) outcome = make_redacted(call_sid);
    } catch (const std::exception& error) {
      outcome = failure(ErrorCode::internal, "Something went wrong on our side", error.what());
    }
    std::vector<Answer> waiting;
    {
      const std::lock_guard lock(mutex_);
      waiting.swap(under_way_[{call_sid, form}]);
      under_way_.erase({call_sid, form});
    }
    for (const auto& tell : waiting) tell(outcome);
  });
}

Result<FetchRight> RecordingService::wait_for_right(const std::string& call_sid) {
  return FetchRight::wait_for({settings_.fetch_lease}, database_, clock_, stopping_, call_sid);
}

Result<void> RecordingService::fetch(const std::string& call_sid) {
  const auto right = wait_for_right(call_sid);
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
  const auto file = fetcher_.bring(**call, *parts);
  if (!file) {
    log::warning(kTag, "fetch failed", {{"call_sid", call_sid}, {"error", log::describe(file.error())}});
    return file.error();
  }
  if (auto kept = keep(**call, *file, sids_of(*parts)); !kept) return kept;
  if (parts->size() > 1) fetcher_.remove_parts(call_sid);
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

/// Under the right to fetch, so that neither a fetch nor a deletion comes in between.
Result<void> RecordingService::make_redacted(const std::string& call_sid) {
  const auto right = wait_for_right(call_sid);
  if (!right) return right.error();
  const auto made = open_cached(call_sid, Form::redacted);
  if (made) return {};
  if (made.error().code != ErrorCode::recording_pending) return made.error();
  const auto original = open_cached(call_sid);
  if (!original) return original.error();
  return copies_.make(call_sid, *original);
}

Result<Erasure> RecordingService::erase(const std::string& call_sid) {
  const auto find = [&](Session& session) -> Result<std::optional<domain::Call>> {
    return CallStore(session).find_any(call_sid);
  };
  std::optional<FetchRight> right;
  auto call = database_.read(find);
  // The right is a row of the call's: a fetch of a deleted call has lost it, and sees so at its end.
  if (call && *call) {
    auto taken = wait_for_right(call_sid);
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
  if (auto removed = copies_.remove(call_sid); !removed) return removed.error();
  fetcher_.remove_parts(call_sid);
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
