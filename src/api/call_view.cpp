// SPDX-License-Identifier: Apache-2.0
#include "api/call_view.h"

#include <algorithm>
#include <utility>

#include "store/redaction_store.h"
#include "store/tag_store.h"
#include "store/transcript_store.h"
#include "workflow/redact_call.h"

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
                                                Sight sight) {
  const auto stages = store::CallStore(session).stages(call.call_sid);
  if (!has_reached(stages, domain::Stage::transcribed)) return std::nullopt;
  if (sight == Sight::redacted && workflow::is_withheld(session, call)) return std::nullopt;
  domain::Transcript transcript;
  transcript.language = call.language;
  store::TranscriptStore transcripts(session);
  transcript.segments = transcripts.segments(call.call_sid);
  transcript.dropped = transcripts.dropped(call.call_sid);
  const auto audio = store::RecordingStore(session).audio_file(call.call_sid);
  transcript.duration = duration_of(call, audio, transcript.segments);
  if (sight == Sight::unredacted) return transcript;
  return domain::redacted(std::move(transcript), workflow::redacted_spans(session, call.call_sid));
}

/// The file that this request would be answered with.
store::AudioFile audio_file_of(database::Session& session, const domain::Call& call, Sight sight) {
  auto file = store::RecordingStore(session).audio_file(call.call_sid);
  const auto redaction = store::RedactionStore(session).find(call.call_sid);
  if (sight == Sight::unredacted || !redaction || !redaction->needs_tone()) return file;
  file.size = redaction->audio_size;
  file.content_type = redaction->audio_content_type;
  return file;
}

}  // namespace

CallItem read_call_item(database::Session& session, domain::Call call) {
  CallItem item;
  item.stages = store::CallStore(session).stages(call.call_sid);
  if (!workflow::is_withheld(session, call)) {
    item.insight = store::TranscriptStore(session).insight(call.call_sid);
  }
  item.progress = store::ProgressStore(session).find(call.call_sid);
  item.tags = store::TagStore(session).of_call(call.call_sid);
  workflow::withhold_texts(session, call);
  item.call = std::move(call);
  return item;
}

CallDetail read_call_detail(database::Session& session, domain::Call call, Sight sight) {
  CallDetail detail;
  auto shown = call;
  detail.item = read_call_item(session, std::move(call));
  if (sight == Sight::unredacted) {
    workflow::restore_texts(session, shown);
    detail.item.insight = store::TranscriptStore(session).insight(shown.call_sid);
    detail.item.call = std::move(shown);
  }
  const auto& of = detail.item.call;
  detail.recording = recording_of(session, of);
  detail.audio = audio_file_of(session, of, sight);
  detail.deletions = store::DeletionStore(session).of_call(of.call_sid);
  detail.transcript = transcript_of(session, of, sight);
  detail.deliveries = store::WebhookStore(session).deliveries_of_call(of.business_id, of.call_sid);
  detail.redaction = read_redaction(session, of, sight);
  return detail;
}

RedactionView read_redaction(database::Session& session, const domain::Call& call, Sight sight) {
  RedactionView view;
  view.applied = workflow::applied_policy(session, call.call_sid).any_text();
  view.pending = workflow::is_withheld(session, call);
  view.sight = sight;
  if (view.pending) return view;
  view.spans = workflow::redacted_spans(session, call.call_sid);
  const auto segments = store::TranscriptStore(session).segments(call.call_sid).size();
  std::erase_if(view.spans, [segments](const auto& span) { return span.segment >= segments; });
  return view;
}

std::optional<domain::Transcript> read_transcript(database::Session& session, const domain::Call& call,
                                                  Sight sight) {
  return transcript_of(session, call, sight);
}

}  // namespace kolog::api
