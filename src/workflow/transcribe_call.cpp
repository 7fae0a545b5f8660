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

namespace kolog::workflow {
namespace {

using database::Session;

/// What the request needs from the database: how the number that was called is spoken on, and how it was
/// recorded.
struct Circumstances {
  std::optional<domain::Language> language;
  std::string recording_source;
};

Result<Circumstances> circumstances_of(database::Database& database, const domain::Call& call) {
  return database.read([&](Session& session) -> Result<Circumstances> {
    Circumstances found;
    store::BusinessStore businesses(session);
    auto number = businesses.find_number(call.to_number);
    if (!number) number = businesses.find_number(call.from_number);
    if (number) found.language = number->language;
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
  const auto circumstances = circumstances_of(context_.database, call);
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
  request.language = circumstances->language ? circumstances->language : settings_.language;
  return request;
}

Result<void> TranscribeCall::operator()(const jobs::JobRun& run) const {
  const auto& call_sid = run.job.subject;
  const auto call = call_of(context_.database, call_sid);
  if (!call) return call.error();
  auto request = request_for(*call);
  if (!request) return request.error();
  request->stop = run.stop;
  const auto transcript = transcriber_.transcribe(*request);
  if (!transcript) return transcript.error();
  return finish_stage(context_, run, call_sid, domain::Stage::transcribed,
                      [&](Session& session) -> Result<void> {
                        store::TranscriptStore(session).save(call_sid, *transcript);
                        store::CallStore(session).save_transcript(call_sid, domain::plain_text(*transcript),
                                                                  transcript->language);
                        store::JobStore(session).enqueue_again(kExtractJob, call_sid, context_.clock.now());
                        return {};
                      });
}

}  // namespace kolog::workflow
