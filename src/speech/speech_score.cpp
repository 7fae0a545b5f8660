// SPDX-License-Identifier: Apache-2.0
#include "speech/speech_score.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "speech/plain_words.h"

namespace kolog::speech {
namespace {

using domain::Segment;
using domain::Speaker;
using std::chrono::milliseconds;
using Segments = std::vector<Segment>;

struct Times {
  std::optional<milliseconds> start;
  std::optional<milliseconds> end;
};

struct TimedText {
  std::vector<std::string> words;
  std::vector<Times> times;     // one a word
  bool has_word_times = false;  // else they are the turns'
};

/// A written word may be none or several that are compared (`תל־אביב`): its start is the first one's, its end
/// the last one's.
void add(TimedText& text, const std::vector<std::string>& words, const Times& times) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    text.words.push_back(words[i]);
    text.times.push_back(
        {i == 0 ? times.start : std::nullopt, i + 1 == words.size() ? times.end : std::nullopt});
  }
}

Times times_between(milliseconds start, milliseconds end) {
  if (end <= milliseconds{0}) return {};
  return {start, end};
}

/// Nothing if the words are not those of the text: then they say nothing of its times.
std::optional<TimedText> text_by_words(const Segment& segment, const std::vector<std::string>& words) {
  TimedText text;
  for (const auto& word : segment.words)
    add(text, plain_words(word.text), times_between(word.start, word.end));
  if (segment.words.empty() || text.words != words) return std::nullopt;
  return text;
}

TimedText text_of(const Segments& segments) {
  TimedText text;
  for (const auto& segment : segments) {
    const auto words = plain_words(segment.text);
    if (auto timed = text_by_words(segment, words)) {
      text.has_word_times = true;
      text.words.insert(text.words.end(), timed->words.begin(), timed->words.end());
      text.times.insert(text.times.end(), timed->times.begin(), timed->times.end());
    } else {
      add(text, words, times_between(segment.start, segment.end));
    }
  }
  return text;
}

SpeechScore score_of(const Segments& said, const Segments& heard) {
  const auto reference = text_of(said);
  const auto hypothesis = text_of(heard);
  const auto alignment = align(reference.words, hypothesis.words);
  SpeechScore score;
  score.words = alignment.counts;
  score.characters = character_errors(reference.words, hypothesis.words);
  auto& times = reference.has_word_times ? score.word_times : score.turn_times;
  for (const auto& [i, k] : alignment.correct) {
    const auto& [start, end] = reference.times[i];
    if (start && hypothesis.times[k].start) {
      times.starts.push_back(std::chrono::abs(*start - *hypothesis.times[k].start));
    }
    if (end && hypothesis.times[k].end)
      times.ends.push_back(std::chrono::abs(*end - *hypothesis.times[k].end));
  }
  return score;
}

Segments in_order(Segments segments) {
  std::stable_sort(segments.begin(), segments.end(),
                   [](const Segment& a, const Segment& b) { return a.start < b.start; });
  return segments;
}

Segments of(Speaker speaker, const Segments& segments) {
  Segments own;
  std::copy_if(segments.begin(), segments.end(), std::back_inserter(own),
               [speaker](const Segment& segment) { return segment.speaker == speaker; });
  return own;
}

void add(std::optional<SpeechScore>& sum, const std::optional<SpeechScore>& more) {
  if (!more) return;
  if (!sum) sum.emplace();
  *sum += *more;
}

}  // namespace

TimeErrors& TimeErrors::operator+=(const TimeErrors& other) {
  starts.insert(starts.end(), other.starts.begin(), other.starts.end());
  ends.insert(ends.end(), other.ends.begin(), other.ends.end());
  return *this;
}

std::optional<milliseconds> percentile(std::vector<milliseconds> values, double share) {
  if (values.empty()) return std::nullopt;
  const auto rank = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(values.size()));
  const auto nth = values.begin() + std::max(static_cast<std::ptrdiff_t>(rank) - 1, std::ptrdiff_t{0});
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

SpeechScore& SpeechScore::operator+=(const SpeechScore& other) {
  words += other.words;
  characters += other.characters;
  word_times += other.word_times;
  turn_times += other.turn_times;
  return *this;
}

CallScore& CallScore::operator+=(const CallScore& other) {
  add(caller, other.caller);
  add(agent, other.agent);
  all += other.all;
  return *this;
}

Result<CallScore> score(const SpeechReference& reference, const domain::Transcript& heard) {
  const auto said = in_order(reference.said.segments);
  const auto transcribed = in_order(heard.segments);
  CallScore result;
  if (of(Speaker::unknown, said).empty() && of(Speaker::unknown, transcribed).empty()) {
    result.caller = score_of(of(Speaker::caller, said), of(Speaker::caller, transcribed));
    result.agent = score_of(of(Speaker::agent, said), of(Speaker::agent, transcribed));
    result.all = *result.caller;
    result.all += *result.agent;
    return result;
  }
  if (!reference.in_order) {
    return failure(
        ErrorCode::invalid_request,
        "Both speak on one channel, and the reference does not say in which order: give it \"turns\".");
  }
  result.all = score_of(said, transcribed);
  return result;
}

}  // namespace kolog::speech
