// SPDX-License-Identifier: Apache-2.0
#include "workflow/transcribe_call.h"

#include <string>
#include <utility>

#include "audio/decode.h"
#include "base/log.h"
#include "store/business_store.h"
#include "store/call_store.h"
#include "store/job_store.h"
#include "store/recording_store.h"
#include "store/transcript_store.h"
#include "store/window_store.h"
#include "workflow/progress_report.h"
#include "workflow/redact_call.h"

namespace kolog::workflow {
namespace {

using database::Session;

/// What the request needs from the database: the language that is spoken, and how it was recorded.
struct Circumstances {
  std::optional<domain::Language> language;
  std::string recording_source;
};

/// The number of the call's own business, whichever side of the call it is on.
std::optional<domain::PhoneNumber> own_number(Session& session, const domain::Call& call) {
  store::BusinessStore businesses(session);
  for (const auto& candidate : {call.to_number, call.from_number}) {
    auto number = businesses.find_number(candidate);
    if (number && number->business_id == call.business_id) return number;
  }
  return std::nullopt;
}

Result<Circumstances> circumstances_of(database::Database& database, const domain::Call& call,
                                       std::optional<domain::Language> installation) {
  return database.read([&](Session& session) -> Result<Circumstances> {
    Circumstances found;
    const auto number = own_number(session, call);
    const auto business = store::BusinessStore(session).find(call.business_id);
    found.language = domain::language_to_expect(number ? number->language : std::nullopt,
                                                business ? business->language : std::nullopt, installation);
    if (const auto recording = store::RecordingStore(session).find(call.recording_sid)) {
      found.recording_source = recording->source;
    }
    return found;
  });
}

}  // namespace

TranscribeCall::TranscribeCall(Settings settings, const StageContext& context,
                               recordings::RecordingService& recordings, speech::Transcriber& transcriber)
    : settings_(settings), context_(context), recordings_(recordings), transcriber_(transcriber) {}

Result<speech::TranscriptionRequest> TranscribeCall::request_for(const domain::Call& call) const {
  const auto circumstances = circumstances_of(context_.database, call, settings_.language);
  if (!circumstances) return circumstances.error();
  const auto audio = recordings_.open(call.call_sid);
  if (!audio) return audio.error();
  // The descriptor and not the name: a deletion meanwhile cannot pull the file away, and no other file can
  // take its place.
  auto clip = audio::decode_at("/proc/self/fd/" + std::to_string(audio->object.file->descriptor()),
                               audio::kSpeechRate);
  if (!clip) return clip.error();
  speech::TranscriptionRequest request;
  request.clip = std::move(*clip);
  const auto channels = static_cast<int>(request.clip.channels.size());
  for (int channel = 0; channel < channels; ++channel) {
    request.speakers.push_back(
        domain::speaker_of_channel(call.direction, circumstances->recording_source, channel, channels));
  }
  request.language = circumstances->language;
  request.language_if_unsure = settings_.language;
  return request;
}

Result<domain::Transcript> TranscribeCall::transcribe(const jobs::JobRun& run,
                                                      const domain::Call& call) const {
  auto request = request_for(call);
  if (!request) return request.error();
  TranscriptionJournal journal(settings_.journal, context_, run);
  ProgressReport progress(context_, run, domain::Stage::transcribed);
  request->stop = run.stop;
  request->journal = &journal;
  request->on_progress = [&](double fraction) { progress.tell(fraction); };
  auto transcript = transcriber_.transcribe(*request);
  log::info("OFFLINE_STT", transcript ? "call transcribed" : "call not transcribed",
            {{"call_sid", call.call_sid},
             {"resumed_windows", journal.found()},
             {"saved_windows", journal.saved()}});
  return transcript;
}

Result<void> TranscribeCall::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  const auto call = call_of(context_.database, call_sid);
  if (!call) return call.error();
  const auto transcript = transcribe(run, *call);
  if (!transcript) return transcript.error();
  return finish_stage(
      context_, run, call_sid, domain::Stage::transcribed, [&](Session& session) -> Result<void> {
        const auto text = text_until_redacted(session, *call, *transcript, context_.clock.now());
        store::TranscriptStore(session).save(call_sid, *transcript);
        store::CallStore(session).save_transcript(call_sid, text, transcript->language);
        store::WindowStore(session).forget(call_sid);
        store::JobStore(session).enqueue_again(kExtractJob, call_sid, context_.clock.now());
        return {};
      });
}

}  // namespace kolog::workflow
