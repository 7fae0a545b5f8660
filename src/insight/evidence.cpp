// SPDX-License-Identifier: Apache-2.0
#include "insight/evidence.h"

namespace kolog::insight {

std::optional<SpokenTime> spoken_time(const domain::Transcript& transcript, const TextSpan& span) {
  const auto& segment = transcript.segments[span.segment];
  std::optional<SpokenTime> time;
  std::size_t from = 0;
  for (const auto& word : segment.words) {
    const auto begin = word.text.empty() ? segment.text.npos : segment.text.find(word.text, from);
    if (begin == segment.text.npos) continue;
    from = begin + word.text.size();
    if (from <= span.begin) continue;
    if (begin >= span.end) break;
    if (!time) time = SpokenTime{word.start, word.end};
    time->end = word.end;
  }
  if (!time && segment.end.count() > 0) time = SpokenTime{segment.start, segment.end};
  return time;
}

domain::Evidence evidence_at(const domain::Transcript& transcript, const TextSpan& span) {
  const auto& segment = transcript.segments[span.segment];
  domain::Evidence evidence;
  evidence.text = segment.text.substr(span.begin, span.end - span.begin);
  evidence.segment = span.segment;
  evidence.speaker = segment.speaker;
  if (const auto time = spoken_time(transcript, span)) {
    evidence.start = time->start;
    evidence.end = time->end;
  }
  return evidence;
}

}  // namespace kolog::insight
