// SPDX-License-Identifier: Apache-2.0
#include "workflow/transcription_journal.h"

#include <utility>

#include "base/log.h"

namespace kolog::workflow {

using database::Session;

std::optional<speech::WindowText> TranscriptionJournal::find(const std::string& window) {
  using Found = std::optional<store::FinishedWindow>;
  auto found = context_.database.read([&](Session& session) -> Result<Found> {
    return store::WindowStore(session).find(run_.job.subject, window);
  });
  if (!found) {
    log::warning("OFFLINE_STT", "a finished window was not read",
                 {{"call_sid", run_.job.subject}, {"error", log::describe(found.error())}});
    return std::nullopt;
  }
  if (!*found) return std::nullopt;
  ++found_;
  return speech::WindowText{std::move((*found)->segments), std::move((*found)->dropped)};
}

void TranscriptionJournal::save(const std::string& window, const speech::WindowText& text) {
  const auto saved = context_.database.transact([&](Session& session) -> Result<bool> {
    if (!run_.is_held(session)) return false;
    return store::WindowStore(session).save(run_.job.subject, window, {text.segments, text.dropped},
                                            context_.clock.now(), limits_);
  });
  if (!saved) {
    log::warning("OFFLINE_STT", "a finished window was not kept",
                 {{"call_sid", run_.job.subject}, {"error", log::describe(saved.error())}});
  } else if (*saved) {
    ++saved_;
  }
}

}  // namespace kolog::workflow
