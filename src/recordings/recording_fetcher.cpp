// SPDX-License-Identifier: Apache-2.0
#include "recordings/recording_fetcher.h"

#include <cerrno>
#include <fcntl.h>
#include <set>
#include <sys/sendfile.h>

#include "base/file_error.h"
#include "base/file_handle.h"
#include "base/log.h"
#include "recordings/recording_key.h"
#include "store/deletion_store.h"
#include "store/recording_store.h"
#include "twilio/recording_uri.h"

namespace kolog::recordings {

using database::Session;
using domain::Recording;
using store::RecordingStore;

namespace {

constexpr std::string_view kTag = "RECORDING_SERVICE";

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

}  // namespace

RecordingFetcher::RecordingFetcher(database::Database& database, objects::ObjectStore& objects,
                                   twilio::RestClient& twilio, Decoder decoder)
    : database_(database), objects_(objects), twilio_(twilio), decoder_(std::move(decoder)) {}

Result<FetchedFile> RecordingFetcher::bring(const domain::Call& call, const std::vector<Recording>& parts) {
  return parts.size() == 1 ? bring_one(call, parts.front()) : bring_joined(call, parts);
}

/// Each part that is here is kept until all are: whatever becomes of the others, it is fetched once.
Result<FetchedFile> RecordingFetcher::bring_joined(const domain::Call& call,
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
Result<std::optional<FetchedFile>> RecordingFetcher::part_that_is_here(const std::string& call_sid,
                                                                       const std::string& recording_sid) {
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

void RecordingFetcher::remove_parts(const std::string& call_sid) {
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

Result<FetchedFile> RecordingFetcher::bring_one(const domain::Call& call, const Recording& recording) {
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

Result<void> RecordingFetcher::download(const std::string& uri, const std::filesystem::path& path) {
  using twilio::AudioFormat;
  using twilio::RequestedChannels;
  auto dual = twilio_.download(uri, AudioFormat::mp3, RequestedChannels::dual, path);
  if (dual) return {};
  if (dual.error().code != ErrorCode::unsupported_media) return dual.error();
  auto mono = twilio_.download(uri, AudioFormat::mp3, RequestedChannels::mono, path);
  if (mono) return {};
  return mono.error();
}

}  // namespace kolog::recordings
