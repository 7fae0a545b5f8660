// SPDX-License-Identifier: Apache-2.0
#include "recordings/redacted_copies.h"

#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "recordings/recording_key.h"
#include "store/call_store.h"
#include "store/recording_store.h"

namespace kolog::recordings {
namespace {

using database::Session;
using std::chrono::steady_clock;
using store::RedactionStore;

Error being_redacted() {
  return failure(ErrorCode::recording_being_redacted, "The recording is being redacted");
}

}  // namespace

RedactedCopies::RedactedCopies(database::Database& database, objects::ObjectStore& objects, Beep beep)
    : database_(database), objects_(objects), beep_(std::move(beep)) {}

Result<CallAudio> RedactedCopies::open(const std::string& call_sid, CallAudio original) {
  struct Known {
    std::optional<store::Redaction> redaction;
    std::string recording_sids;
  };
  const auto known = database_.read([&](Session& session) -> Result<Known> {
    return Known{RedactionStore(session).find(call_sid),
                 store::RecordingStore(session).audio_file(call_sid).recording_sids};
  });
  if (!known) return known.error();
  const auto& redaction = known->redaction;
  if (!redaction || !redaction->policy.audio) return original;
  if (redaction->recording_sids != known->recording_sids) return being_redacted();
  if (!redaction->needs_tone()) return original;
  auto object = objects_.open(redacted_key(call_sid));
  if (!object) return object.error();
  if (!*object || redaction->audio_size == 0 || (*object)->size != redaction->audio_size) {
    return failure(ErrorCode::recording_pending, "The recording's copy is not made yet");
  }
  return CallAudio{std::move(**object), redaction->audio_content_type, original.channels, original.duration,
                   Form::redacted};
}

Result<void> RedactedCopies::make(const std::string& call_sid, const CallAudio& original) {
  const auto redaction = database_.read([&](Session& session) -> Result<std::optional<store::Redaction>> {
    return RedactionStore(session).find(call_sid);
  });
  if (!redaction) return redaction.error();
  if (!*redaction || !beep_) return being_redacted();
  const auto path = objects_.temporary_path();
  if (!path) return path.error();
  const TemporaryFile copy(*path);
  const auto started = steady_clock::now();
  const auto descriptor = std::to_string(original.object.file->descriptor());
  const auto content_type = beep_("/proc/self/fd/" + descriptor, copy.path(), (*redaction)->spans);
  if (!content_type) return content_type.error();
  if (auto kept = keep(call_sid, **redaction, copy.path(), *content_type); !kept) return kept;
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - started);
  log::info("RECORDING_SERVICE", "redacted",
            {{"call_sid", call_sid}, {"spans", (*redaction)->spans.size()}, {"ms", took}});
  return {};
}

/// The file is there first, and only then is its row written.
Result<void> RedactedCopies::keep(const std::string& call_sid, const store::Redaction& redaction,
                                  const std::filesystem::path& copy, std::string_view content_type) {
  std::error_code size_error;
  const auto size = std::filesystem::file_size(copy, size_error);
  if (size_error) return failure(ErrorCode::internal, "A recording cannot be read", size_error.message());
  if (auto moved = objects_.put(redacted_key(call_sid), copy); !moved) return moved.error();
  const auto noted = database_.transact([&](Session& session) -> Result<void> {
    const auto call = store::CallStore(session).find_any(call_sid);
    if (!call) return failure(ErrorCode::call_not_found, "The call has been deleted", call_sid);
    if (call->audio_expired_at) {
      return failure(ErrorCode::recording_expired, "Recording expired and deleted");
    }
    if (RedactionStore(session).save_audio(call_sid, redaction, size, content_type)) return {};
    return being_redacted();
  });
  // Nobody else would remove what nothing names.
  if (!noted) (void)objects_.remove(redacted_key(call_sid));
  return noted;
}

Result<void> RedactedCopies::remove(const std::string& call_sid) {
  if (auto removed = objects_.remove(redacted_key(call_sid)); !removed) return removed;
  return database_.transact([&](Session& session) -> Result<void> {
    RedactionStore(session).forget_audio(call_sid);
    return {};
  });
}

}  // namespace kolog::recordings
