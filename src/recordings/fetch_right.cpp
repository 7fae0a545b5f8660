// SPDX-License-Identifier: Apache-2.0
#include "recordings/fetch_right.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/ids.h"
#include "base/log.h"
#include "store/recording_store.h"

namespace kolog::recordings {

using database::Session;
using std::chrono::milliseconds;
using store::RecordingStore;

namespace {

constexpr milliseconds kLookAgain{100};  // while another process fetches

}  // namespace

/// Extends a lease three times in its length for as long as it lives.
class FetchRight::LeaseKeeper {
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

Result<FetchRight> FetchRight::wait_for(Settings settings, database::Database& database, const Clock& clock,
                                        const std::atomic<bool>& stopping, const std::string& call_sid) {
  auto owner = new_id("fetch_");
  while (true) {
    const auto now = clock.now();
    const auto claimed = database.read([&](Session& session) -> Result<bool> {
      return RecordingStore(session).claim_fetch(call_sid, owner, now, now + settings.lease);
    });
    if (!claimed) return claimed.error();
    if (*claimed) return FetchRight(settings, database, clock, call_sid, std::move(owner));
    if (stopping) return failure(ErrorCode::cancelled, "The program is ending");
    std::this_thread::sleep_for(kLookAgain);
  }
}

FetchRight::FetchRight(Settings settings, database::Database& database, const Clock& clock,
                       std::string call_sid, std::string owner)
    : database_(&database),
      call_sid_(std::move(call_sid)),
      owner_(std::move(owner)),
      keeper_(std::make_unique<LeaseKeeper>(
          settings.lease, [&database, &clock, settings, call_sid = call_sid_, owner = owner_] {
            const auto until = clock.now() + settings.lease;
            (void)database.read([&](Session& session) -> Result<bool> {
              return RecordingStore(session).extend_fetch(call_sid, owner, until);
            });
          })) {}

FetchRight::FetchRight(FetchRight&&) noexcept = default;

FetchRight::~FetchRight() {
  if (!keeper_) return;
  keeper_.reset();
  const auto released = database_->read([&](Session& session) -> Result<void> {
    RecordingStore(session).release_fetch(call_sid_, owner_);
    return {};
  });
  if (!released)
    log::error("RECORDING_SERVICE", "fetch not released", {{"error", log::describe(released.error())}});
}

}  // namespace kolog::recordings
