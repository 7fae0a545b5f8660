// SPDX-License-Identifier: Apache-2.0
#include "domain/redaction.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <boost/json.hpp>

namespace kolog::domain {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr std::array<std::string_view, 3> kKinds = {"card", "id", "phone"};

struct Place {
  std::size_t begin = 0;  // bytes of the segment's text
  std::size_t end = 0;
};

bool overlap(const Place& word, const RedactedSpan& span) {
  return word.begin < span.end && span.begin < word.end;
}

/// Where each word stands in the text; none unless all are found, one after another with nothing but spaces
/// between them.
std::optional<std::vector<Place>> places_of_words(const Segment& segment) {
  const std::string_view text = segment.text;
  std::vector<Place> places;
  std::size_t at = 0;
  for (const auto& word : segment.words) {
    at = std::min(text.find_first_not_of(" \t\n", at), text.size());
    std::string_view said = word.text;
    const auto first = said.find_first_not_of(" \t\n");
    said = first == said.npos ? std::string_view{} : said.substr(first);
    if (!text.substr(at).starts_with(said)) return std::nullopt;
    places.push_back({at, at + said.size()});
    at += said.size();
  }
  const auto rest = text.find_first_not_of(" \t\n", at);
  if (segment.words.empty() || rest != text.npos) return std::nullopt;
  return places;
}

/// The words that a span covers become one, which keeps what of the first and the last lies outside of it.
Word masked_word(const Segment& segment, const std::vector<Place>& places, const RedactedSpan& span,
                 std::size_t first, std::size_t last) {
  Word word = segment.words[first];
  const std::string_view text = segment.text;
  word.text.clear();
  if (places[first].begin < span.begin) {
    word.text = text.substr(places[first].begin, span.begin - places[first].begin);
  }
  word.text += kMask;
  if (places[last].end > span.end) word.text += text.substr(span.end, places[last].end - span.end);
  word.end = segment.words[last].end;
  for (auto i = first; i <= last; ++i)
    word.confidence = std::min(word.confidence, segment.words[i].confidence);
  return word;
}

/// Two spans that lie within one word would each leave the other's part standing.
bool share_a_word(const std::vector<Place>& places, const std::vector<RedactedSpan>& spans) {
  return std::ranges::any_of(places, [&](const Place& place) {
    return std::ranges::count_if(spans, [&](const auto& span) { return overlap(place, span); }) > 1;
  });
}

std::vector<Word> masked_words(const Segment& segment, const std::vector<RedactedSpan>& spans) {
  const auto places = places_of_words(segment);
  if (!places || share_a_word(*places, spans)) return {};
  std::vector<Word> words;
  for (std::size_t i = 0; i < places->size(); ++i) {
    const auto span =
        std::ranges::find_if(spans, [&](const auto& candidate) { return overlap((*places)[i], candidate); });
    if (span == spans.end()) {
      words.push_back(segment.words[i]);
      continue;
    }
    auto last = i;
    while (last + 1 < places->size() && overlap((*places)[last + 1], *span)) ++last;
    words.push_back(masked_word(segment, *places, *span, i, last));
    i = last;
  }
  return words;
}

void mask_segment(Segment& segment, const std::vector<RedactedSpan>& spans) {
  if (spans.empty()) return;
  segment.words = masked_words(segment, spans);
  segment.text = masked(segment.text, spans);
}

double seconds(milliseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

std::optional<long long> whole_number(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  boost::system::error_code no_whole_number;
  const auto number = value->to_number<long long>(no_whole_number);
  if (no_whole_number || number < 0) return std::nullopt;
  return number;
}

std::optional<milliseconds> time_of(const json::object& object, std::string_view name) {
  constexpr double kMostSeconds = 1e6;
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const auto number = value->to_number<double>();
  if (!(number >= 0 && number < kMostSeconds)) return std::nullopt;
  return milliseconds{std::llround(number * 1000)};
}

std::optional<RedactedSpan> span_from_json(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto segment = whole_number(*object, "segment");
  const auto begin = whole_number(*object, "begin");
  const auto end = whole_number(*object, "end");
  const auto start = time_of(*object, "start");
  const auto stop = time_of(*object, "stop");
  const auto* name = object->if_contains("kind");
  if (!segment || !begin || !end || !start || !stop || name == nullptr || !name->is_string())
    return std::nullopt;
  const auto kind = parse_sensitive_kind(name->get_string());
  if (!kind) return std::nullopt;
  RedactedSpan span{static_cast<std::size_t>(*segment),
                    static_cast<std::size_t>(*begin),
                    static_cast<std::size_t>(*end),
                    *kind,
                    std::nullopt,
                    *start,
                    *stop};
  if (const auto channel = whole_number(*object, "channel")) span.channel = static_cast<int>(*channel);
  return span;
}

}  // namespace

std::string_view to_string(SensitiveKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<SensitiveKind> parse_sensitive_kind(std::string_view text) {
  const auto found = std::ranges::find(kKinds, text);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<SensitiveKind>(found - kKinds.begin());
}

const Segment* segment_of(const Transcript& transcript, std::size_t index) {
  if (index < transcript.segments.size()) return &transcript.segments[index];
  index -= transcript.segments.size();
  return index < transcript.dropped.size() ? &transcript.dropped[index].segment : nullptr;
}

void locate(RedactedSpan& span, const Transcript& transcript) {
  const auto* segment = segment_of(transcript, span.segment);
  if (segment == nullptr) return;
  // Words on one channel alone may be heard on both: two channels that carry the same are written down once.
  const bool one_channel_speaks = std::ranges::all_of(
      transcript.segments, [&](const auto& other) { return other.channel == segment->channel; });
  span.channel = one_channel_speaks ? std::nullopt : std::optional(segment->channel);
  span.start = segment->start;
  span.stop = segment->end;
  const auto places = places_of_words(*segment);
  if (!places) return;
  std::optional<std::size_t> first;
  std::size_t last = 0;
  for (std::size_t i = 0; i < places->size(); ++i) {
    if (!overlap((*places)[i], span)) continue;
    first = first.value_or(i);
    last = i;
  }
  if (!first) return;
  const auto& words = segment->words;
  // Of a number in figures a transcriber knows badly when it was said: the words around it bound it.
  const auto before = *first > 0 ? words[*first - 1].end : segment->start;
  const auto after = last + 1 < words.size() ? words[last + 1].start : segment->end;
  const auto start = std::min(words[*first].start, before);
  const auto stop = std::max(words[last].end, after);
  if (stop <= start) return;
  span.start = start;
  span.stop = stop;
}

std::string masked(std::string_view text, const std::vector<RedactedSpan>& spans) {
  std::string result;
  std::size_t at = 0;
  for (const auto& span : spans) {
    const auto begin = std::clamp(span.begin, at, text.size());
    result.append(text.substr(at, begin - at)).append(kMask);
    at = std::clamp(span.end, begin, text.size());
  }
  return result.append(text.substr(at));
}

Transcript redacted(Transcript transcript, const std::vector<RedactedSpan>& spans) {
  const auto count = transcript.segments.size();
  std::vector<std::vector<RedactedSpan>> of_segment(count + transcript.dropped.size());
  for (const auto& span : spans) {
    if (span.segment < of_segment.size()) of_segment[span.segment].push_back(span);
  }
  for (std::size_t i = 0; i < of_segment.size(); ++i) {
    std::ranges::sort(of_segment[i], {}, &RedactedSpan::begin);
    mask_segment(i < count ? transcript.segments[i] : transcript.dropped[i - count].segment, of_segment[i]);
  }
  return transcript;
}

std::optional<std::string> unmasked(std::string_view text, const std::vector<std::string>& pieces) {
  std::string result;
  for (const auto& piece : pieces) {
    const auto mask = text.find(kMask);
    if (mask == text.npos) return std::nullopt;
    result.append(text.substr(0, mask)).append(piece);
    text.remove_prefix(mask + kMask.size());
  }
  if (text.find(kMask) != text.npos) return std::nullopt;
  return result.append(text);
}

json::array spans_json(const std::vector<RedactedSpan>& spans) {
  json::array array;
  array.reserve(spans.size());
  for (const auto& span : spans) {
    json::value channel;
    if (span.channel) channel = *span.channel;
    array.push_back(json::object{{"segment", span.segment},
                                 {"begin", span.begin},
                                 {"end", span.end},
                                 {"kind", to_string(span.kind)},
                                 {"channel", std::move(channel)},
                                 {"start", seconds(span.start)},
                                 {"stop", seconds(span.stop)}});
  }
  return array;
}

Result<std::vector<RedactedSpan>> spans_from_json(const json::value& value) {
  const auto* array = value.if_array();
  std::vector<RedactedSpan> spans;
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    auto span = span_from_json((*array)[i]);
    if (!span) return failure(ErrorCode::internal, "Not a redaction: a span is malformed");
    spans.push_back(*span);
  }
  if (array == nullptr) return failure(ErrorCode::internal, "Not a redaction: no list of spans");
  return spans;
}

json::object policy_json(const RedactionPolicy& policy) {
  return {{"cards", policy.cards}, {"ids", policy.ids}, {"phones", policy.phones}, {"audio", policy.audio}};
}

RedactionPolicy policy_from_json(const json::value& value) {
  const auto* object = value.if_object();
  const auto is_on = [object](std::string_view name) {
    const auto* flag = object != nullptr ? object->if_contains(name) : nullptr;
    return flag != nullptr && flag->is_bool() && flag->get_bool();
  };
  return {is_on("cards"), is_on("ids"), is_on("phones"), is_on("audio")};
}

}  // namespace kolog::domain
