// SPDX-License-Identifier: Apache-2.0
#include "workflow/redact_call.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "insight/redaction.h"
#include "store/insight_settings_store.h"
#include "store/recording_store.h"
#include "store/redaction_store.h"
#include "store/transcript_store.h"

namespace kolog::workflow {
namespace {

namespace json = boost::json;
using database::Session;
using domain::RedactionPolicy;
using domain::Transcript;
using store::CallStore;
using store::Redaction;
using store::RedactionStore;
using store::TextColumn;

constexpr std::string_view kPerson = "person";

Transcript as_it_was_said(Session& session, const domain::Call& call) {
  store::TranscriptStore transcripts(session);
  Transcript transcript;
  transcript.language = call.language;
  transcript.segments = transcripts.segments(call.call_sid);
  transcript.dropped = transcripts.dropped(call.call_sid);
  return transcript;
}

bool is_understood(Session& session, const domain::Call& call) {
  return std::ranges::any_of(CallStore(session).stages(call.call_sid),
                             [](const auto& reached) { return reached.stage == domain::Stage::extracted; });
}

RedactionPolicy either(const RedactionPolicy& a, const RedactionPolicy& b) {
  return {a.cards || b.cards, a.ids || b.ids, a.phones || b.phones, a.audio || b.audio};
}

/// Fields' values are texts of their own in one JSON object: masked together, their quotation marks would go.
std::string redacted_values(const std::string& text, const RedactionPolicy& policy) {
  boost::system::error_code malformed;
  auto values = json::parse(text, malformed);
  if (malformed || !values.is_object()) return text;
  for (auto& [field, value] : values.get_object()) {
    if (value.is_string()) value = insight::redacted_text(value.get_string(), policy);
  }
  return json::serialize(values);
}

std::string redacted_column(TextColumn column, const std::string& text, const RedactionPolicy& policy) {
  if (!policy.any_text()) return text;
  if (column == TextColumn::corrected_values) return redacted_values(text, policy);
  return insight::redacted_text(text, policy);
}

/// Keeps the text for owners where it is not the same masked. The masked one.
std::string keep_original(Redaction& redaction, TextColumn column, const std::string& original,
                          const RedactionPolicy& policy) {
  auto masked = redacted_column(column, original, policy);
  const std::string name(to_string(column));
  if (masked == original) {
    redaction.originals.erase(name);
  } else {
    redaction.originals[name] = original;
  }
  return masked;
}

const std::string* original_of(const Redaction& redaction, TextColumn column) {
  const auto found = redaction.originals.find(std::string(to_string(column)));
  return found != redaction.originals.end() ? &found->second : nullptr;
}

void redact_column(Session& session, std::string_view call_sid, TextColumn column, Redaction& redaction) {
  CallStore calls(session);
  const auto stands = calls.text(call_sid, column);
  const auto* kept = original_of(redaction, column);
  const std::string original = kept != nullptr ? *kept : stands;
  const auto masked = keep_original(redaction, column, original, redaction.policy);
  if (masked != stands) calls.replace_text(call_sid, column, masked);
}

/// What the masks of the text that a person has read stand for, in their order.
std::vector<std::string> hidden_pieces(Session& session, const domain::Call& call, const Redaction& redaction,
                                       TextColumn column, const RedactionPolicy& policy) {
  std::vector<std::string> pieces;
  if (const auto* original = original_of(redaction, column)) {
    for (const auto& span : insight::find_sensitive(*original, policy)) {
      pieces.push_back(original->substr(span.begin, span.end - span.begin));
    }
  } else if (column == TextColumn::final_transcript && call.transcript_source != kPerson) {
    const auto segments = store::TranscriptStore(session).segments(call.call_sid);
    for (const auto& span : redaction.spans) {
      if (span.segment >= segments.size()) continue;
      const std::string_view text = segments[span.segment].text;
      const auto begin = std::min(span.begin, text.size());
      pieces.emplace_back(text.substr(begin, span.end - begin));
    }
  }
  return pieces;
}

}  // namespace

RedactionPolicy policy_of(Session& session, std::string_view business_id) {
  return store::InsightSettingsStore(session).find(business_id).parts.redaction.value_or(RedactionPolicy{});
}

RedactionPolicy applied_policy(Session& session, std::string_view call_sid) {
  const auto redaction = RedactionStore(session).find(call_sid);
  return redaction ? redaction->policy : RedactionPolicy{};
}

std::vector<domain::RedactedSpan> redacted_spans(Session& session, std::string_view call_sid) {
  auto redaction = RedactionStore(session).find(call_sid);
  return redaction ? std::move(redaction->spans) : std::vector<domain::RedactedSpan>{};
}

bool is_withheld(Session& session, const domain::Call& call) {
  if (is_understood(session, call)) return false;
  return either(policy_of(session, call.business_id), applied_policy(session, call.call_sid)).any_text();
}

bool is_audio_withheld(Session& session, const domain::Call& call) {
  if (is_understood(session, call)) return false;
  const auto now = policy_of(session, call.business_id);
  return (now.audio && now.any_text()) || applied_policy(session, call.call_sid).audio;
}

std::string text_until_redacted(Session& session, const domain::Call& call, const Transcript& transcript,
                                Timestamp now) {
  RedactionStore redactions(session);
  auto redaction = redactions.find(call.call_sid).value_or(Redaction{});
  const auto policy = either(policy_of(session, call.business_id), redaction.policy);
  if (!policy.any_text()) return domain::plain_text(transcript);
  CallStore calls(session);
  calls.unreach(call.call_sid, domain::Stage::extracted);
  const auto live = calls.text(call.call_sid, TextColumn::transcription);
  if (call.transcript_source == "realtime" && !live.empty()) {
    redaction.originals[std::string(to_string(TextColumn::transcription))] = live;
    redactions.save_originals(call.call_sid, redaction.originals, now);
    calls.replace_text(call.call_sid, TextColumn::transcription, "");
  }
  return {};
}

Transcript transcript_to_understand(Session& session, const domain::Call& call,
                                    const RedactionPolicy& policy) {
  if (call.transcript_source != kPerson) {
    auto transcript = as_it_was_said(session, call);
    transcript = redacted(transcript, insight::find_sensitive(transcript, policy));
    transcript.dropped.clear();
    return transcript;
  }
  const auto redaction = RedactionStore(session).find(call.call_sid).value_or(Redaction{});
  const auto* typed = original_of(redaction, TextColumn::final_transcript);
  auto transcript = domain::parse_plain_text(
      insight::redacted_text(typed != nullptr ? *typed : call.final_transcript, policy));
  transcript.language = call.language;
  return transcript;
}

void redact_call(Session& session, std::string_view call_sid, const RedactionPolicy& policy, Timestamp now) {
  CallStore calls(session);
  RedactionStore redactions(session);
  const auto call = calls.find_any(call_sid);
  const auto before = redactions.find(call_sid);
  if (!call) return;
  const bool is_blank = call->final_transcript.empty() || call->transcription.empty();
  if (!policy.any_text() && !before && !is_blank) return;
  const auto said = as_it_was_said(session, *call);
  Redaction redaction;
  redaction.policy = policy;
  redaction.spans = insight::find_sensitive(said, policy);
  if (before) redaction.originals = before->originals;
  redaction.recording_sids = store::RecordingStore(session).audio_file(call_sid).recording_sids;
  redaction.redacted_at = now;
  calls.save_transcript(call_sid, domain::plain_text(redacted(said, redaction.spans)), call->language);
  if (original_of(redaction, TextColumn::transcription) != nullptr) {
    redact_column(session, call_sid, TextColumn::transcription, redaction);
  }
  if (call->transcript_source == kPerson) {
    redact_column(session, call_sid, TextColumn::final_transcript, redaction);
  }
  redact_column(session, call_sid, TextColumn::notes, redaction);
  redact_column(session, call_sid, TextColumn::corrected_values, redaction);
  if (policy.any_text()) {
    redactions.save(call_sid, redaction);
  } else {
    redactions.remove(call_sid);
  }
}

void redact_correction(Session& session, const domain::Call& call, store::CallCorrection& correction,
                       Timestamp now) {
  RedactionStore redactions(session);
  const auto before = redactions.find(call.call_sid).value_or(Redaction{});
  auto redaction = before;
  const auto policy = either(policy_of(session, call.business_id), redaction.policy);
  if (!policy.any_text() && before.originals.empty()) return;
  const auto redact = [&](TextColumn column, std::optional<std::string>& typed) {
    if (!typed) return;
    const auto pieces = hidden_pieces(session, call, before, column, policy);
    typed = keep_original(redaction, column, domain::unmasked(*typed, pieces).value_or(*typed), policy);
  };
  redact(TextColumn::final_transcript, correction.final_transcript);
  redact(TextColumn::notes, correction.notes);
  for (auto& [id, value] : correction.fields) {
    if (value) value = insight::redacted_text(*value, policy);
  }
  if (redaction.originals != before.originals) {
    redactions.save_originals(call.call_sid, redaction.originals, now);
  }
}

void withhold_texts(Session& session, domain::Call& call) {
  if (!is_withheld(session, call)) return;
  call.transcription.clear();
  call.final_transcript.clear();
  call.summary.clear();
  call.notes = insight::redacted_text(
      call.notes, either(policy_of(session, call.business_id), applied_policy(session, call.call_sid)));
}

void restore_texts(Session& session, domain::Call& call) {
  const auto redaction = RedactionStore(session).find(call.call_sid).value_or(Redaction{});
  const auto restore = [&](TextColumn column, std::string& text) {
    if (const auto* original = original_of(redaction, column)) text = *original;
  };
  if (call.transcript_source != kPerson) {
    const auto said = as_it_was_said(session, call);
    if (!said.segments.empty()) call.final_transcript = domain::plain_text(said);
  }
  restore(TextColumn::final_transcript, call.final_transcript);
  restore(TextColumn::notes, call.notes);
}

}  // namespace kolog::workflow
