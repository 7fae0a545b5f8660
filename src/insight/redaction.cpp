// SPDX-License-Identifier: Apache-2.0
#include "insight/redaction.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include "insight/number_cues.h"
#include "insight/number_search.h"
#include "insight/spoken_digits.h"

namespace kolog::insight {
namespace {

using domain::RedactedSpan;
using domain::RedactionPolicy;
using domain::Segment;
using domain::SensitiveKind;

// How far apart two pieces of one number may be: the other side may say "yes" in between, or repeat it.
constexpr std::size_t kFurthestSegments = 5;
constexpr std::chrono::seconds kLongestPause{20};

bool covers(const RedactionPolicy& policy, SensitiveKind kind) {
  switch (kind) {
    case SensitiveKind::card:
      return policy.cards;
    case SensitiveKind::id:
      return policy.ids;
    case SensitiveKind::phone:
      return policy.phones;
  }
  return false;
}

/// A segment and the index that its spans name it by.
struct Said {
  const Segment* segment = nullptr;
  std::size_t index = 0;
};

bool goes_on(const Segment& before, const Segment& after, std::size_t segments_apart) {
  if (segments_apart > kFurthestSegments) return false;
  return after.start - before.end <= kLongestPause;
}

class Finder {
 public:
  Finder(std::vector<Said> said, const RedactionPolicy& policy) : said_(std::move(said)), policy_(policy) {
    for (std::size_t i = 0; i < said_.size(); ++i) {
      words_.push_back(number_words(said_[i].segment->text, i));
    }
  }

  void find(std::vector<RedactedSpan>& spans) const {
    std::map<std::pair<domain::Speaker, int>, std::vector<std::size_t>> by_voice;
    for (std::size_t i = 0; i < said_.size(); ++i) {
      by_voice[{said_[i].segment->speaker, said_[i].segment->channel}].push_back(i);
    }
    for (const auto& [voice, segments] : by_voice) find_in(segments, spans);
  }

 private:
  /// One voice's words; what is too far apart to be one number has something else between.
  std::vector<NumberWord> stream_of(const std::vector<std::size_t>& segments) const {
    std::vector<NumberWord> stream;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const auto at = segments[i];
      if (i > 0 && !goes_on(*said_[segments[i - 1]].segment, *said_[at].segment, at - segments[i - 1])) {
        stream.push_back({.segment = at, .apart = true});
      }
      const auto first = stream.size();
      stream.insert(stream.end(), words_[at].begin(), words_[at].end());
      if (first < stream.size()) stream[first].apart = true;
    }
    return stream;
  }

  void find_in(const std::vector<std::size_t>& segments, std::vector<RedactedSpan>& spans) const {
    const auto stream = stream_of(segments);
    const auto cue_around = [&](SensitiveKind kind, std::size_t begin, std::size_t end) {
      return is_announced(kind, words_, stream[begin], stream[end - 1]);
    };
    for (const auto& match : search_numbers(stream, cue_around)) {
      if (covers(policy_, match.kind)) add_spans(stream, match, spans);
    }
  }

  void add_spans(const std::vector<NumberWord>& stream, const NumberMatch& match,
                 std::vector<RedactedSpan>& spans) const {
    for (auto i = match.begin; i < match.end; ++i) {
      const auto& word = stream[i];
      const auto index = said_[word.segment].index;
      const bool begins = i == match.begin || stream[i - 1].segment != word.segment;
      if (begins) {
        spans.push_back({.segment = index, .begin = word.begin, .end = word.end, .kind = match.kind});
      }
      spans.back().end = word.end;
    }
  }

  std::vector<Said> said_;
  std::vector<std::vector<NumberWord>> words_;  // of each
  const RedactionPolicy& policy_;
};

std::size_t length(const RedactedSpan& span) {
  return span.end - span.begin;
}

/// In order, none over another; of those that overlap the longest says what it is.
std::vector<RedactedSpan> united(std::vector<RedactedSpan> spans) {
  std::ranges::sort(spans, [](const auto& a, const auto& b) {
    return std::tuple(a.segment, a.begin, b.end) < std::tuple(b.segment, b.begin, a.end);
  });
  std::vector<RedactedSpan> result;
  std::size_t longest = 0;
  for (const auto& span : spans) {
    if (result.empty() || result.back().segment != span.segment || result.back().end <= span.begin) {
      result.push_back(span);
      longest = length(span);
      continue;
    }
    auto& last = result.back();
    last.end = std::max(last.end, span.end);
    if (length(span) > longest) {
      last.kind = span.kind;
      longest = length(span);
    }
  }
  return result;
}

std::vector<Said> kept(const domain::Transcript& transcript) {
  std::vector<Said> said;
  for (std::size_t i = 0; i < transcript.segments.size(); ++i) said.push_back({&transcript.segments[i], i});
  return said;
}

/// As it was spoken, with what is not taken for speech.
std::vector<Said> all_of(const domain::Transcript& transcript) {
  auto said = kept(transcript);
  for (std::size_t i = 0; i < transcript.dropped.size(); ++i) {
    said.push_back({&transcript.dropped[i].segment, transcript.segments.size() + i});
  }
  std::ranges::stable_sort(said, {}, [](const Said& one) { return one.segment->start; });
  return said;
}

/// A text's lines as a transcript, and where in the text each segment begins.
struct Lines {
  domain::Transcript transcript;
  std::vector<std::size_t> begins;
};

Lines lines_of(std::string_view text) {
  Lines lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    auto parsed = domain::parse_plain_text(line);
    for (auto& segment : parsed.segments) {
      lines.begins.push_back(begin + line.rfind(segment.text));
      lines.transcript.segments.push_back(std::move(segment));
    }
    begin = end + 1;
  }
  return lines;
}

}  // namespace

std::vector<RedactedSpan> find_sensitive(const domain::Transcript& transcript,
                                         const RedactionPolicy& policy) {
  std::vector<RedactedSpan> spans;
  if (!policy.any_text()) return spans;
  Finder(kept(transcript), policy).find(spans);
  if (!transcript.dropped.empty()) Finder(all_of(transcript), policy).find(spans);
  spans = united(std::move(spans));
  for (auto& span : spans) locate(span, transcript);
  return spans;
}

std::vector<RedactedSpan> find_sensitive(std::string_view text, const RedactionPolicy& policy) {
  const auto lines = lines_of(text);
  auto spans = find_sensitive(lines.transcript, policy);
  for (auto& span : spans) {
    const auto begin = lines.begins[span.segment];
    span = {.segment = 0, .begin = begin + span.begin, .end = begin + span.end, .kind = span.kind};
  }
  return spans;
}

std::string redacted_text(std::string_view text, const RedactionPolicy& policy) {
  if (!policy.any_text()) return std::string(text);
  return domain::masked(text, find_sensitive(text, policy));
}

domain::Insight redacted_insight(domain::Insight insight, const RedactionPolicy& policy) {
  const auto redact = [&policy](std::string& text) { text = redacted_text(text, policy); };
  redact(insight.summary);
  if (insight.service) redact(insight.service->evidence.text);
  if (insight.city) redact(insight.city->evidence.text);
  for (auto& [name, field] : insight.fields) {
    redact(field.value);
    redact(field.evidence.text);
  }
  if (insight.follow_up) {
    redact(insight.follow_up->task);
    redact(insight.follow_up->evidence.text);
  }
  return insight;
}

}  // namespace kolog::insight
