// SPDX-License-Identifier: Apache-2.0
#include "api/call_view.h"

#include <algorithm>
#include <utility>

#include "store/tag_store.h"
#include "store/transcript_store.h"

namespace kolog::api {
namespace {

bool has_reached(const std::vector<store::StageReached>& stages, domain::Stage stage) {
  return std::ranges::any_of(stages, [stage](const auto& reached) { return reached.stage == stage; });
}

std::optional<domain::Recording> recording_of(database::Session& session, const domain::Call& call) {
  store::RecordingStore recordings(session);
  // A child leg shows its parent's recording, which stands under the parent's SID.
  if (!call.recording_sid.empty()) return recordings.find(call.recording_sid);
  auto known = recordings.of_call(call.call_sid);
  if (known.empty()) return std::nullopt;
  return std::move(known.back());
}

std::chrono::milliseconds duration_of(const domain::Call& call, const store::AudioFile& audio,
                                      const std::vector<domain::Segment>& segments) {
  if (audio.duration.count() > 0) return audio.duration;
  if (!segments.empty()) return segments.back().end;
  return call.duration.value_or(std::chrono::seconds{0});
}

std::optional<domain::Transcript> transcript_of(database::Session& session, const domain::Call& call,
                                                const std::vector<store::StageReached>& stages) {
  if (!has_reached(stages, domain::Stage::transcribed)) return std::nullopt;
  domain::Transcript transcript;
  transcript.language = call.language;
  store::TranscriptStore transcripts(session);
  transcript.segments = transcripts.segments(call.call_sid);
  transcript.dropped = transcripts.dropped(call.call_sid);
  const auto audio = store::RecordingStore(session).audio_file(call.call_sid);
  transcript.duration = duration_of(call, audio, transcript.segments);
  return transcript;
}

}  // namespace

CallItem read_call_item(database::Session& session, domain::Call call) {
  CallItem item;
  item.stages = store::CallStore(session).stages(call.call_sid);
  item.insight = store::TranscriptStore(session).insight(call.call_sid);
  item.progress = store::ProgressStore(session).find(call.call_sid);
  item.tags = store::TagStore(session).of_call(call.call_sid);
  item.call = std::move(call);
  return item;
}

CallDetail read_call_detail(database::Session& session, domain::Call call) {
  CallDetail detail;
  detail.item = read_call_item(session, std::move(call));
  const auto& of = detail.item.call;
  detail.recording = recording_of(session, of);
  detail.audio = store::RecordingStore(session).audio_file(of.call_sid);
  detail.deletions = store::DeletionStore(session).of_call(of.call_sid);
  detail.transcript = transcript_of(session, of, detail.item.stages);
  detail.deliveries = store::WebhookStore(session).deliveries_of_call(of.business_id, of.call_sid);
  return detail;
}

std::optional<domain::Transcript> read_transcript(database::Session& session, const domain::Call& call) {
  return transcript_of(session, call, store::CallStore(session).stages(call.call_sid));
}

}  // namespace kolog::api
