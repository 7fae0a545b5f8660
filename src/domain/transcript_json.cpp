// SPDX-License-Identifier: Apache-2.0
#include "domain/transcript_json.h"

#include <cmath>

#include <boost/json.hpp>

namespace kolog::domain {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

double seconds(milliseconds time) {
  return static_cast<double>(time.count()) / 1000.0;
}

/// Two decimals say all that a probability can, and keep the words short.
double rounded(double confidence) {
  return std::round(confidence * 100) / 100;
}

Error malformed(std::string what) {
  return failure(ErrorCode::invalid_request, "Not a transcript: " + std::move(what));
}

double number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_number() ? value->to_number<double>() : 0;
}

/// A call lasts hours at most: what is out of range is taken for absent, so that the conversion is defined.
milliseconds time_of(const json::object& object, std::string_view name) {
  const auto value = number_of(object, name);
  return value >= 0 && value < 1e6 ? milliseconds{std::llround(value * 1000)} : milliseconds{0};
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string{};
}

}  // namespace

json::array to_json(const std::vector<Word>& words) {
  json::array array;
  array.reserve(words.size());
  for (const auto& word : words) {
    array.push_back(json::object{{"text", word.text},
                                 {"start", seconds(word.start)},
                                 {"end", seconds(word.end)},
                                 {"confidence", rounded(word.confidence)}});
  }
  return array;
}

json::object to_json(const Segment& segment) {
  return {{"channel", segment.channel},
          {"speaker", to_string(segment.speaker)},
          {"start", seconds(segment.start)},
          {"end", seconds(segment.end)},
          {"text", segment.text},
          {"confidence", rounded(segment.confidence)},
          {"words", to_json(segment.words)}};
}

json::array to_json(const std::vector<Segment>& segments) {
  json::array array;
  array.reserve(segments.size());
  for (const auto& segment : segments) array.push_back(to_json(segment));
  return array;
}

json::array to_json(const std::vector<DroppedSegment>& dropped) {
  json::array array;
  array.reserve(dropped.size());
  for (const auto& [segment, reason] : dropped) {
    auto object = to_json(segment);
    object["reason"] = to_string(reason);
    array.push_back(std::move(object));
  }
  return array;
}

json::object to_json(const Transcript& transcript) {
  json::value language;
  if (transcript.language) language = to_string(*transcript.language);
  return {{"language", std::move(language)},
          {"duration", seconds(transcript.duration)},
          {"segments", to_json(transcript.segments)},
          {"dropped", to_json(transcript.dropped)}};
}

Result<std::vector<Word>> words_from_json(const json::value& value) {
  const auto* array = value.if_array();
  if (array == nullptr) return malformed("\"words\" is not a list");
  std::vector<Word> words;
  words.reserve(array->size());
  for (const auto& item : *array) {
    const auto* object = item.if_object();
    if (object == nullptr) return malformed("a word is not an object");
    words.push_back({text_of(*object, "text"), time_of(*object, "start"), time_of(*object, "end"),
                     number_of(*object, "confidence")});
  }
  return words;
}

Result<Segment> segment_from_json(const json::value& value) {
  const auto* fields = value.if_object();
  if (fields == nullptr) return malformed("a segment is not an object");
  Segment segment;
  const auto channel = number_of(*fields, "channel");
  segment.channel = channel >= 0 && channel < 256 ? static_cast<int>(channel) : 0;
  segment.speaker = parse_speaker(text_of(*fields, "speaker"));
  segment.start = time_of(*fields, "start");
  segment.end = time_of(*fields, "end");
  segment.text = text_of(*fields, "text");
  segment.confidence = number_of(*fields, "confidence");
  if (const auto* words = fields->if_contains("words"); words != nullptr && !words->is_null()) {
    auto read = words_from_json(*words);
    if (!read) return read.error();
    segment.words = std::move(*read);
  }
  return segment;
}

Result<std::vector<Segment>> segments_from_json(const json::value& value) {
  const auto* array = value.if_array();
  if (array == nullptr) return malformed("\"segments\" is missing or not a list");
  std::vector<Segment> segments;
  segments.reserve(array->size());
  for (const auto& item : *array) {
    auto segment = segment_from_json(item);
    if (!segment) return segment.error();
    segments.push_back(std::move(*segment));
  }
  return segments;
}

Result<std::vector<DroppedSegment>> dropped_from_json(const json::value& value) {
  const auto* array = value.if_array();
  if (array == nullptr) return malformed("\"dropped\" is not a list");
  std::vector<DroppedSegment> dropped;
  for (const auto& item : *array) {
    auto segment = segment_from_json(item);
    if (!segment) return segment.error();
    const auto reason = parse_drop_reason(text_of(item.get_object(), "reason"));
    if (!reason) return malformed("a dropped segment has no known \"reason\"");
    dropped.push_back({std::move(*segment), *reason});
  }
  return dropped;
}

Result<Transcript> transcript_from_json(const json::value& value) {
  const auto* object = value.if_object();
  const auto* segments = object != nullptr ? object->if_contains("segments") : nullptr;
  if (segments == nullptr) return malformed("\"segments\" is missing or not a list");
  Transcript transcript;
  transcript.language = parse_language(text_of(*object, "language"));
  transcript.duration = time_of(*object, "duration");
  auto read = segments_from_json(*segments);
  if (!read) return read.error();
  transcript.segments = std::move(*read);
  if (const auto* list = object->if_contains("dropped"); list != nullptr && !list->is_null()) {
    auto dropped = dropped_from_json(*list);
    if (!dropped) return dropped.error();
    transcript.dropped = std::move(*dropped);
  }
  return transcript;
}

}  // namespace kolog::domain
